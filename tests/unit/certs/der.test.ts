import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitString,
  boolean,
  decode,
  encode,
  integer,
  itemsOf,
  octetString,
  octetsOf,
  oid,
  sequence,
  set,
  tagged,
  taggedOctets,
  time,
  utf8String,
} from '../../../src/certs/der.ts';

describe('encode', () => {
  // The bytes are those of X.690 section 8, worked out by hand.
  it.each([
    ['sequence', sequence(), '3000'],
    ['set', set(boolean(true)), '31030101ff'],
    ['boolean', boolean(false), '010100'],
    ['integer', integer(Uint8Array.of(0x40, 0x01)), '02024001'],
    ['octet string', octetString(Uint8Array.of(1, 2)), '04020102'],
    ['bit string', bitString(Uint8Array.of(0x80), 7), '03020780'],
    ['utf8 string', utf8String('é'), '0c02c3a9'],
    ['oid', oid('2.5.29.17'), '0603551d11'],
    ['explicit tag', tagged(3, boolean(true)), 'a3030101ff'],
    ['implicit tag', taggedOctets(2, Buffer.from('a')), '820161'],
    ['time', time(Date.UTC(2049, 11, 31, 23, 59, 59, 999)), '170d3439313233313233353935395a'],
    ['time past 2049', time(Date.UTC(2050, 0, 1)), '180f32303530303130313030303030305a'],
  ])('writes a %s', (_name, value, hex) => {
    expect(encode(value).toString('hex')).toBe(hex);
  });

  it('writes long lengths', () => {
    expect(
      encode(octetString(Buffer.alloc(300)))
        .subarray(0, 4)
        .toString('hex'),
    ).toBe('0482012c');
  });
});

describe('decode', () => {
  it('gives back any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        const [value] = itemsOf(decode(encode(sequence(octetString(octets)))));
        expect(octetsOf(value)).toEqual(Buffer.from(octets));
      }),
    );
  });

  it.each(['', '30', '3005', '300000', '3080'])('throws on "%s"', (hex) => {
    expect(() => decode(Buffer.from(hex, 'hex'))).toThrow();
  });

  it('has no items in a primitive and no octets in a sequence', () => {
    expect(itemsOf(boolean(true))).toEqual([]);
    expect(itemsOf(undefined)).toEqual([]);
    expect(octetsOf(sequence())).toHaveLength(0);
    expect(octetsOf(undefined)).toHaveLength(0);
  });
});
