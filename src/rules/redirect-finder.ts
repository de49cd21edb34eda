import type { Matches, Rule } from '../model/rule.ts';
import { stubNamed } from '../model/stub-names.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Realm } from './engine/realms.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { StubChoice } from './filter/filter.ts';
import { createRuleCache } from './list-rule.ts';

/** What a block and its answer come from. */
export type Blocking = Pick<Matches, 'important' | 'exception' | 'block' | 'redirect'>;

/**
 * Adds to what was weighed how a block is answered; `target` is path and query
 * of the request. What a signature answers with, filters do not overrule.
 */
export type RedirectFinder = (
  weighed: Omit<Blocking, 'redirect'>,
  scan: RequestScan,
  target: string,
  signatures: readonly { readonly rule: Rule }[],
) => Blocking;

interface Choice extends StubChoice {
  readonly set: FilterSet;
  readonly filter: number;
  readonly important: boolean;
}

/** uBlock's word for: no stand-in, whatever others say. */
const NO_STUB = 'none';

/**
 * Of all that name a stand-in for a blocked request (`$redirect`, which blocks
 * as well, and `$redirect-rule`), the one with the highest priority decides; a
 * person's own before those of lists. Exceptions undo the answer, not the block:
 * all of them, or those with their own name.
 */
export function createRedirectFinder(
  sets: readonly FilterSet[],
  personal: FilterSet,
): RedirectFinder {
  const rules = new Map(sets.map((set) => [set, createRuleCache(set, set === personal)]));
  const isIdle = sets.every((set) => set.isEmpty('redirect'));

  const choices = (realm: Realm, scan: RequestScan, target: string): readonly Choice[] =>
    sets.flatMap((set) => {
      const found: number[] = [];
      set.all(realm, scan, target, found);
      return found.flatMap((filter) => {
        const stub = set.stub(filter);
        const important = set === personal || set.isImportant(filter);
        if (stub === null) return [];
        const { name, priority } = stub;
        return [{ name, priority, set, filter, important }];
      });
    });

  const decide = (scan: RequestScan, target: string): Rule | null => {
    if (sets.every((set) => set.first('redirect', scan) === -1)) return null;
    const wanted = choices('redirect', scan, target);
    if (wanted.length === 0) return null;
    const undone = choices('redirectAllow', scan, target);
    const left = wanted.filter((choice) => !undone.some((other) => undoes(other, choice)));
    const own = left.filter(({ set }) => set === personal);
    const best = highest(own.length > 0 ? own : left);
    if (best === null || best.name === NO_STUB) return null;
    return rules.get(best.set)?.(best.filter, 'stub') ?? null;
  };

  return (weighed, scan, target, signatures) => {
    const { important, exception, block } = weighed;
    const rule = important ?? (exception === null ? block : null);
    if (rule?.stub !== undefined && signatures.some((one) => one.rule === rule)) {
      return { important, exception, block, redirect: null };
    }
    const redirect = rule === null || isIdle ? null : decide(scan, target);
    if (rule?.stub === undefined || isSamePlace(rule, redirect)) {
      // Written out: spreading would take as long as all the matching before it.
      return { important, exception, block, redirect };
    }
    // Its own stand-in was undone, or another is preferred.
    const { stub: _, ...plain } = rule;
    const answered: Rule = { ...plain, action: 'block' };
    return important === null
      ? { ...weighed, block: answered, redirect }
      : { ...weighed, important: answered, redirect };
  };
}

function undoes(exception: Choice, choice: Choice): boolean {
  if (choice.important && !exception.important) return false;
  return exception.name === null || keyOf(exception) === keyOf(choice);
}

/** Aliases are the same name. */
function keyOf({ name }: Choice): string | null {
  return name === null ? null : (stubNamed(name) ?? name);
}

/** The first of those with the highest priority. */
function highest(choices: readonly Choice[]): Choice | null {
  let best: Choice | null = null;
  for (const choice of choices) {
    if (best === null || choice.priority > best.priority) best = choice;
  }
  return best;
}

function isSamePlace(a: Rule, b: Rule | null): boolean {
  return b !== null && a.line === b.line && a.list === b.list;
}
