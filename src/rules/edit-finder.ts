import type { Edit } from '../model/rule.ts';
import { createEditMemo } from './edit-memo.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Realm } from './engine/realms.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { Modifier } from './filter/filter.ts';
import { editsOf } from './list-edits.ts';
import { editAction, listRule } from './list-rule.ts';

const NO_EDITS: readonly Edit[] = [];

/** Stands between the filters of two sets in a list of numbers. */
const NEXT_SET = -1;

/** Finds what the lists want to take out of an exchange. */
export type EditFinder = (scan: RequestScan, target: string) => readonly Edit[];

/** `personal` says which of the sets is a person's own; all of them can keep what one takes. */
export function createEditFinder(sets: readonly FilterSet[], personal: FilterSet): EditFinder {
  const memo = createEditMemo();
  const isIdle = sets.every((set) => set.isEmpty('strip'));
  const hasAlways = sets.some((set) => set.always('strip').length > 0);

  // What a filter edits where nothing is kept from it, made once.
  const made = new Map(sets.map((set) => [set, new Map<number, readonly Edit[]>()]));
  const shared = (set: FilterSet, filter: number, make: () => readonly Edit[]) => {
    const known = made.get(set)?.get(filter) ?? make();
    made.get(set)?.set(filter, known);
    return known;
  };

  const editsIn = (set: FilterSet, filters: readonly number[], kept: readonly Modifier[]) =>
    filters.flatMap((filter) => {
      const modifier = set.modifier(filter);
      if (modifier === null) return NO_EDITS;
      const keeping = kept.filter(({ kind }) => kind === modifier.kind);
      const make = () =>
        editsOf(listRule(set, filter, editAction(modifier), set === personal), modifier, keeping);
      return keeping.length > 0 ? make() : shared(set, filter, make);
    });

  const search = (realm: Realm, scan: RequestScan, target: string, found: number[]): void => {
    for (const set of sets) {
      set.all(realm, scan, target, found);
      found.push(NEXT_SET);
    }
  };

  /** Makes the edits of `found`: what each set takes away, then what each set keeps. */
  const compose = (found: readonly number[], hasQuery: boolean): readonly Edit[] => {
    const parts = split(found);
    const kept = sets.flatMap((set, i) =>
      (parts[sets.length + i] ?? []).flatMap((filter) => set.modifier(filter) ?? []),
    );
    const edits = sets.flatMap((set, i) =>
      editsIn(set, [...(parts[i] ?? []), ...set.always('strip')], kept),
    );
    return hasQuery ? edits : edits.filter(({ kind }) => kind !== 'query');
  };

  return (scan, target) => {
    if (isIdle) return NO_EDITS;
    const found: number[] = [];
    search('strip', scan, target, found);
    if (!hasAlways && found.length === sets.length) return NO_EDITS;
    search('stripAllow', scan, target, found);
    const hasQuery = target.includes('?');
    found.push(hasQuery ? 1 : 0);
    return memo(found, () => compose(found, hasQuery));
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
