import { expect, test } from 'vitest';
import { ACTION_SERIES, actionBars } from '../../../src/status/action-series.ts';

const HOUR = 3_600_000;

function hour(at: number, actions: Readonly<Record<string, number>>, total: number, tunnelled = 0) {
  const byAction = Object.entries(actions).map(([name, count]) => ({ name, count }));
  const actedOn = byAction
    .filter(({ name }) => !['pass', 'allow', 'log'].includes(name))
    .reduce((sum, { count }) => sum + count, 0);
  return { at, byAction, actedOn, tunnelled, total };
}

test('bars are there for hours without anything too', () => {
  const bars = actionBars([hour(2 * HOUR, { block: 1, pass: 1 }, 2)], HOUR, 3, HOUR);
  expect(bars).toEqual([
    { at: HOUR, values: [0, 0, 0, 0] },
    { at: 2 * HOUR, values: [1, 0, 1, 0] },
    { at: 3 * HOUR, values: [0, 0, 0, 0] },
  ]);
  expect(ACTION_SERIES).toHaveLength(4);
});

test('actions fall into four parts that add up to what was carried', () => {
  const actions = { block: 4, stub: 2, placeholder: 1, strip: 3, rewrite: 5, allow: 6, pass: 20 };
  const [bar] = actionBars([hour(0, actions, 41, 8)], 0, 1, HOUR);
  expect(bar?.values).toEqual([7, 8, 18, 8]);
});

test('several hours share a bar, and those outside count nowhere', () => {
  const hours = [-1, 0, 5, 6, 12].map((at) => hour(at * HOUR, { block: 1 }, 1));
  const bars = actionBars(hours, 0, 2, 6 * HOUR);
  expect(bars.map(({ values: [stopped] }) => stopped)).toEqual([2, 1]);
});

test('hours that begin half an hour off are not lost', () => {
  const since = 18.5 * HOUR;
  const hours = [19, 20, 21].map((at) => hour(at * HOUR, { block: at }, at));
  expect(actionBars(hours, since, 3, HOUR).map(({ values: [of] }) => of)).toEqual([19, 20, 21]);
});

test('what was only observed was let through', () => {
  const observed = [
    { name: 'block', count: 3 },
    { name: 'strip', count: 1 },
  ];
  const some = { ...hour(0, { block: 4, strip: 2, pass: 10 }, 16), observed };
  expect(actionBars([some], 0, 1, HOUR)[0]?.values).toEqual([1, 1, 14, 0]);
});
