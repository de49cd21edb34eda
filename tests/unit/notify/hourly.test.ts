import { expect, test } from 'vitest';
import { createHourly } from '../../../src/notify/hourly.ts';

test('lets so many through in any hour, and says how many it held back', () => {
  let now = 0;
  const take = createHourly(2, () => now);
  expect([take(), take(), take(), take()]).toEqual([0, 0, null, null]);
  now = 3_599_999;
  expect(take()).toBeNull();
  now = 3_600_000;
  expect([take(), take(), take()]).toEqual([3, 0, null]);
});
