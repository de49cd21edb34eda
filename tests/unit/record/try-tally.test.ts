import { expect, test } from 'vitest';
import { addTry, emptyTries, isTry } from '../../../src/record/try-tally.ts';
import { device, event, pass } from './samples.ts';

const REPORT = {
  what: 'Purchase',
  asked: ['hashed e-mail'],
  marks: [{ kind: 'email', mark: 'AAAAAAAAAAA' }],
} as const;

test.each([
  ['a tracker that was stopped', event(), true],
  ['a tracker that was let through', event({ action: 'log' }), true],
  [
    'something that was edited, of nobody knows whom',
    event({ action: 'strip', tracker: null }),
    true,
  ],
  ['what just passed', pass(), false],
  ['what an exception let through', event({ action: 'allow', tracker: null }), false],
])('%s', (_, each, tried) => {
  expect(isTry(each)).toBe(tried);
});

test('equal tries are one key, and only what never arrived is stopped', () => {
  const tally = emptyTries();
  expect(addTry(tally, event({ report: REPORT }))).toBe(3);
  expect(addTry(tally, event({ report: REPORT, observed: true }))).toBe(0);
  expect(addTry(tally, event({ report: { ...REPORT, what: 'a visit' } }))).toBe(1);
  expect([...tally.tries.values()].map(({ count, stopped }) => [count, stopped])).toEqual([
    [2, 1],
    [1, 1],
  ]);
  expect([...tally.marks.values()].map(({ count, stopped }) => [count, stopped])).toEqual([[3, 2]]);
  expect([...tally.rules.values()].map(({ count }) => count)).toEqual([3]);
});

test('hostile texts are bounded and clean, and cannot run into each other', () => {
  const long = 'x'.repeat(100_000);
  const tally = emptyTries();
  addTry(tally, event({ tracker: `a\n${long}`, page: long, device: device(`b\n${long}`) }));
  addTry(tally, event({ tracker: 'a', page: 'b\nc', device: device('d') }));
  addTry(tally, event({ tracker: 'a\nb', page: 'c', device: device('d') }));
  const texts = [...tally.tries.values()].flatMap((each) => [each.tracker, each.page, each.device]);
  expect(Math.max(...texts.map(({ length }) => length))).toBe(253);
  expect(texts.join('')).not.toContain('\n');
  expect(tally.tries.size).toBe(3);
});
