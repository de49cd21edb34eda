import { expect, test } from 'vitest';
import { learntLine, learntLines } from '../../../src/cli/learnt-table.ts';
import type { LearntView } from '../../../src/model/learnt.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 40);

const GATEWAY: LearntView = {
  host: 'gw.shop.example',
  path: '/events',
  from: 'configuration',
  pixel: '769712154761541',
  site: 'www.shop.example',
  seen: NOW,
  rules: [],
  expires: NOW + 30 * 86_400_000,
};

test('what was learnt, what was forgotten', () => {
  const called = { ...GATEWAY, path: '/k2', from: 'request', pixel: null } as const;
  const asked = { ...GATEWAY, site: null };
  expect(learntLines([GATEWAY, called, asked], ['old.example'])).toEqual([
    'gw.shop.example/events  from the settings of pixel 769712154761541 on www.shop.example, last seen 2026-11-22, until 2026-12-22',
    'gw.shop.example/k2  from what was sent there on www.shop.example, last seen 2026-11-22, until 2026-12-22',
    'gw.shop.example/events  from the settings of pixel 769712154761541, last seen 2026-11-22, until 2026-12-22',
    'old.example  forgotten, and not learnt again',
  ]);
  expect(learntLines([], [])).toEqual(['nothing was learnt yet']);
});

test.each([
  [1, 'learnt: 1 address of a gateway, found by Eyelid itself (eyelid learnt)'],
  [3, 'learnt: 3 addresses of gateways, found by Eyelid itself (eyelid learnt)'],
])('%d beside the lists', (count, line) => {
  expect(learntLine(count)).toBe(line);
});
