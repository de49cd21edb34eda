import { expect, it } from 'vitest';
import { countOthers } from '../../../../src/status/broken/others.ts';
import { asked, blocked, tunnelled } from './transcript.ts';

it('what was not acted on is counted by what became of it', () => {
  expect(
    countOthers([
      asked(1, 'a.test/x'),
      asked(1, 'a.test/y', { status: 404 }),
      asked(1, 'a.test/z', { status: null }),
      blocked(1, 'b.test/x'),
      blocked(1, 'b.test/y', { observed: true, status: 200 }),
      tunnelled(1, 'c.test', { tunnel: 'no-name' }),
      tunnelled(1, 'd.test', { tunnel: null, action: 'block' }),
    ]),
  ).toEqual({
    passed: 2,
    observed: 1,
    failed: [
      { host: 'a.test', status: 404, count: 1 },
      { host: 'a.test', status: null, count: 1 },
    ],
    unopened: [{ host: 'c.test', reason: 'no-name', count: 1 }],
  });
});

it('of many hosts the eight most frequent are told', () => {
  const many = Array.from({ length: 20 }, (_, at) =>
    Array.from({ length: at + 1 }, () => tunnelled(1, `h${at}.test`)),
  ).flat();
  const { unopened } = countOthers(many);
  expect(unopened.map(({ count }) => count)).toEqual([20, 19, 18, 17, 16, 15, 14, 13]);
});
