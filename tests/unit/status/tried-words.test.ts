import { expect, test } from 'vitest';
import { endedWords, times } from '../../../src/status/tried-words.ts';

test.each([
  [1, 1, 'it was stopped'],
  [1, 0, 'it was not stopped'],
  [14, 14, 'all 14 were stopped'],
  [14, 12, '12 of 14 were stopped'],
  [14, 1, '1 of 14 was stopped'],
  [3000, 0, 'none of 3,000 was stopped'],
])('of %i tries %i were stopped', (count, stopped, words) => {
  expect(endedWords({ count, stopped })).toBe(words);
});

test.each([
  [1, 'once'],
  [1200, '1,200 times'],
])('%i', (count, words) => {
  expect(times(count)).toBe(words);
});
