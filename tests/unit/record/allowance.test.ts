import { expect, test } from 'vitest';
import { createAllowance } from '../../../src/record/allowance.ts';

test('each day has as many, and another day begins anew', () => {
  const allowance = createAllowance(2);
  expect([7, 7, 7, 8, 8, 8, 7].map((day) => allowance.take(day))).toEqual([
    ...[true, true, false],
    ...[true, true, false],
    true,
  ]);
});
