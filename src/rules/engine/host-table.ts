import { HASH_PRIME, HASH_START } from './characters.ts';

/**
 * Finds which of many hostnames a hostname is equal to, or a sub-domain of.
 *
 * The names stand in one block of text, and the table holds only numbers: the
 * hash of a name and who it belongs to, at the place the hash says or the next
 * free one. A hundred thousand names cost a megabyte and no strings. Names are
 * hashed from their end, so that one pass over `px.ads.example` gives the
 * hashes of `example`, `ads.example` and `px.ads.example`.
 */
export interface HostTable {
  readonly size: number;
  readonly hashes: Uint32Array;
  /** The owner of the name at this place, plus one; 0 where the place is free. */
  readonly owners: Uint32Array;
}

/** Where the name of an owner stands in a block of text. */
export interface NamePlaces {
  readonly text: Uint8Array;
  readonly start: Uint32Array;
  readonly length: Uint32Array;
}

const PER_SLICE = 20_000;

/** A generator: many names take longer than others should wait. */
export function* createHostTable(
  names: NamePlaces,
  owners: Uint32Array,
): Generator<void, HostTable, void> {
  let places = 8;
  while (places * 0.7 < owners.length) places *= 2;
  const table: HostTable = {
    size: owners.length,
    hashes: new Uint32Array(places),
    owners: new Uint32Array(places),
  };
  for (let i = 0; i < owners.length; i++) {
    if (i % PER_SLICE === PER_SLICE - 1) yield;
    insert(table, names, owners[i] as number);
  }
  return table;
}

function insert(table: HostTable, names: NamePlaces, owner: number): void {
  const mask = table.owners.length - 1;
  const hash = hashName(names, owner);
  let place = placeOf(hash) & mask;
  while (table.owners[place] !== 0) place = (place + 1) & mask;
  table.hashes[place] = hash;
  table.owners[place] = owner + 1;
}

function hashName({ text, start, length }: NamePlaces, owner: number): number {
  const from = start[owner] as number;
  let hash = HASH_START;
  for (let i = from + (length[owner] as number) - 1; i >= from; i--) {
    hash = Math.imul(hash ^ (text[i] as number), HASH_PRIME);
  }
  return hash >>> 0;
}

/** Spreads the high bits of a hash, which FNV mixes best, over the low ones. */
export function placeOf(hash: number): number {
  return hash ^ (hash >>> 15);
}

/**
 * The place of the first owner whose name is `hostname` from `at` on, seen
 * from `place`; -1 where there is none. Several owners may have one name.
 */
export function nextPlace(
  table: HostTable,
  names: NamePlaces,
  hostname: string,
  at: number,
  hash: number,
  from: number,
): number {
  const mask = table.owners.length - 1;
  for (let place = from & mask; ; place = (place + 1) & mask) {
    const owner = table.owners[place] as number;
    if (owner === 0) return -1;
    if (table.hashes[place] === hash && isName(names, owner - 1, hostname, at)) return place;
  }
}

function isName(names: NamePlaces, owner: number, hostname: string, at: number): boolean {
  const length = names.length[owner] as number;
  if (hostname.length - at !== length) return false;
  const start = names.start[owner] as number;
  for (let i = 0; i < length; i++) {
    if (names.text[start + i] !== hostname.charCodeAt(at + i)) return false;
  }
  return true;
}

/** Writes hash and place of each suffix of a hostname, shortest first; returns how many. Long names end early. */
export function hashSuffixes(hostname: string, hashes: Uint32Array, places: Uint16Array): number {
  let count = 0;
  let hash = HASH_START;
  const first = Math.max(0, hostname.length - 255);
  for (let i = hostname.length - 1; i >= first; i--) {
    hash = Math.imul(hash ^ hostname.charCodeAt(i), HASH_PRIME);
    if (i === 0 || hostname.charCodeAt(i - 1) === 0x2e) {
      hashes[count] = hash;
      places[count++] = i;
    }
  }
  return count;
}
