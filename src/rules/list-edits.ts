import type { Edit, Rule } from '../model/rule.ts';
import type { ChangeModifier, Modifier, RemovalModifier } from './filter/filter.ts';
import { readChange } from './modifier/change.ts';
import { compileTest, isSameTest, type Test } from './name-matching.ts';
import { NO_LIMIT, type TimeBudget } from './regex/time-budget.ts';

/**
 * The edits that a filter asks for, less what its exceptions keep. Of what is
 * taken away, an exception keeps each name that it names itself, so
 * `@@||a.example^$cookie=id` saves the cookie `id` from `$cookie=/./`; of
 * changes it undoes those with its own value. Empty where nothing is left. What
 * there is no time for is not edited.
 */
export function editsOf(
  rule: Rule,
  modifier: Modifier,
  kept: readonly Modifier[],
  budget: TimeBudget = NO_LIMIT,
): readonly Edit[] {
  if (modifier.kind === 'everything') return [];
  if (kept.some(({ kind }) => kind === 'everything')) return [];
  return 'test' in modifier
    ? removals(rule, modifier, kept, budget)
    : changes(rule, modifier, kept, budget);
}

/** Whether an exception can have a say in what a filter edits. */
export function isAgainst(exception: Modifier, { kind }: Modifier): boolean {
  return exception.kind === kind || exception.kind === 'everything';
}

function changes(
  rule: Rule,
  { kind, value }: ChangeModifier,
  kept: readonly Modifier[],
  budget: TimeBudget,
): readonly Edit[] {
  const isUndone = kept.some(
    (other) =>
      'value' in other && other.kind === kind && (other.value === null || other.value === value),
  );
  const part = isUndone || value === null ? null : readChange(kind, value, budget);
  return part === null || 'reason' in part ? [] : [{ rule, ...part }];
}

function removals(
  rule: Rule,
  modifier: RemovalModifier,
  kept: readonly Modifier[],
  budget: TimeBudget,
): readonly Edit[] {
  const same = kept.flatMap((other) =>
    other.kind === modifier.kind && 'test' in other ? [other] : [],
  );
  if (same.some(({ test }) => test.kind === 'all' || isSameTest(test, modifier.test))) return [];
  const wanted = compileTest(modifier.test, budget);
  const saved = same.map(({ test }) => compileTest(test, budget, true));
  const test: Test =
    saved.length === 0
      ? wanted
      : (name, raw) => wanted(name, raw) && !saved.some((saves) => saves(name, raw));
  const named = (name: string) => test(name, name);
  switch (modifier.kind) {
    case 'query':
      return [{ rule, kind: 'query', test }];
    case 'requestHeader':
    case 'responseHeader':
      return [{ rule, kind: modifier.kind, test: named }];
    case 'cookie':
      if (modifier.limits !== null) {
        return [{ rule, kind: 'limitCookie', limit: { test: named, ...modifier.limits } }];
      }
      return [
        { rule, kind: 'requestCookie', test: named },
        { rule, kind: 'responseCookie', test: named },
      ];
  }
}
