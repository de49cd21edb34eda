import { expect, test } from 'vitest';
import { parseSpan } from '../../../src/cli/span.ts';

test.each([
  ['30s', 30_000],
  ['15m', 900_000],
  ['2h', 7_200_000],
  [' 7d ', 604_800_000],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseSpan(text)).toBe(milliseconds);
});

test.each(['', '15', 'm', '1.5h', '-1h', '2 h', '1w', '9999999d'])('"%s" is refused', (text) => {
  expect(() => parseSpan(text)).toThrow(`reading "${text}"`);
});
