import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeAt, isWrittenAs } from '../../../../src/rules/json/json-escape.ts';

test.each([
  ['\\n', { code: 10, length: 2 }],
  ['\\/', { code: 0x2f, length: 2 }],
  ['\\"', { code: 0x22, length: 2 }],
  ['\\\\', { code: 0x5c, length: 2 }],
  ['\\u00e9', { code: 0xe9, length: 6 }],
  ['\\uABcd1', { code: 0xabcd, length: 6 }],
  ['\\u00g0', null],
  ['\\u00', null],
  ['\\q', null],
  ['\\', null],
])('%s stands for %j', (text, expected) => {
  expect(escapeAt(text, 0)).toEqual(expected);
});

test('a name is known however it is written, and no other', () => {
  const letter = fc.constantFrom('a', 'b', '"', '\\', '\n', 'é', '\ud83d', '\ude00');
  const name = fc.array(letter, { maxLength: 5 }).map((letters) => letters.join(''));
  const written = fc.array(fc.tuple(letter, fc.boolean()), { maxLength: 5 }).map((letters) =>
    letters
      .map(([one, asCode]) => {
        const code = `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
        return asCode ? code : JSON.stringify(one).slice(1, -1);
      })
      .join(''),
  );
  fc.assert(
    fc.property(written, name, (text, other) => {
      const own = JSON.parse(`"${text}"`) as string;
      expect(isWrittenAs(`{"${text}"`, 2, 2 + text.length, own)).toBe(true);
      expect(isWrittenAs(`{"${text}"`, 2, 2 + text.length, other)).toBe(other === own);
    }),
    { numRuns: 2000 },
  );
});
