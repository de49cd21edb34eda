import { expect, test } from 'vitest';
import { createTimeBudget, NO_LIMIT } from '../../../../src/rules/regex/time-budget.ts';

/** A budget, and work that takes as many milliseconds as it is told. */
function budgetAt() {
  let now = 1000;
  const budget = createTimeBudget(() => now);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  const work = (milliseconds: number) => budget.run(() => pass(milliseconds) === undefined, false);
  return { budget, pass, work };
}

test('work is done until the time is used up', () => {
  const { budget, work } = budgetAt();
  expect([work(10), work(4), work(4), work(1), work(1)]).toEqual([true, true, true, false, false]);
  expect(budget.isSpent).toBe(true);
});

test('what alone takes longer than there is time is done, and nothing after it', () => {
  const { work } = budgetAt();
  expect([work(100), work(0)]).toEqual([true, false]);
});

test('time that passes brings it back, up to what there was', () => {
  const { pass, work, budget } = budgetAt();
  // Where none is left, the clock is not asked each time.
  const works = () => Array.from({ length: 32 }, () => work(0)).includes(true);
  work(19);
  pass(3);
  expect(works()).toBe(false);
  pass(2);
  expect(works()).toBe(true);
  expect(work(0)).toBe(true);
  expect(budget.isSpent).toBe(false);
  pass(10_000);
  expect([work(15), work(0)]).toEqual([true, false]);
});

test('the next request has all of it', () => {
  const { work, budget } = budgetAt();
  work(100);
  budget.renew();
  expect([work(14), work(1), work(0)]).toEqual([true, true, false]);
});

test('without a limit all work is done', () => {
  expect(NO_LIMIT.run(() => 1, 0)).toBe(1);
  expect(NO_LIMIT.isSpent).toBe(false);
});
