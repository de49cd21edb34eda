import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from '../../../../src/rules/snapshot/pack.ts';

const blocks = fc.oneof(
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.int32Array(),
  fc.float64Array({ noNaN: true }),
);
const leaves = fc.oneof(blocks, fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null));
const values = fc.array(
  fc.record({
    leaf: leaves,
    list: fc.array(leaves),
    map: fc.array(fc.tuple(fc.integer(), leaves)).map((entries) => new Map(entries)),
  }),
);

test('what is unpacked is what was packed', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(unpack(pack(value))).toEqual(value);
    }),
  );
});

test('typed arrays are views of the bytes, wherever those lie in memory', () => {
  const value = { a: new Uint8Array([1]), b: new Uint32Array([2, 3]), c: new Float64Array([4.5]) };
  const packed = pack(value);
  const read = unpack(packed) as typeof value;
  expect(read.b.buffer).toBe(packed.buffer);
  for (const shift of [1, 4, 8]) {
    const moved = new Uint8Array(packed.length + shift);
    moved.set(packed, shift);
    expect(unpack(moved.subarray(shift))).toEqual(value);
  }
});

test.each([
  ['a function', () => 0],
  ['an array of a kind that is not known', new BigInt64Array(1)],
])('%s is not packed', (_what, value) => {
  expect(() => pack({ value })).toThrow();
});

/** Whatever it reads or throws: it comes to an end, and stays within its bytes. */
test('bytes that pack did not make are survived', () => {
  const packed = pack({ a: new Uint32Array(20), m: new Map([[1, ['x', 'y']]]), t: 'text' });
  const read = (bytes: Uint8Array): boolean => {
    try {
      unpack(bytes);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      return false;
    }
  };
  fc.assert(
    fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const broken = packed.slice();
      broken[at] = (broken[at] as number) ^ flip;
      expect([true, false]).toContain(read(broken));
    }),
  );
  for (let length = 0; length < packed.length; length++) {
    expect(read(packed.subarray(0, length)), `${length} bytes`).toBe(false);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect([true, false]).toContain(read(bytes));
    }),
  );
});
