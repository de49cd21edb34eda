import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../../src/cli/printable.ts';

test.each([
  ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
  ['\x9b2J', '\\x9b2J'],
  ['a\r\x08\x7f', 'a\\x0d\\x08\\x7f'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['Ève’s phone "📱"\tab\n', 'Ève’s phone "📱"\tab\n'],
])('%j is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});

test('nothing that a terminal obeys is left of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[^\P{Cc}\n\t]/u);
    }),
  );
});
