import type { Edit, Rule } from '../model/rule.ts';
import { createEditMemo } from './edit-memo.ts';
import { inOrder } from './edit-order.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Realm } from './engine/realms.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { Modifier } from './filter/filter.ts';
import { type AlwaysRemoval, type JoinedRemovals, joinRemovals } from './joined-removals.ts';
import { editsOf, isAgainst } from './list-edits.ts';
import { editAction, listRule } from './list-rule.ts';
import { createTimeBudget, type TimeBudget } from './regex/time-budget.ts';

const NO_EDITS: readonly Edit[] = [];

/** Stands between the filters of two sets in a list of numbers. */
const NEXT_SET = -1;

/** Finds what the rules want to edit in an exchange; `target` is path and query of the request. */
export type EditFinder = (scan: RequestScan, target: string) => readonly Edit[];

/** What exceptions keep from other edits; `important` is those that keep it from all. */
interface Kept {
  readonly all: readonly Modifier[];
  readonly important: readonly Modifier[];
}

/**
 * `personal` says which of the sets is a person's own. All of them can keep
 * what one edits, but what is important, or a person's own, is undone only by
 * exceptions that are that too.
 */
export function createEditFinder(sets: readonly FilterSet[], personal: FilterSet): EditFinder {
  const memo = createEditMemo();
  const budget = createTimeBudget(() => performance.now());
  const isIdle = sets.every((set) => set.isEmpty('strip'));
  const isImportant = (set: FilterSet, filter: number) =>
    set === personal || set.isImportant(filter);

  // What a filter edits where nothing is kept from it, made once.
  const made = new Map(sets.map((set) => [set, new Map<number, readonly Edit[]>()]));
  const shared = (set: FilterSet, filter: number, make: () => readonly Edit[]) => {
    const known = made.get(set)?.get(filter) ?? make();
    made.get(set)?.set(filter, known);
    return known;
  };
  const ruleOf = (set: FilterSet, filter: number, modifier: Modifier): Rule =>
    listRule(set, filter, editAction(modifier), set === personal);

  const editsIn = (set: FilterSet, filters: readonly number[], kept: Kept) =>
    filters.flatMap((filter) => {
      const modifier = set.modifier(filter);
      if (modifier === null) return NO_EDITS;
      const against = isImportant(set, filter) ? kept.important : kept.all;
      const keeping = against.filter((other) => isAgainst(other, modifier));
      const make = () => editsOf(ruleOf(set, filter, modifier), modifier, keeping, budget);
      return keeping.length > 0 ? make() : shared(set, filter, make);
    });

  const always = sets.map((set) => alwaysOf(set, isImportant, ruleOf, budget));
  const hasAlways = sets.some((set) => set.always('strip').length > 0);

  const search = (realm: Realm, scan: RequestScan, target: string, found: number[]): void => {
    for (const set of sets) {
      set.all(realm, scan, target, found);
      found.push(NEXT_SET);
    }
  };

  /** Makes the edits of `found`: what each set edits, then what each set keeps. */
  const compose = (found: readonly number[], hasQuery: boolean): readonly Edit[] => {
    const parts = split(found);
    const keeping = sets.flatMap((set, i) =>
      (parts[sets.length + i] ?? []).flatMap((filter) => {
        const modifier = set.modifier(filter);
        return modifier === null ? [] : [{ modifier, important: isImportant(set, filter) }];
      }),
    );
    const kept: Kept = {
      all: keeping.map(({ modifier }) => modifier),
      important: keeping.flatMap(({ modifier, important }) => (important ? [modifier] : [])),
    };
    const edits = sets.flatMap((set, i) => {
      const { others = [], important, usual } = always[i] ?? {};
      return [
        ...editsIn(set, [...(parts[i] ?? []), ...others], kept),
        ...(important?.(kept.important) ?? []),
        ...(usual?.(kept.all) ?? []),
      ];
    });
    return inOrder(hasQuery ? edits : edits.filter(({ kind }) => kind !== 'query'));
  };

  return (scan, target) => {
    if (isIdle) return NO_EDITS;
    budget.renew();
    const found: number[] = [];
    search('strip', scan, target, found);
    if (!hasAlways && found.length === sets.length) return NO_EDITS;
    search('stripAllow', scan, target, found);
    const hasQuery = target.includes('?');
    found.push(hasQuery ? 1 : 0);
    return memo(found, () => compose(found, hasQuery));
  };
}

/** The filters of a set that edit every exchange: removals joined, all others by number. */
interface Always {
  readonly others: readonly number[];
  readonly important: JoinedRemovals;
  readonly usual: JoinedRemovals;
}

function alwaysOf(
  set: FilterSet,
  isImportant: (set: FilterSet, filter: number) => boolean,
  ruleOf: (set: FilterSet, filter: number, modifier: Modifier) => Rule,
  budget: TimeBudget,
): Always {
  const others: number[] = [];
  const important: AlwaysRemoval[] = [];
  const usual: AlwaysRemoval[] = [];
  for (const filter of set.always('strip')) {
    const modifier = set.modifier(filter);
    if (modifier === null || editAction(modifier) === 'rewrite' || !('test' in modifier)) {
      others.push(filter);
      continue;
    }
    let known: Rule | null = null;
    const rule = () => {
      known ??= ruleOf(set, filter, modifier);
      return known;
    };
    (isImportant(set, filter) ? important : usual).push({ modifier, rule });
  }
  return {
    others,
    important: joinRemovals(important, budget),
    usual: joinRemovals(usual, budget),
  };
}

function split(found: readonly number[]): readonly (readonly number[])[] {
  const parts: number[][] = [[]];
  for (const filter of found) {
    if (filter === NEXT_SET) parts.push([]);
    else parts.at(-1)?.push(filter);
  }
  return parts;
}
