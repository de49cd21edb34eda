import { expect, onTestFinished, test } from 'vitest';
import { openOperations } from '../../src/operations.ts';
import { row } from '../support/status-ports.ts';

test('tells what was carried, lost and how long turns took', async () => {
  const taken: unknown[] = [];
  const operations = openOperations({ dropped: 3, record: (event) => void taken.push(event) });
  onTestFinished(() => operations.close());
  operations.sink.record(row(1));
  const { port } = operations;
  expect(taken.length).toBe(1);
  expect(port.totals().exchanges).toEqual([{ action: 'block', observed: false, count: 1 }]);
  expect(port.dropped()).toBe(3);
  expect(port.startedAt).toBeLessThanOrEqual(Date.now());
  expect(port.residentMemory()).toBeGreaterThan(1e6);
  // Nothing measured yet, or something: never a number that is none.
  for (const value of Object.values(port.loopDelay())) expect(value).toBeGreaterThanOrEqual(0);
});
