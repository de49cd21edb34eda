import type { Edit } from '../model/rule.ts';

/** How many different answers are kept; the oldest goes first. */
const MAX_KEPT = 256;

/** What an answer depends on: lists of numbers. */
type Key = readonly (readonly number[])[];

interface Kept {
  readonly key: Key;
  readonly edits: readonly Edit[];
}

/**
 * Remembers edits by the filters they were made from. A list that takes
 * hundreds of cookies away everywhere comes to the same for most requests.
 */
export function createEditMemo(): (key: Key, make: () => readonly Edit[]) => readonly Edit[] {
  const kept = new Map<number, Kept>();
  return (key, make) => {
    const hash = hashOf(key);
    const known = kept.get(hash);
    if (known !== undefined && areSame(known.key, key)) return known.edits;
    const edits = make();
    kept.delete(hash);
    kept.set(hash, { key, edits });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return edits;
  };
}

function hashOf(key: Key): number {
  let hash = 0;
  for (const numbers of key) {
    for (const number of numbers) hash = Math.imul(hash ^ (number + 1), 0x01000193);
    hash = Math.imul(hash ^ 0x5bd1, 0x01000193);
  }
  return hash;
}

function areSame(a: Key, b: Key): boolean {
  return a.every((numbers, i) => {
    const others = b[i] ?? [];
    return numbers.length === others.length && numbers.every((one, j) => one === others[j]);
  });
}
