import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashToken } from '../../../../src/rules/engine/characters.ts';
import { createSieve, mayHold } from '../../../../src/rules/engine/sieve.ts';

test('holds all of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff_ffff), { maxLength: 300 }), (hashes) => {
      const sieve = createSieve(hashes);
      expect(hashes.filter((hash) => !mayHold(sieve, hash))).toEqual([]);
    }),
  );
});

test('lets few strangers pass', () => {
  const words = Array.from({ length: 8000 }, (_, i) => hashToken(`own${i}`));
  const sieve = createSieve(words);
  const strangers = Array.from({ length: 8000 }, (_, i) => hashToken(`other${i}`));
  const passed = strangers.filter((hash) => mayHold(sieve, hash)).length;
  expect(passed).toBeLessThan(800);
  expect(sieve.byteLength).toBeLessThanOrEqual(32_768);
});

test('an empty one holds nothing', () => {
  expect(mayHold(createSieve([]), hashToken('ads'))).toBe(false);
});
