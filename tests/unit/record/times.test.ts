import { expect, test } from 'vitest';
import { dayOf, dayOfHour, daysBefore, hourOf, startOfHour } from '../../../src/record/times.ts';
import { DAY_MS, HOUR, HOUR_MS } from './samples.ts';

test.each([
  [HOUR, HOUR],
  [HOUR + HOUR_MS - 1, HOUR],
  [HOUR + HOUR_MS, HOUR + HOUR_MS],
  [0, 0],
  [-1, -HOUR_MS],
])('the hour of %i begins at %i', (at, start) => {
  expect(startOfHour(hourOf(at))).toBe(start);
});

test('days are UTC days, of a moment and of an hour alike', () => {
  for (const at of [0, -1, HOUR, HOUR + 19 * HOUR_MS, HOUR + 18 * HOUR_MS + 3_599_999]) {
    expect(dayOfHour(hourOf(at))).toBe(dayOf(at));
  }
  expect(dayOf(HOUR + 19 * HOUR_MS) - dayOf(HOUR + 19 * HOUR_MS - 1)).toBe(1);
  expect(daysBefore(HOUR, 2)).toBe(HOUR - 2 * DAY_MS);
});
