import { expect, test } from 'vitest';
import { endedBriefly, endedWords, times } from '../../../src/status/tried-words.ts';

test.each([
  [1, 1, 'it was stopped'],
  [1, 0, 'it went on, without what rules took out'],
  [14, 14, 'all 14 were stopped'],
  [14, 12, '12 of 14 were stopped, the others went on without what rules took out'],
  [2, 1, '1 of 2 was stopped, the other one went on without what rules took out'],
  [3000, 0, 'all 3,000 went on, without what rules took out'],
])('of %i tries %i were stopped', (count, stopped, words) => {
  expect(endedWords({ count, stopped })).toBe(words);
});

test.each([
  [1, 'once'],
  [1200, '1,200 times'],
])('%i', (count, words) => {
  expect(times(count)).toBe(words);
});

test.each([
  [1, 1, 'stopped'],
  [14, 14, 'all 14 stopped'],
  [1400, 12, '12 of 1,400 stopped'],
  [14, 0, 'none stopped'],
])('briefly: of %i tries %i were stopped', (count, stopped, words) => {
  expect(endedBriefly({ count, stopped })).toBe(words);
});
