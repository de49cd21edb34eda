import type { Edit } from '../model/rule.ts';
import { createEditMemo } from './edit-memo.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { Modifier } from './filter/filter.ts';
import { editsOf } from './list-edits.ts';
import { listRule } from './list-rule.ts';

const NO_EDITS: readonly Edit[] = [];

/** Finds what the lists want to take out of an exchange. */
export type EditFinder = (scan: RequestScan, target: string) => readonly Edit[];

/** `personal` says which of the sets is a person's own; all of them can keep what one takes. */
export function createEditFinder(sets: readonly FilterSet[], personal: FilterSet): EditFinder {
  const memo = createEditMemo();
  const edits = sets.filter((set) => !set.isEmpty('strip'));
  const hasAlways = edits.some((set) => set.always('strip').length > 0);

  // What a filter edits where nothing is kept from it, made once.
  const made = new Map(edits.map((set) => [set, new Map<number, readonly Edit[]>()]));
  const shared = (set: FilterSet, filter: number, make: () => readonly Edit[]) => {
    const known = made.get(set)?.get(filter) ?? make();
    made.get(set)?.set(filter, known);
    return known;
  };

  const modifiers = (kept: readonly (readonly number[])[]): readonly Modifier[] =>
    sets.flatMap((set, i) => (kept[i] ?? []).flatMap((filter) => set.modifier(filter) ?? []));

  const editsIn = (set: FilterSet, filters: readonly number[], kept: readonly Modifier[]) =>
    filters.flatMap((filter) => {
      const modifier = set.modifier(filter);
      if (modifier === null) return NO_EDITS;
      const keeping = kept.filter(({ kind }) => kind === modifier.kind);
      const make = () =>
        editsOf(listRule(set, filter, 'strip', set === personal), modifier, keeping);
      return keeping.length > 0 ? make() : shared(set, filter, make);
    });

  return (scan, target) => {
    if (edits.length === 0) return NO_EDITS;
    const found = edits.map((set) => set.all('strip', scan, target));
    if (!hasAlways && found.every((filters) => filters.length === 0)) return NO_EDITS;
    const kept = sets.map((set) => set.all('stripAllow', scan, target));
    const hasQuery = target.includes('?');
    return memo([...found, ...kept, [hasQuery ? 1 : 0]], () => {
      const keeping = modifiers(kept);
      const all = edits.flatMap((set, i) => [
        ...editsIn(set, found[i] ?? [], keeping),
        ...editsIn(set, set.always('strip'), keeping),
      ]);
      return hasQuery ? all : all.filter(({ kind }) => kind !== 'query');
    });
  };
}
