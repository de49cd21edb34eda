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

/** The words behind the numbers of combinations. */
export interface Words {
  names(combinations: readonly Combination[], key: 'tracker' | 'page'): readonly NamedTried[];
  devices(combinations: readonly Combination[]): readonly DeviceTried[];
  told(combinations: readonly Combination[]): Told;
  name(id: number): string;
}

export function createWords(db: LogDatabase): Words {
  const text = db.prepare<[number], string>('SELECT text FROM names WHERE id = ?').pluck();
  const label = db
    .prepare<[number], string>('SELECT label FROM device_labels WHERE device = ?')
    .pluck();
  const report = db.prepare<[number], string>('SELECT text FROM reports WHERE id = ?').pluck();
  const name = (id: number) => text.get(id) ?? '';
  return {
    name,
    names: (combinations, key) =>
      mostFirst([...sums(combinations, key)].map(([id, of]) => ({ name: name(id), ...sum(of) }))),
    devices: (combinations) =>
      mostFirst(
        [...sums(combinations, 'device')].map(([id, of]) => ({
          ...{ device: name(id), name: label.get(id) ?? name(id) },
          ...sum(of),
        })),
      ),
    told(combinations) {
      const reports = new Map<string, Tried>();
      const asked = new Map<string, Tried>();
      for (const [id, of] of sums(combinations, 'report')) {
        const words = readReport(listOf(report.get(id) ?? null));
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
  };
}

function add(to: Map<string, Tried>, word: string, tried: Tried): void {
  to.set(word, sum([tried, to.get(word) ?? { count: 0, stopped: 0 }]));
}

function named(tried: ReadonlyMap<string, Tried>): readonly NamedTried[] {
  return mostFirst([...tried].map(([name, counts]) => ({ name, ...counts })));
}
