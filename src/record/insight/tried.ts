import type { DeviceTried, NamedTried, Tried } from '../../model/insight.ts';
import type { LogDatabase } from '../database.ts';
import { grouped } from '../grouped.ts';
import { readReport } from '../report-text.ts';
import { listOf } from '../rows.ts';

/**
 * How often something was tried by whom, where and from where, in the numbers
 * of the file; 0 where that is not known.
 */
export interface Combination extends Tried {
  readonly tracker: number;
  readonly page: number;
  readonly device: number;
  readonly report: number;
}

export type Key = 'tracker' | 'page' | 'device' | 'report';

/** At the front of a list that a person reads. */
const TOP = 500;

/** The sums per number; 0, which stands for none, is left out. */
export function sums(
  combinations: readonly Combination[],
  key: Key,
): ReadonlyMap<number, readonly Combination[]> {
  const groups = grouped(combinations, (each) => each[key]);
  groups.delete(0);
  return groups;
}

export function sum(tried: Iterable<Tried>): Tried {
  let count = 0;
  let stopped = 0;
  for (const each of tried) {
    count += each.count;
    stopped += each.stopped;
  }
  return { count, stopped };
}

/** The most frequent first, of the same number by name. At most 500. */
export function mostFirst<Item extends NamedTried>(items: Iterable<Item>): readonly Item[] {
  const byCount = (a: Item, b: Item) => b.count - a.count || (a.name < b.name ? -1 : 1);
  return [...items].sort(byCount).slice(0, TOP);
}

/** What was reported and asked for, by words. */
export interface Told {
  readonly reports: readonly NamedTried[];
  readonly asked: readonly NamedTried[];
}

/** What was reported where, and the last day on which it was. */
export interface Reported {
  readonly tracker: number;
  readonly page: number;
  readonly report: number;
  readonly last: number;
}

/** Words of one among many. */
const WORDS_OF_ONE = 6;

/** The words behind the numbers of combinations. */
export interface Words {
  names(combinations: readonly Combination[], key: 'tracker' | 'page'): readonly NamedTried[];
  devices(combinations: readonly Combination[]): readonly DeviceTried[];
  told(combinations: readonly Combination[]): Told;
  /** A few words of what was reported and asked for, those that were seen last first. */
  briefly(reports: readonly Reported[]): Readonly<Record<keyof Told, readonly string[]>>;
  name(id: number): string;
  device(id: number): Pick<DeviceTried, 'device' | 'name'>;
}

export function createWords(db: LogDatabase): Words {
  const text = db.prepare<[number], string>('SELECT text FROM names WHERE id = ?').pluck();
  const label = db
    .prepare<[number], string>('SELECT label FROM device_labels WHERE device = ?')
    .pluck();
  const report = db.prepare<[number], string>('SELECT text FROM reports WHERE id = ?').pluck();
  const name = (id: number) => text.get(id) ?? '';
  const device = (id: number) => ({ device: name(id), name: label.get(id) ?? name(id) });
  const wordsOf = (id: number) => readReport(listOf(report.get(id) ?? null));
  return {
    name,
    device,
    names: (combinations, key) =>
      mostFirst([...sums(combinations, key)].map(([id, of]) => ({ name: name(id), ...sum(of) }))),
    devices: (combinations) =>
      mostFirst(
        [...sums(combinations, 'device')].map(([id, of]) => ({ ...device(id), ...sum(of) })),
      ),
    told(combinations) {
      const reports = new Map<string, Tried>();
      const asked = new Map<string, Tried>();
      for (const [id, of] of sums(combinations, 'report')) {
        const words = wordsOf(id);
        if (words === null) continue;
        const tried = sum(of);
        const taken = { ...tried, stopped: tried.count };
        add(reports, words.what, tried);
        for (const word of new Set(words.asked)) {
          add(asked, word, words.taken?.includes(word) === true ? taken : tried);
        }
      }
      return { reports: named(reports), asked: named(asked) };
    },
    briefly(reported) {
      const reports = new Map<string, number>();
      const asked = new Map<string, number>();
      for (const { report: id, last } of reported) {
        const words = wordsOf(id);
        if (words === null) continue;
        for (const word of words.asked) asked.set(word, Math.max(last, asked.get(word) ?? last));
        reports.set(words.what, Math.max(last, reports.get(words.what) ?? last));
      }
      return { reports: lastFirst(reports), asked: lastFirst(asked) };
    },
  };
}

function add(to: Map<string, Tried>, word: string, tried: Tried): void {
  to.set(word, sum([tried, to.get(word) ?? { count: 0, stopped: 0 }]));
}

function lastFirst(days: ReadonlyMap<string, number>): readonly string[] {
  return [...days]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, WORDS_OF_ONE)
    .map(([word]) => word);
}

function named(tried: ReadonlyMap<string, Tried>): readonly NamedTried[] {
  return mostFirst([...tried].map(([name, counts]) => ({ name, ...counts })));
}
