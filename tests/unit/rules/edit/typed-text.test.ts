import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  MAX_LIST_TEXT,
  MAX_SIGNATURE_TEXT,
  plainLineEnds,
  whyRefused,
  withLineEndsOf,
} from '../../../../src/rules/edit/typed-text.ts';

const character = (code: number) => String.fromCodePoint(code);

test.each([
  ['an empty text', '', null],
  ['tabs and what no keyboard has', '||a.example^\t$domain=bücher.example\n! 漢字 🙂\n', null],
  ['a NUL', `a\nb${character(0)}c`, [2, 'the control character U+0000 is in it']],
  ['an escape', `${character(0x1b)}[31m`, [1, 'the control character U+001B is in it']],
  ['a lone CR', 'a\nb\rc', [2, 'the control character U+000D is in it']],
  ['a line separator', `a${character(0x2028)}b`, [1, 'the control character U+2028 is in it']],
  ['half a character', `a\n\n${character(0xd800)}`, [3, 'the control character U+D800 is in it']],
  [
    'a long line',
    `a\n${'x'.repeat(8_001)}`,
    [2, 'the line has 8001 characters, 8000 are the most'],
  ],
])('%s', (_, text, expected) => {
  const refusal = whyRefused('a.txt', text);
  expect(refusal === null ? null : [refusal.line, refusal.reason]).toEqual(expected);
});

test('so many bytes and no more, fewer of signatures', () => {
  const text = (bytes: number) => `${'é'.repeat(49)}a\n`.repeat(bytes / 100);
  expect(whyRefused('a.txt', text(MAX_LIST_TEXT - (MAX_LIST_TEXT % 100)))).toBeNull();
  expect(whyRefused('a.txt', text(MAX_LIST_TEXT + 100 - (MAX_LIST_TEXT % 100)))?.reason).toContain(
    `${MAX_LIST_TEXT} are the most`,
  );
  expect(whyRefused('a.yaml', text(MAX_SIGNATURE_TEXT + 100))?.reason).toContain('are the most');
});

test.each([
  ['what a form sends', 'a\nb\n', 'a\r\nc\r\n', 'a\nc\n'],
  ['another system’s file', 'a\r\nb\r\n', 'a\nc\n', 'a\r\nc\r\n'],
  ['a file of both kinds, mostly one', 'a\r\nb\r\nc\n', 'a\nc\n', 'a\r\nc\r\n'],
  ['a file of one line', 'a', 'a\r\nb', 'a\nb'],
])('line ends are those of the file: %s', (_, before, typed, written) => {
  expect(withLineEndsOf(before, typed)).toBe(written);
});

test('a text that was not changed is written as it was, where its line ends are of one kind', () => {
  const lines = fc.array(fc.string().map((text) => text.replace(/[\r\n]/g, '')));
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), (all, end) => {
      const text = all.map((line) => line + end).join('');
      expect(withLineEndsOf(text, plainLineEnds(text))).toBe(text);
    }),
  );
});
