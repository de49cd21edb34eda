/*
 * A sketch of what is among a few hundred rows: a Bloom filter of some thousand
 * bits. Whatever was added is found again; what was not is mostly not. It is
 * stored as a row of 32-bit numbers, so that SQLite itself can test it.
 *
 * Added are single facts of a row ("device 7", "type script") and pairs of them
 * ("device 7 with tracker 12"), because each alone may be in every block and
 * both together nowhere.
 */

/** Numbers in a sketch; fixed by the schema. */
const WORDS = 96;
const BITS = WORDS * 32;

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

/** What is worth a pair: these meet in few combinations. */
const PAIRS: readonly (readonly [Fact, Fact])[] = [
  ['device', 'page'],
  ['device', 'tracker'],
  ['device', 'domain'],
  ['device', 'action'],
  ['page', 'tracker'],
  ['page', 'domain'],
  ['page', 'action'],
  ['tracker', 'action'],
];

export type Sketch = Int32Array;

export function emptySketch(): Sketch {
  return new Int32Array(WORDS);
}

/** Adds a row. */
export function addFacts(sketch: Sketch, facts: Facts): void {
  for (const hash of hashesOf(facts)) setBits(sketch, hash);
}

/** The bits that a sketch must have if a row with all these facts may be in it. */
export function sketchOf(facts: Partial<Facts>): Sketch {
  const sketch = emptySketch();
  for (const hash of hashesOf(facts)) setBits(sketch, hash);
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

function* hashesOf(facts: Partial<Facts>): Generator<number, void, void> {
  for (const fact in FACT_CODES) {
    const value = factOf(facts, fact as Fact);
    if (value !== null) yield mixed(FACT_CODES[fact as Fact], value);
  }
  for (const [one, other] of PAIRS) {
    const [a, b] = [factOf(facts, one), factOf(facts, other)];
    if (a !== null && b !== null) {
      yield mixed(mixed(FACT_CODES[one], a) ^ (FACT_CODES[other] << 16), b);
    }
  }
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
    sketch[bit >>> 5] = (sketch[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}

/** The finalizer of MurmurHash3 over two numbers: small numbers spread over all bits. */
function mixed(kind: number, value: number): number {
  let hash = Math.imul(kind + 0x7f4a7c15, 0x85ebca6b) ^ Math.imul(value + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
