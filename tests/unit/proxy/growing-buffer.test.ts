import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGrowingBuffer } from '../../../src/proxy/growing-buffer.ts';

it('is what was put in, piece by piece, as far as the limit', () => {
  const piece = fc.uint8Array({ maxLength: 30_000 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(100_000), (pieces, atMost) => {
      const growing = createGrowingBuffer(atMost);
      const taken = pieces.filter((one) => growing.append(one) === null);
      const expected = Buffer.concat(taken);
      expect(growing.bytes().equals(expected)).toBe(true);
      expect(growing.capacity).toBeLessThanOrEqual(atMost);
      expect(growing.capacity).toBeLessThanOrEqual(Math.max(16_384, 2 * expected.length));
    }),
    { numRuns: 50 },
  );
});

it('refuses what is too long, and goes on with what fits', () => {
  const growing = createGrowingBuffer(3);
  const answers = ['ab', 'cd', 'c', 'd'].map((text) => growing.append(Buffer.from(text)));
  expect(answers).toEqual([null, 'too long', null, 'too long']);
  expect(String(growing.bytes())).toBe('abc');
});

it('takes no memory that it was not given', () => {
  let left = 20_000;
  const growing = createGrowingBuffer(1_000_000, (bytes) => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  expect(growing.append(Buffer.alloc(16_000))).toBeNull();
  expect(growing.append(Buffer.alloc(384))).toBeNull();
  expect(growing.append(Buffer.alloc(1))).toBe('no room');
  expect([growing.capacity, left]).toEqual([16_384, 3_616]);
});
