import { expect, it } from 'vitest';
import { createByteBudget } from '../../../src/proxy/byte-budget.ts';

it('gives as much as there is, and nothing of what there is not', () => {
  const budget = createByteBudget(10);
  expect([budget.take(6), budget.take(5), budget.take(4), budget.take(1)]).toEqual([
    ...[true, false, true, false],
  ]);
  budget.give(6);
  expect(budget.taken).toBe(4);
  expect(budget.take(6)).toBe(true);
});
