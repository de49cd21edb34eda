import { cleanText } from './clean-text.ts';
import { digestsIn } from './hashes.ts';
import { plainValuesIn } from './plain-values.ts';
import { createTagTable, type TagTable } from './tag-table.ts';
import { hintOfDigest, hintOfPlain, type IdentifierTags, tagOfDigest, tagOfPlain } from './tags.ts';

/** An identifier in a text. */
export interface Hit {
  readonly from: number;
  readonly to: number;
  /** Its place in the list that the finder was made from. */
  readonly index: number;
  readonly form: 'hashed' | 'plain';
}

export interface Finder {
  /** In the order of the text, none within another; `plain` values are looked for only where asked. */
  find(text: string, plain: boolean): readonly Hit[];
}

/** Makes what finds identifiers again by their tags. Linear in the text; most texts hold nothing. */
export function createFinder(key: Uint8Array, identifiers: readonly IdentifierTags[]): Finder {
  const hashed = createTagTable(identifiers.map((tags) => tags.hashed));
  const plain = createTagTable(identifiers.map((tags) => tags.plain));
  return {
    find: (written, inClear) => {
      const { text, placeOf } = cleanText(written);
      const found = hashedIn(text, hashed, key);
      if (inClear) found.push(...plainIn(text, plain, key));
      if (found.length === 0) return found;
      const placed = found.map((hit) => ({
        ...hit,
        from: placeOf(hit.from),
        to: placeOf(hit.to),
      }));
      return inOrder(placed);
    },
  };
}

/**
 * Bounds on the work for one text, some ten milliseconds: one that holds
 * nothing but digests or addresses is made to slow us down.
 */
const MAX_DIGESTS = 10_000;
const MAX_PLAIN = 2_000;

function hashedIn(text: string, table: TagTable, key: Uint8Array): Hit[] {
  const hits: Hit[] = [];
  let seen = 0;
  for (const { from, to, digest } of digestsIn(text)) {
    if (++seen > MAX_DIGESTS) break;
    const index = table.find(hintOfDigest(key, digest), () => tagOfDigest(key, digest));
    if (index !== null) hits.push({ from, to, index, form: 'hashed' });
  }
  return hits;
}

function plainIn(text: string, table: TagTable, key: Uint8Array): Hit[] {
  const hits: Hit[] = [];
  let seen = 0;
  for (const { from, to, forms } of plainValuesIn(text)) {
    if (++seen > MAX_PLAIN) break;
    const index = indexOfAny(table, key, forms);
    if (index !== null) hits.push({ from, to, index, form: 'plain' });
  }
  return hits;
}

function indexOfAny(table: TagTable, key: Uint8Array, forms: readonly string[]): number | null {
  for (const form of forms) {
    const index = table.find(hintOfPlain(key, form), () => tagOfPlain(key, form));
    if (index !== null) return index;
  }
  return null;
}

function inOrder(hits: readonly Hit[]): readonly Hit[] {
  let end = 0;
  return hits
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
    .filter((hit) => {
      if (hit.from < end) return false;
      end = hit.to;
      return true;
    });
}
