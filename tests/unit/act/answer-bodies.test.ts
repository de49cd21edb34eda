import { describe, expect, test } from 'vitest';
import { FRAME_PAGE, transparentGif, utf8 } from '../../../src/act/answer-bodies.ts';

/** Reads a GIF of one uncompressed-size pixel by the specification, asserting each part. */
function decodeGif(bytes: Uint8Array) {
  let at = 0;
  const take = (count: number): readonly number[] => {
    expect(at + count).toBeLessThanOrEqual(bytes.length);
    at += count;
    return [...bytes.subarray(at - count, at)];
  };
  const short = ([low = 0, high = 0]: readonly number[]): number => low + high * 256;
  const signature = String.fromCharCode(...take(6));
  const screen = [short(take(2)), short(take(2))];
  const [flags = 0, background, aspect] = take(3);
  const colours = (flags & 0x80) === 0 ? 0 : 2 << (flags & 7);
  take(3 * colours);
  expect(take(3)).toEqual([0x21, 0xf9, 4]);
  const [control = 0, , , transparentIndex, controlEnd] = take(5);
  const [separator] = take(1);
  const box = [short(take(2)), short(take(2)), short(take(2)), short(take(2))];
  const [local] = take(1);
  const [codeSize = 0] = take(1);
  const [length = 0] = take(1);
  const data = take(length);
  const [dataEnd] = take(1);
  const [trailer] = take(1);
  return {
    signature,
    screen,
    background,
    aspect,
    colours,
    transparent: (control & 1) === 1,
    transparentIndex,
    controlEnd,
    separator,
    box,
    local,
    codes: lzwCodes(data, codeSize),
    dataEnd,
    trailer,
    rest: bytes.length - at,
  };
}

/** Codes of `size + 1` bits, least significant bit first. */
function lzwCodes(data: readonly number[], size: number): readonly number[] {
  const bits = data.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> i) & 1));
  const codes: number[] = [];
  for (let i = 0; i + size < bits.length; i += size + 1) {
    codes.push(bits.slice(i, i + size + 1).reduce((code, bit, n) => code + bit * 2 ** n, 0));
  }
  return codes;
}

describe('transparentGif', () => {
  test('is a GIF of one transparent pixel in 43 bytes', () => {
    expect(transparentGif()).toHaveLength(43);
    expect(decodeGif(transparentGif())).toEqual({
      signature: 'GIF89a',
      screen: [1, 1],
      background: 0,
      aspect: 0,
      colours: 2,
      transparent: true,
      transparentIndex: 0,
      controlEnd: 0,
      separator: 0x2c,
      box: [0, 0, 1, 1],
      local: 0,
      // Clear, colour 0, end; what is left of the bits is padding.
      codes: [4, 0, 5, 0, 0],
      dataEnd: 0,
      trailer: 0x3b,
      rest: 0,
    });
  });

  test('is a new copy each time', () => {
    transparentGif().fill(0);
    expect(transparentGif()[0]).toBe(0x47);
  });
});

test('the frame page asks for nothing', () => {
  expect(FRAME_PAGE).toMatch(/^<!doctype html>/);
  expect(FRAME_PAGE).not.toMatch(/src|href|url|script|style/i);
});

test('utf8', () => {
  expect([...utf8('é')]).toEqual([0xc3, 0xa9]);
});
