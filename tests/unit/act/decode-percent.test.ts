import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePercent } from '../../../src/act/decode-percent.ts';

test.each([
  ['', ''],
  ['plain', 'plain'],
  ['fb%63lid', 'fbclid'],
  ['%C3%A9t%c3%a9', 'été'],
  ['100%', '100%'],
  ['%zz%41', '%zzA'],
  ['%ff%41', '%ff%41'],
  ['a+b', 'a+b'],
])('%s -> %s', (text, decoded) => {
  expect(decodePercent(text)).toBe(decoded);
});

test('undoes encodeURIComponent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }).filter(isWellFormed), (text) => {
      expect(decodePercent(encodeURIComponent(text))).toBe(text);
    }),
  );
});

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
