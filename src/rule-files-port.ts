import { join } from 'node:path';
import type { Home } from './home.ts';
import { AppError } from './model/errors.ts';
import type { RuleRef } from './model/rule.ts';
import type { RuleDeskThread } from './replay/rule-desk-thread.ts';
import { keepText, pastText, pastTexts } from './rules/edit/past-texts.ts';
import { type RuleText, readRuleText, ruleTextNames } from './rules/edit/rule-text.ts';
import { saveText } from './rules/edit/save-text.ts';
import { SHIPPED_FILES } from './rules/edit/shipped.ts';
import type { InTurn } from './rules/edit/turns.ts';
import { plainLineEnds } from './rules/edit/typed-text.ts';
import type { Finding } from './rules/lint/finding.ts';
import { lintFiles } from './rules/lint/lint.ts';
import type { RuleLoader } from './rules/loader.ts';
import { PERSONAL_LIST, type RuleFile } from './rules/rule-file.ts';
import { ruleLines } from './rules/rule-lines.ts';
import { runInSlices } from './rules/slices.ts';
import type {
  RuleFileInfo,
  RuleFilePart,
  RuleFilesPort,
  RuleFileText,
} from './status/rule-files.ts';

export interface RuleFilesSources {
  readonly home: Home;
  readonly loader: RuleLoader;
  /** Says what is to be said of a text. */
  readonly lint: RuleDeskThread;
  /** Says what a text would have changed. */
  readonly preview: RuleDeskThread;
  readonly domainOf: (host: string) => string;
  /** The groups of the config. */
  readonly groups: readonly string[];
  /** Writes to rule files, the page's other ones among them. */
  readonly inTurn: InTurn;
  readonly now: () => number;
}

/** Beyond what is about lists that were not read, and what nobody needs to know at a glance. */
const TOLD: readonly Finding['severity'][] = ['error', 'warning'];

/** A report is good for so long: rules end. Milliseconds. */
const REPORT_AGE = 60_000;

/** What the page may ask and change of the texts of rule files. */
export function ruleFilesPort(from: RuleFilesSources): RuleFilesPort {
  const { home, loader, inTurn, now } = from;
  const history = join(home.data, 'rule-history');
  const findingsOf = createReport(from);
  const known = async (name: string): Promise<RuleText> => {
    const text = await readRuleText(home.rules, name);
    if (text !== null) return text;
    const message = `looking for "${name.slice(0, 80)}": there is no rule file of that name`;
    throw new AppError('INPUT_INVALID', message);
  };

  return {
    list: async () => {
      const findings = await findingsOf();
      const names = new Set(await ruleTextNames(home.rules));
      const read = await Promise.all([...names].map((name) => readRuleText(home.rules, name)));
      const files = read.flatMap((text) => (text === null ? [] : [text]));
      const rest = loader.own().filter(({ list }) => !names.has(list));
      return [
        // The person's own comes first.
        ...files
          .toSorted((a, b) => rank(a.name) - rank(b.name))
          .map((text) => infoOf(text.name, text.changedAt, loader, findings)),
        // Included lists, and stand-ins of which there is something to say.
        ...rest
          .filter(({ kind, problems }) => kind !== 'stub' || problems.length > 0)
          .map(({ list }) => infoOf(list, null, loader, findings)),
      ];
    },
    part: async (name, first, count) => {
      const own = await readRuleText(home.rules, name);
      return own === null ? partOfList(loader.file(name), first, count) : partOf(own, first, count);
    },
    read: async (name) => {
      const text = await readRuleText(home.rules, name);
      return text === null ? null : shown(text);
    },
    save: (name, text, base) =>
      inTurn(async () => {
        const wish = { folder: home.rules, history, name, text, base, at: now() };
        const outcome = await saveText(wish);
        if (outcome.kind === 'conflict') return { ...outcome, theirs: shown(outcome.theirs) };
        await loader.reload();
        return outcome;
      }),
    putAside: (name, text, why) =>
      inTurn(async () => {
        await known(name);
        return keepText(history, name, text, { at: now(), why });
      }),
    history: async (name) => pastTexts(history, (await known(name)).name),
    past: async (name, id) => {
      const text = await pastText(history, (await known(name)).name, id);
      return text === null ? null : plainLineEnds(text);
    },
    lint: async (name, text, when) => {
      await known(name);
      const kind = when === 'typing' ? 'lint' : 'check';
      const answer = await from.lint.ask({ kind, name, text: plainLineEnds(text), since: 0 });
      if (answer.kind === 'findings') return answer.findings;
      throw unexpected(answer);
    },
    preview: async (name, text, since) => {
      await known(name);
      const task = { kind: 'preview', name, text: plainLineEnds(text), since } as const;
      const answer = await from.preview.ask(task);
      if (answer.kind === 'preview') return answer.preview;
      throw unexpected(answer);
    },
    rules: (name) => {
      const file = loader.own().find(({ list }) => list === name);
      return file === undefined ? [] : ruleLines(file);
    },
  };
}

