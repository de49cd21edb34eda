import { expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { createTotals } from '../../../src/record/totals.ts';
import { row } from '../../support/status-ports.ts';

test('counts by what was done, and hands everything on', () => {
  const given: Event[] = [];
  const totals = createTotals({ record: (event) => void given.push(event) });
  expect(totals.read()).toEqual({
    ...{ exchanges: [], tunnels: [], refused: 0, bytesUp: 0, bytesDown: 0 },
  });
  const events = [
    row(1),
    row(2, { action: 'strip', bytesUp: 10, bytesDown: 90 }),
    row(3, { observed: true }),
    row(4),
    row(5, { kind: 'tunnel', action: 'pass', tunnel: 'do-not-intercept' }),
    row(6, { kind: 'tunnel', action: 'block' }),
  ];
  for (const event of events) totals.record(event);
  expect(given).toEqual(events);
  expect(totals.read()).toEqual({
    exchanges: [
      { action: 'block', observed: false, count: 2 },
      { action: 'strip', observed: false, count: 1 },
      { action: 'block', observed: true, count: 1 },
    ],
    tunnels: [{ reason: 'do-not-intercept', count: 1 }],
    refused: 1,
    bytesUp: 5 * 820 + 10,
    bytesDown: 5 * 43 + 90,
  });
});
