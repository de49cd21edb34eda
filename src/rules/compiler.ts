import { createHash } from 'node:crypto';
import type { RuleListInfo, RuleSet } from '../model/rule.ts';
import { badfiltersOf } from './engine/compile-filters.ts';
import { createFilterSet, type FilterSet } from './engine/filter-set.ts';
import type { DomainOf } from './engine/name-ids.ts';
import { compileInSlices, type FilterCompiler, type FilterFile } from './filter-compiler.ts';
import { LEARNT_LIST } from './learnt/list.ts';
import { PERSONAL_LIST, type RuleFile } from './rule-file.ts';
import { createRuleSet } from './rule-set.ts';
import { compileSignatures, type SignatureSet } from './signature/match.ts';
import { runInSlices } from './slices.ts';

/** Turns files into a set of rules. */
export type RuleCompiler = (files: readonly RuleFile[]) => Promise<RuleSet>;

type StubFile = Extract<RuleFile, { kind: 'stub' }>;
type SignatureFile = Extract<RuleFile, { kind: 'signatures' }>;

/**
 * Makes a compiler. What has not changed since the last time is used again: a
 * line appended to `my-rules.txt` is in force at once, however long the lists.
 * `compileFilters` says where lists are compiled: here in slices, in a thread,
 * or not at all because a snapshot has them. `now`, in milliseconds since the
 * epoch, is the clock of rules that are limited in time.
 */
export function createRuleCompiler(
  domainOf: DomainOf,
  compileFilters: FilterCompiler = compileInSlices,
  now: () => number = Date.now,
): RuleCompiler {
  const lists = createStep<FilterSet>();
  const own = createStep<FilterSet>();
  const found = createStep<FilterSet>();
  const shapes = createStep<SignatureSet>();
  return async (files) => {
    const filterFiles = files.filter((file): file is FilterFile => file.kind === 'filters');
    const signatureFiles = files.filter(
      (file): file is SignatureFile => file.kind === 'signatures',
    );
    const badfilters = await runInSlices(badfiltersOf(filterFiles.map(({ text }) => text)));
    const compile = async (part: readonly FilterFile[], personal: boolean) => {
      const { data } = await compileFilters(part, { badfilters, personal });
      return createFilterSet(
        data,
        part.map(({ text }) => text),
        domainOf,
        now,
      );
    };
    const mine = filterFiles.filter(({ list }) => list === PERSONAL_LIST);
    const learning = filterFiles.filter(({ list }) => list === LEARNT_LIST);
    const others = filterFiles.filter((file) => !mine.includes(file) && !learning.includes(file));
    const filters = await lists([keyOf(others), ...badfilters], () => compile(others, false));
    const personal = await own([keyOf(mine), ...badfilters], () => compile(mine, true));
    // As quick as a person's own, and their types are written out.
    const learnt = await found([keyOf(learning), ...badfilters], () => compile(learning, true));
    const signatures = await shapes([keyOf(signatureFiles)], async () =>
      compileSignatures(signatureFiles.flatMap((file) => file.signatures)),
    );
    return createRuleSet({
      version: digest([keyOf(files), ...badfilters]).slice(0, 16),
      filters,
      personal,
      learnt,
      signatures,
      lists: files.filter(isShown).map((file) => infoOf(file, [filters, personal, learnt])),
      stubs: stubsOf(files),
      now,
    });
  };
}

/** There are many stand-ins, and none of them is rules: they are told of where something is wrong. */
function isShown(file: RuleFile): boolean {
  return file.kind !== 'stub' || file.problems.length > 0;
}

/** The texts by the names of rules. A file that is called by the name itself comes before those of its other names. */
function stubsOf(files: readonly RuleFile[]): ReadonlyMap<string, string> {
  const stubs = files.filter((file): file is StubFile => file.kind === 'stub' && file.text !== '');
  const rank = ({ list, name }: StubFile): number => Number(list.endsWith(`/${name}`));
  return new Map(stubs.toSorted((a, b) => rank(a) - rank(b)).map(({ name, text }) => [name, text]));
}

/** Makes something anew only when what it depends on has changed. */
function createStep<T>() {
  let last: { readonly key: string; readonly value: T } | null = null;
  return async (dependsOn: readonly string[], make: () => Promise<T>): Promise<T> => {
    const key = digest(dependsOn);
    if (last?.key !== key) last = { key, value: await make() };
    return last.value;
  };
}

function keyOf(files: readonly RuleFile[]): string {
  return digest(files.map(({ list, hash }) => `${list} ${hash}`));
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function infoOf(file: RuleFile, sets: readonly FilterSet[]): RuleListInfo {
  const { list, stale, problems } = file;
  if (file.kind === 'signatures') {
    return { list, stale, problems, rules: file.signatures.length };
  }
  if (file.kind === 'stub') return { list, stale, problems, rules: 0 };
  const compiled = sets.flatMap((set) => set.lists).find((one) => one.list === list);
  return {
    list,
    stale,
    rules: compiled?.rules ?? 0,
    get problems() {
      return [...problems, ...(compiled?.problems() ?? [])];
    },
  };
}