function rank(name: string): number {
  return name === PERSONAL_LIST ? 0 : 1;
}

function unexpected(answer: { readonly kind: string; readonly message?: string }): Error {
  return answer.message === undefined
    ? new Error(`the desk answered with ${answer.kind}`)
    : new AppError('INPUT_INVALID', answer.message);
}

function shown({ name, text, hash, locked }: RuleText): RuleFileText {
  const plain = plainLineEnds(text);
  return { name, text: plain, hash, locked, shipped: SHIPPED_FILES.includes(name) };
}

/** What is to be said of the files of `rules/`, found anew where they or the time have changed. */
function createReport({ loader, domainOf, groups, now }: RuleFilesSources) {
  let last: { readonly key: string; readonly findings: Promise<readonly Finding[]> } | null = null;
  const find = async (): Promise<readonly Finding[]> => {
    const options = { domainOf, groups, now: now(), ineffective: false };
    const { findings } = await runInSlices(lintFiles(loader.own(), options));
    return findings.filter(({ severity }) => TOLD.includes(severity));
  };
  return (): Promise<readonly Finding[]> => {
    const key = `${loader.current.version} ${Math.floor(now() / REPORT_AGE)}`;
    if (last?.key !== key) last = { key, findings: find() };
    return last.findings;
  };
}

function infoOf(
  name: string,
  changedAt: number | null,
  loader: RuleLoader,
  findings: readonly Finding[],
): RuleFileInfo {
  const own = findings.filter(({ list }) => list === name);
  const file = loader.file(name);
  const info = loader.current.lists.find(({ list }) => list === name);
  const expired = own.flatMap(({ code, list, line, text }): readonly RuleRef[] =>
    code === 'expired' ? [{ list, line, text }] : [],
  );
  const ended = new Set(expired.map(({ line }) => line));
  const problems = info?.problems.filter(({ severity }) => severity === 'ineffective') ?? [];
  return {
    name,
    rules: info?.rules ?? 0,
    off: file?.kind === 'signatures' ? file.off.length : 0,
    changedAt,
    stale: info?.stale ?? false,
    shipped: SHIPPED_FILES.includes(name),
    remarks: own.flatMap(({ line, text, severity, reason }) => [{ line, text, severity, reason }]),
    // What ended is told as such.
    ineffective: problems.filter(({ line }) => !ended.has(line)).length,
    expired,
  };
}

function partOf(text: RuleText, first: number, count: number): RuleFilePart {
  const lines = plainLineEnds(text.text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const from = Math.min(first, Math.max(1, lines.length));
  const { name, locked } = text;
  const some = lines.slice(from - 1, from - 1 + count);
  return { name, own: true, total: lines.length, from, lines: some, locked };
}

/** Lists that were downloaded or learnt are read from memory: no name becomes a path. */
function partOfList(file: RuleFile | null, first: number, count: number): RuleFilePart | null {
  if (file?.kind !== 'filters') return null;
  const { list, text } = file;
  const total = text.text(text.lines) === '' ? text.lines - 1 : text.lines;
  const from = Math.min(first, Math.max(1, total));
  const last = Math.min(total, from + count - 1);
  const lines = Array.from({ length: Math.max(0, last - from + 1) }, (_, i) =>
    text.text(from + i).replace(/\r$/, ''),
  );
  return { name: list, own: false, total, from, lines, locked: null };
}
