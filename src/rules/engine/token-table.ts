import { placeOf } from './host-table.ts';

/**
 * Which filters have a token: a table of token hashes, each pointing at a run
 * of entries, an entry being a filter and the place of the token in its text.
 * Two tokens of one hash share a run; the filters are compared anyway.
 */
export interface TokenTable {
  readonly size: number;
  readonly hashes: Uint32Array;
  /** Where the run begins in `filters`, plus one; 0 where the place is free. */
  readonly starts: Uint32Array;
  readonly counts: Uint32Array;
  readonly filters: Uint32Array;
  readonly offsets: Uint16Array;
}

/** One filter under the token that was chosen for it. */
export interface TokenEntry {
  readonly offset: number;
  readonly filter: number;
}

const PER_SLICE = 4000;

/** Builds the table from the entries of each token hash. A generator: it takes its time. */
export function* createTokenTable(
  runs: ReadonlyMap<number, readonly TokenEntry[]>,
  size: number,
): Generator<void, TokenTable, void> {
  let places = 8;
  while (places < runs.size * 2) places *= 2;
  const table: TokenTable = {
    size,
    hashes: new Uint32Array(places),
    starts: new Uint32Array(places),
    counts: new Uint32Array(places),
    filters: new Uint32Array(size),
    offsets: new Uint16Array(size),
  };
  let start = 0;
  let count = 0;
  for (const [hash, entries] of runs) {
    if (++count % PER_SLICE === 0) yield;
    insertRun(table, hash, start, entries.length);
    for (const { filter, offset } of entries) {
      table.filters[start] = filter;
      table.offsets[start++] = offset;
    }
  }
  return table;
}

function insertRun(table: TokenTable, hash: number, start: number, count: number): void {
  const mask = table.starts.length - 1;
  let place = placeOf(hash) & mask;
  while (table.starts[place] !== 0) place = (place + 1) & mask;
  table.hashes[place] = hash;
  table.starts[place] = start + 1;
  table.counts[place] = count;
}

/** The place of a token's run, or -1. */
export function findRun(table: TokenTable, hash: number): number {
  const mask = table.starts.length - 1;
  for (let place = placeOf(hash) & mask; ; place = (place + 1) & mask) {
    if (table.starts[place] === 0) return -1;
    if (table.hashes[place] === hash) return place;
  }
}

/** The hashes of all tokens of a table. */
export function tokenHashes({ hashes, starts }: TokenTable): readonly number[] {
  return Array.from(hashes).filter((_, place) => starts[place] !== 0);
}
