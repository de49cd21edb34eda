import type { Edit } from '../model/rule.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { RequestScan } from './engine/request-scan.ts';
import type { Modifier } from './filter/filter.ts';
import { editsOf } from './list-edits.ts';
import { listRule } from './list-rule.ts';
import { queryFields } from './query-fields.ts';

/** Filters that edit, once looked up, stay as they are: this many are kept. */
const MAX_KEPT = 5000;
const NO_EDITS: readonly Edit[] = [];

/** Finds what the lists want to take out of an exchange. */
export type EditFinder = (scan: RequestScan, target: string) => readonly Edit[];

/** `personal` says which of the sets is a person's own; all of them can keep what one takes. */
export function createEditFinder(sets: readonly FilterSet[], personal: FilterSet): EditFinder {
  const caches = sets.map(() => new Map<number, readonly Edit[]>());

  // Lists with hundreds of cookies to remove everywhere find the same for most requests.
  let lastFound: readonly (readonly number[])[] = [];
  let lastEdits = NO_EDITS;

  const keptOf = (scan: RequestScan): readonly Modifier[] =>
    sets.flatMap((set) =>
      set.all('stripAllow', scan, []).flatMap((filter) => set.modifier(filter) ?? []),
    );

  const editsOfFilter = (order: number, filter: number, kept: readonly Modifier[]) => {
    const set = sets[order] as FilterSet;
    const cache = caches[order] as Map<number, readonly Edit[]>;
    const cached = kept.length === 0 ? cache.get(filter) : undefined;
    if (cached !== undefined) return cached;
    const modifier = set.modifier(filter);
    if (modifier === null) return NO_EDITS;
    const edits = editsOf(listRule(set, filter, 'strip', set === personal), modifier, kept);
    if (kept.length > 0) return edits;
    if (cache.size >= MAX_KEPT) cache.clear();
    cache.set(filter, edits);
    return edits;
  };

  return (scan, target) => {
    if (sets.every((set) => set.isEmpty('strip'))) return NO_EDITS;
    const fields = queryFields(target);
    const found = sets.map((set) => set.all('strip', scan, fields));
    if (found.every((filters) => filters.length === 0)) return NO_EDITS;
    const kept = keptOf(scan);
    const edits =
      kept.length === 0 && areSame(found, lastFound)
        ? lastEdits
        : found.flatMap((filters, order) =>
            filters.flatMap((filter) => editsOfFilter(order, filter, kept)),
          );
    if (kept.length === 0) {
      lastFound = found;
      lastEdits = edits;
    }
    return fields.length > 0 ? edits : edits.filter(({ kind }) => kind !== 'query');
  };
}

function areSame(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  return (
    a.length === b.length &&
    a.every((list, i) => {
      const other = b[i] as readonly number[];
      return list.length === other.length && list.every((id, j) => id === other[j]);
    })
  );
}
