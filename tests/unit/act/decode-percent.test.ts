import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePercent } from '../../../src/act/decode-percent.ts';
import { anyText } from '../../support/any-text.ts';

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
    fc.property(anyText, (text) => {
      expect(decodePercent(encodeURIComponent(text))).toBe(text);
    }),
  );
});
