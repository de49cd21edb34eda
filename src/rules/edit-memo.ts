import type { Edit } from '../model/rule.ts';

/** How many different answers are kept; the oldest goes first. */
const MAX_KEPT = 256;

interface Kept {
  readonly key: readonly number[];
  readonly edits: readonly Edit[];
}

/**
 * Remembers edits by the filters they were made from. A list that takes
 * hundreds of cookies away everywhere comes to the same for most requests.
 */
export function createEditMemo(): (
  key: readonly number[],
  make: () => readonly Edit[],
) => readonly Edit[] {
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

function hashOf(key: readonly number[]): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ (key[i]! + 2), 0x01000193);
  return hash;
}

function areSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
