import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDue, lifeOf, nextTime } from '../../../../src/rules/subscribe/due.ts';
import { NEW_LIST } from '../../../../src/rules/subscribe/state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 3);

test.each([
  [null, 4 * DAY],
  [8 * HOUR, 8 * HOUR],
  [MINUTE, HOUR],
  [400 * DAY, 14 * DAY],
])('a copy whose list says %j is good for %j', (expires, life) => {
  expect(lifeOf(expires)).toBe(life);
});

describe('the next time', () => {
  test.each([
    [0, 0, 4 * DAY],
    [0, 1, 4.4 * DAY],
    [1, 0, 5 * MINUTE],
    [2, 0, 10 * MINUTE],
    [3, 0, 20 * MINUTE],
    [20, 0, DAY],
    [1_000, 0, DAY],
  ])('after %i failures, with chance %f', (failures, chance, wait) => {
    expect(nextTime(NOW, null, failures, chance)).toBe(NOW + Math.round(wait));
  });

  test('after failures is never later than without', () => {
    fc.assert(
      fc.property(
        fc.nat(30 * DAY),
        fc.nat(50),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (expires, failures, chance) => {
          const wait = nextTime(NOW, expires, failures, chance) - NOW;
          expect(wait).toBeGreaterThanOrEqual(5 * MINUTE);
          expect(wait).toBeLessThanOrEqual(nextTime(NOW, expires, 0, chance) - NOW);
          expect(wait).toBeLessThanOrEqual(14 * DAY * 1.1);
        },
      ),
    );
  });
});

test.each([
  ['never asked for', null, null, true],
  ['asked for, and its time is to come', NOW - DAY, NOW + 1, false],
  ['its time has come', NOW - DAY, NOW, true],
  ['a time from a clock that was wrong', NOW - DAY, NOW + 30 * DAY, true],
  ['asked for in what is now the future', NOW + 2 * DAY, NOW + 3 * DAY, true],
])('%s', (_, checked, next, due) => {
  expect(isDue({ ...NEW_LIST, checked, next }, NOW)).toBe(due);
});
