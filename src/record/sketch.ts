/*
 * A sketch of what is among a few hundred rows: a Bloom filter of some thousand
 * bits. Whatever was added is found again; what was not is mostly not. It is
 * stored as a row of 32-bit numbers, so that SQLite itself can test it.
 *
 * Added are single facts of a row ("device 7", "type script") and pairs of them
 * ("device 7 with tracker 12"), because each alone may be in every block and
 * both together nowhere. What has a few values only has bits of its own.
 */

/** Numbers in a sketch; fixed by the schema. The first is exact, the others are the filter. */
const WORDS = 129;
const BITS = (WORDS - 1) * 32;

export const SKETCH_COLUMNS: readonly string[] = Array.from({ length: WORDS }, (_, i) => `s${i}`);

/** The facts of a row that are sketched, by the column of `events`; null where it has none. */
export interface Facts {
  readonly device: number;
  /** The registrable domain of the host. */
  readonly domain: number;
  readonly page: number | null;
  readonly tracker: number | null;
  readonly action: number;
  readonly rule: number | null;
  readonly list: number | null;
  readonly type: number;
  readonly level: number | null;
  /** Not null: it was passed through unopened. */
  readonly tunnel: number | null;
}

export type Fact = keyof Facts;

/** Numbers that must never change: sketches that are stored were made with them. */
const FACT_CODES: Readonly<Record<Fact, number>> = {
  device: 1,
  page: 2,
  tracker: 3,
  action: 4,
  rule: 5,
  list: 6,
  type: 7,
  level: 8,
  tunnel: 9,
  domain: 10,
};

/** The first bit of its own of what has a few values only; a value beyond them shares one. */
const EXACT: Readonly<Partial<Record<Fact, { readonly from: number; readonly values: number }>>> = {
  type: { from: 0, values: 13 },
  action: { from: 13, values: 9 },
  level: { from: 22, values: 6 },
  tunnel: { from: 28, values: 2 },
};

/** What is worth a pair: these meet in few combinations. Their order must never change. */
const PAIRS: readonly (readonly [Fact, Fact])[] = [
  ['device', 'page'],
  ['device', 'tracker'],
  ['device', 'domain'],
  ['device', 'action'],
  ['device', 'type'],
  ['page', 'tracker'],
  ['tracker', 'action'],
  ['tracker', 'type'],
  ['action', 'type'],
  ['action', 'level'],
  ['type', 'level'],
  ['type', 'tunnel'],
  ['level', 'tunnel'],
  // Many: these are not in sketches, only noted by day.
  ['page', 'domain'],
  ['page', 'action'],
  ['page', 'type'],
  ['domain', 'action'],
  ['domain', 'type'],
  ['device', 'level'],
  ['device', 'tunnel'],
];
const SKETCHED_PAIRS = 13;

/** Is told of two facts that meet in a row: the number of the pair, and both values. */
export type OnMeeting = (pair: number, a: number, b: number) => void;

export function eachMeeting(facts: Partial<Facts>, visit: OnMeeting, last = PAIRS.length): void {
  for (let pair = 0; pair < last; pair++) {
    const [one, other] = PAIRS[pair] as readonly [Fact, Fact];
    const a = factOf(facts, one);
    if (a === null) continue;
    const b = factOf(facts, other);
    if (b !== null) visit(pair, a, b);
  }
}

export type Sketch = Int32Array;

export function emptySketch(): Sketch {
  return new Int32Array(WORDS);
}

/** Adds a row. */
export function addFacts(sketch: Sketch, facts: Facts): void {
  add(sketch, facts);
}

/** The bits that a sketch must have if a row with all these facts may be in it. */
export function sketchOf(facts: Partial<Facts>): Sketch {
  const sketch = emptySketch();
  add(sketch, facts);
  return sketch;
}

/** A test in SQL that a row of `blocks` has all bits of a sketch; empty where it has none. */
export function sketchTest(sketch: Sketch): string {
  const tests: string[] = [];
  for (const [i, word] of sketch.entries()) {
    if (word !== 0) tests.push(`${SKETCH_COLUMNS[i]} & ${word} = ${word}`);
  }
  return tests.join(' AND ');
}

function add(sketch: Sketch, facts: Partial<Facts>): void {
  for (const name in FACT_CODES) {
    const fact = name as Fact;
    const value = factOf(facts, fact);
    if (value === null) continue;
    const exact = EXACT[fact];
    if (exact === undefined) setBits(sketch, mixed(FACT_CODES[fact], value));
    else {
      const bit = exact.from + Math.min(value, exact.values - 1);
      sketch[0] = (sketch[0] ?? 0) | (1 << bit);
    }
  }
  const meet: OnMeeting = (pair, a, b) => setBits(sketch, mixed(mixed(100 + pair, a), b));
  eachMeeting(facts, meet, SKETCHED_PAIRS);
}

/** Why something was not opened is of no matter here, only that it was not. */
function factOf(facts: Partial<Facts>, fact: Fact): number | null {
  const value = facts[fact] ?? null;
  return fact === 'tunnel' && value !== null ? 1 : value;
}

/** Two bits of each hash. */
function setBits(sketch: Sketch, hash: number): void {
  const first = (hash >>> 0) % BITS;
  const second = (Math.imul(hash, 0x9e3779b1) >>> 11) % BITS;
  for (const bit of [first, second]) {
    const word = 1 + (bit >>> 5);
    sketch[word] = (sketch[word] ?? 0) | (1 << (bit & 31));
  }
}

/** The finalizer of MurmurHash3 over two numbers: small numbers spread over all bits. */
function mixed(kind: number, value: number): number {
  let hash = Math.imul(kind + 0x7f4a7c15, 0x85ebca6b) ^ Math.imul(value + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
