import { IN_TOKEN, LOWER } from './characters.ts';
import type { FilterStore } from './filter-store.ts';
import { IS_REGEX } from './flags.ts';
import type { RequestScan } from './request-scan.ts';
import type { TokenTable } from './token-table.ts';

/*
 * Dozens of filters share a word like `icon`. What tells nearly all of them from
 * the URL lies here side by side, a record for each entry of a token table, so
 * that no filter has to be looked up for it:
 *
 *     number, flags, the characters around the word, and which of them count
 *
 * The characters are the two before and the two behind the word: in
 * `-social-icon_s`, `l-` and `_s`. None counts that is a `*` or `^` or lies
 * beyond one.
 */
export const RECORD = 4;
const FLAGS = 1;
const AROUND = 2;
const COUNTING = 3;

const STAR = 0x2a;
const CARET = 0x5e;

const PER_SLICE = 5000;

/** The records of all entries of a table. A generator: it takes its time. */
export function* createTokenEntries(
  table: TokenTable,
  store: FilterStore,
): Generator<void, Uint32Array, void> {
  const records = new Uint32Array(table.filters.length * RECORD);
  for (let entry = 0; entry < table.filters.length; entry++) {
    if (entry % PER_SLICE === PER_SLICE - 1) yield;
    const filter = table.filters[entry] as number;
    const flags = store.flags[filter] as number;
    const at = entry * RECORD;
    records[at] = filter;
    records[at + FLAGS] = flags;
    if ((flags & IS_REGEX) !== 0) continue;
    const [around, counting] = aroundText(store, filter, table.offsets[entry] as number);
    records[at + AROUND] = around;
    records[at + COUNTING] = counting;
  }
  return records;
}

/** The characters around the word at `offset` of a pattern, and a mask of those that count. */
function aroundText(
  { patterns }: FilterStore,
  filter: number,
  offset: number,
): readonly [around: number, counting: number] {
  const start = patterns.start[filter] as number;
  const text = patterns.text.subarray(start, start + (patterns.length[filter] as number));
  const lower = (at: number): number => LOWER[text[at] ?? 0] as number;
  let end = offset;
  while (end < text.length && IN_TOKEN[lower(end)] === 1) end++;
  let around = 0;
  let counting = 0;
  const look = (at: number, shift: number): boolean => {
    const char = at < 0 ? 0 : lower(at);
    if (char === 0 || char === STAR) return false;
    if (char === CARET) return true;
    around |= char << shift;
    counting |= 0xff << shift;
    return true;
  };
  if (look(offset - 1, 16)) look(offset - 2, 24);
  if (look(end, 8)) look(end + 1, 0);
  return [around, counting];
}

/** The characters around one token of a URL, as in a record; 0 beyond its ends. */
export function aroundToken({ url, tokenAt, tokenEnd }: RequestScan, token: number): number {
  const start = tokenAt[token] as number;
  const end = tokenEnd[token] as number;
  const before =
    start < 2 ? 0 : ((url[start - 2] as number) << 24) | ((url[start - 1] as number) << 16);
  return before | ((url[end] as number) << 8) | (url[end + 1] as number);
}

/** Whether the filter of a record may match: type, party and the characters around the word. */
export function mayMatch(
  records: Uint32Array,
  at: number,
  around: number,
  { types, party }: RequestScan,
): boolean {
  const flags = records[at + FLAGS] as number;
  return (
    (flags & types) !== 0 &&
    (flags & party) !== 0 &&
    ((around ^ (records[at + AROUND] as number)) & (records[at + COUNTING] as number)) === 0
  );
}
