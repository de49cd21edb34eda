import { join } from 'node:path';
import { createRegistrableDomain } from '../classify/registrable-domain.ts';
import { loadConfig } from '../config/load.ts';
import { homeAt } from '../home.ts';
import { readHome, withNamed } from '../home-rules.ts';
import { readDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import type { Hostname } from '../model/terms.ts';
import { History, type PastExchange } from '../record/history.ts';
import { compileFromHome } from '../rule-compiling.ts';
import { readFolder } from '../rules/folder.ts';
import type { KnownFile } from '../rules/known-file.ts';
import type { Finding, FindingCode } from '../rules/lint/finding.ts';
import { lintFiles } from '../rules/lint/lint.ts';
import { type RuleFile, readRuleFile } from '../rules/rule-file.ts';
import { runInSlices } from '../rules/slices.ts';
import type { Change } from './changes.ts';
import type { CountedHit } from './counted.ts';
import { judgeAgain } from './judge-again.ts';
import type { Replay } from './replay.ts';

/** A rule file as somebody typed it, and what is asked about it. */
export interface DeskTask {
  /**
   * lint     compared with the files of rules/, as quick as typing.
   * check    compared with the subscribed lists too.
   * preview  what it would have changed.
   */
  readonly kind: 'lint' | 'check' | 'preview';
  readonly name: string;
  readonly text: string;
  /** For a preview: from when on, in milliseconds since the epoch. */
  readonly since: number;
}

/** What is to be said of a text. */
export interface TextFindings {
  /** In the order of lines; the first so many. */
  readonly findings: readonly Pick<Finding, 'line' | 'text' | 'severity' | 'reason'>[];
  /** How many there are in all. */
  readonly total: number;
  /** Rules in force, were it saved. */
  readonly rules: number;
  /** Signatures that are right and switched off. */
  readonly off: number;
}

/** What a text would have changed. */
export interface TextPreview extends Omit<Replay, 'changes'> {
  /** The time of the first and of the last exchange that was judged; null where there was none. */
  readonly first: number | null;
  readonly last: number | null;
  /** Why older or newer ones were not judged, too: their number, or the time it took. */
  readonly cut: 'rows' | 'time' | null;
  /** The most frequent ones. */
  readonly changes: readonly Change[];
  readonly kinds: number;
  /** Exchanges that passed untouched and are only counted. */
  readonly counted: { readonly total: number; readonly hits: readonly CountedHit[] };
}

export type DeskAnswer =
  | { readonly kind: 'findings'; readonly findings: TextFindings }
  | { readonly kind: 'preview'; readonly preview: TextPreview }
  /** For the person; a fault is thrown instead. */
  | { readonly kind: 'refused'; readonly message: string };

export interface DeskLimits {
  /** So many of the newest exchanges are judged. */
  readonly exchanges: number;
  /** Then the judging ends where it is; milliseconds. */
  readonly time: number;
}

export type Desk = (task: DeskTask) => Promise<DeskAnswer>;

const LIMITS: DeskLimits = { exchanges: 500_000, time: 15_000 };
const MAX_FINDINGS = 300;
const MAX_CHANGES = 40;

/** These say that something is missing which a list that was not read may have. */
const ABOUT_LISTS: readonly FindingCode[] = ['excepts-nothing', 'badfilter-without-target'];

/**
 * Answers questions about texts of rule files of a home. It reads what is on
 * the disk and writes nothing. For a thread of its own: a long file is parsed
 * at one go, and the past is judged without a rest.
 */
export function createDesk(path: string, limits: DeskLimits = LIMITS): Desk {
  const home = homeAt(path);
  const registrableDomain = createRegistrableDomain();
  const domainOf = (host: string): string => registrableDomain(host as Hostname);
  let known: ReadonlyMap<string, KnownFile> = new Map();

  const own = async (): Promise<readonly RuleFile[]> => {
    const read = await readFolder(home.rules, known);
    known = read.known;
    return read.files;
  };
  const all = async () => (await readHome(home, () => {})).files;

  const findings = async ({ kind, name, text }: DeskTask): Promise<TextFindings> => {
    const file = typed(name, text);
    const files = kind === 'lint' ? await own() : await all();
    const groups = Object.keys(loadConfig(home.path).groups).map((one) => one.toLowerCase());
    const options = { domainOf, now: Date.now(), groups, ineffective: true };
    const report = await runInSlices(lintFiles(withNamed(files, [file]), options));
    const found = report.findings.filter(
      (one) => one.list === name && (kind === 'check' || !ABOUT_LISTS.includes(one.code)),
    );
    return {
      findings: found.slice(0, MAX_FINDINGS).map(({ line, text: quoted, severity, reason }) => ({
        line,
        text: quoted,
        severity,
        reason,
      })),
      total: found.length,
      rules: report.lists.find(({ list }) => list === name)?.rules ?? 0,
      off: file.kind === 'signatures' ? file.off.length : 0,
    };
  };

  const preview = async ({ name, text, since }: DeskTask): Promise<TextPreview> => {
    const history = new History(join(home.data, 'events.db'));
    try {
      const seen = createWatch(limits);
      const { past, counted } = await judgeAgain({
        inForce: await all(),
        named: [typed(name, text)],
        ...{ history, domainOf, devices: readDevices(home), from: history.beginning(since) },
        compileFilters: compileFromHome(home),
        most: limits.exchanges,
        watch: seen.watch,
      });
      const { changes, ...counts } = past;
      return {
        ...counts,
        ...seen.told(),
        changes: changes.slice(0, MAX_CHANGES),
        kinds: changes.length,
        counted: { total: counted.total, hits: counted.hits.slice(0, MAX_CHANGES) },
      };
    } finally {
      history.close();
    }
  };

  return async (task) => {
    try {
      return task.kind === 'preview'
        ? { kind: 'preview', preview: await preview(task) }
        : { kind: 'findings', findings: await findings(task) };
    } catch (error) {
      if (error instanceof AppError) return { kind: 'refused', message: error.message };
      throw error;
    }
  };
}

function typed(name: string, text: string): RuleFile {
  return readRuleFile(name, Buffer.from(text, 'utf8'), null);
}

/** Notes which exchanges pass by, and lets none pass after the time is over. */
function createWatch({ exchanges, time }: DeskLimits) {
  const began = performance.now();
  let first: number | null = null;
  let last: number | null = null;
  let count = 0;
  let isOver = false;
  return {
    *watch(all: Iterable<PastExchange>): Generator<PastExchange, void, void> {
      for (const past of all) {
        isOver = performance.now() - began > time;
        if (isOver) return;
        first ??= past.at;
        last = past.at;
        count++;
        yield past;
      }
    },
    told: (): Pick<TextPreview, 'first' | 'last' | 'cut'> => ({
      first,
      last,
      cut: isOver ? 'time' : count >= exchanges ? 'rows' : null,
    }),
  };
}
