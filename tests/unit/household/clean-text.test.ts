import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../src/household/clean-text.ts';

describe('escapes are undone', () => {
  test.each([
    ['none', 'a=b+c', 'a=b+c'],
    ['of addresses', 'a%40b%2Bc%2f', 'a@b+c/'],
    ['of addresses in addresses', '%2540 %252540 %25', '@ @ %'],
    ['of JSON', '"a\\u0040b\\/c\\n"', '"a@b/c "'],
    ['of JSON in an address', '%22a%5Cu0040%22', '"a\\u0040"'],
    ['but none beyond ASCII', '%C3%A4', '%C3%A4'],
    ['and no broken ones', '%4 %zz % \\', '%4 %zz % \\'],
  ])('%s: %s', (_what, written, text) => {
    expect(cleanText(written).text).toBe(text);
  });
});

test('each character has its place', () => {
  const written = 'x=a%40b&y';
  const { text, placeOf } = cleanText(written);
  const at = text.indexOf('a@b');
  expect(written.slice(placeOf(at), placeOf(at + 3))).toBe('a%40b');
  expect(placeOf(text.length)).toBe(written.length);
});

test('places are in order and within the text, whatever it is', () => {
  const piece = fc.constantFrom('%', '25', '40', '\\', 'u0040', 'a', '/', '%25', 'é', '\u0100');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const written = pieces.join('');
      const { text, placeOf } = cleanText(written);
      const places = Array.from({ length: text.length + 1 }, (_, i) => placeOf(i));
      expect(places[0]).toBe(0);
      expect(places.at(-1)).toBe(written.length);
      for (let i = 1; i < places.length; i++) {
        expect(places[i]).toBeGreaterThan(places[i - 1] as number);
      }
    }),
  );
});
