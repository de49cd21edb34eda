import type { Edit, Rule } from '../model/rule.ts';
import type { Modifier, RemovalModifier } from './filter/filter.ts';
import { compileTest, type Test } from './name-matching.ts';
import { NO_LIMIT, type TimeBudget } from './regex/time-budget.ts';

/** A filter that takes something away from every exchange. */
export interface AlwaysRemoval {
  readonly modifier: RemovalModifier;
  /** Read from its list when it is first asked for. */
  readonly rule: () => Rule;
}

/** Makes the edits, less what exceptions keep. */
export type JoinedRemovals = (kept: readonly Modifier[]) => readonly Edit[];

type Kind = RemovalModifier['kind'];
type FindRule = (name: string) => Rule | null;

/** How many names are kept, and how long they may be: more than a household's sites set. */
const MAX_KNOWN = 4000;
const MAX_NAME = 200;

const KINDS: readonly Kind[] = ['cookie', 'requestHeader', 'responseHeader'];

/**
 * Many removals as one of each kind. Lists against cookies have hundreds of
 * lines like `$cookie=_uid`, which are for every exchange: the name of a cookie
 * is looked up once, not compared with each of them.
 */
export function joinRemovals(
  removals: readonly AlwaysRemoval[],
  budget: TimeBudget = NO_LIMIT,
): JoinedRemovals {
  const joined = KINDS.flatMap((kind) => {
    const own = removals.filter(({ modifier }) => modifier.kind === kind);
    const [first] = own;
    return first === undefined ? [] : [{ kind, first, find: finder(own, budget) }];
  });
  return (kept) =>
    joined.flatMap(({ kind, first, find }) => {
      const saves = savingOf(kept, kind, budget);
      if (saves === 'all') return [];
      const ruleFor: FindRule =
        saves.length === 0
          ? find
          : (name) => (saves.some((saving) => saving(name, name)) ? null : find(name));
      return editsOfKind(kind, first.rule, ruleFor);
    });
}

function finder(removals: readonly AlwaysRemoval[], budget: TimeBudget): FindRule {
  const named = new Map<string, AlwaysRemoval>();
  const others: { readonly test: Test; readonly removal: AlwaysRemoval }[] = [];
  for (const removal of removals) {
    const { test } = removal.modifier;
    if (test.kind !== 'name' || test.negated)
      others.push({ test: compileTest(test, budget), removal });
    else if (!named.has(test.name)) named.set(test.name, removal);
  }
  // The same names come again and again; expressions are tried on each once.
  const known = new Map<string, Rule | null>();
  const find: FindRule = (name) => {
    const removal = named.get(name) ?? others.find(({ test }) => test(name, name))?.removal;
    return removal?.rule() ?? null;
  };
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = find(name);
    if (known.size >= MAX_KNOWN) known.clear();
    // What there was no time for may be found the next time.
    if (name.length <= MAX_NAME && !budget.isSpent) known.set(name, found);
    return found;
  };
}

function savingOf(
  kept: readonly Modifier[],
  kind: Kind,
  budget: TimeBudget,
): readonly Test[] | 'all' {
  if (kept.some((other) => other.kind === 'everything')) return 'all';
  const tests = kept.flatMap((other) =>
    other.kind === kind && 'test' in other ? [other.test] : [],
  );
  if (tests.some((test) => test.kind === 'all')) return 'all';
  return tests.map((test) => compileTest(test, budget, true));
}

function editsOfKind(kind: Kind, first: () => Rule, ruleFor: FindRule): readonly Edit[] {
  const test = (name: string) => ruleFor(name) !== null;
  const kinds =
    kind === 'cookie' ? (['requestCookie', 'responseCookie'] as const) : ([kind] as const);
  return kinds.map((one) => ({
    get rule() {
      return first();
    },
    kind: one,
    test,
    ruleFor,
  }));
}
