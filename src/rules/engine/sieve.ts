import { placeOf } from './host-table.ts';

/**
 * A set of hashes that now and then takes a stranger for one of its own: one bit
 * for each, in so few bytes that they stay next to the processor. Of the two
 * dozen words of a URL three or four are words of filters; the others are out by
 * one look, where a look into a table of thousands waits for memory.
 */
export type Sieve = Uint32Array;

/** One in sixteen strangers passes. */
const BITS_PER_HASH = 16;
const MIN_BITS = 1024;
const MAX_BITS = 1 << 22;

export function createSieve(hashes: readonly number[]): Sieve {
  let bits = MIN_BITS;
  while (bits < hashes.length * BITS_PER_HASH && bits < MAX_BITS) bits *= 2;
  const sieve = new Uint32Array(bits / 32);
  for (const hash of hashes) {
    const bit = placeOf(hash) & (bits - 1);
    sieve[bit >>> 5] = (sieve[bit >>> 5] as number) | (1 << (bit & 31));
  }
  return sieve;
}

/** False where the hash is not in the set. */
export function mayHold(sieve: Sieve, hash: number): boolean {
  const bit = placeOf(hash) & (sieve.length * 32 - 1);
  return ((sieve[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
}
