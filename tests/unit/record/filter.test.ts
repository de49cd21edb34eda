import { expect, test } from 'vitest';
import type { LogFilter } from '../../../src/model/log.ts';
import { createResolver, likePattern } from '../../../src/record/filter.ts';
import { event, HOUR, HOUR_MS, logOf } from './samples.ts';

const EVENTS = [
  event({ host: 'www.tracker.example' }),
  event({ host: 'a.b.tracker.example', at: HOUR + HOUR_MS }),
  event({ host: 'c.b.tracker.example', at: HOUR - HOUR_MS }),
  event({ host: 'other.test', at: HOUR + 2 * HOUR_MS }),
];

function resolved(filter: Partial<LogFilter>) {
  return createResolver(logOf(EVENTS).db)({ limit: 1, ...filter });
}

test.each([
  ['tracker.example', 'domain', 'ordered'],
  ['WWW.tracker.example', 'host', 'ordered'],
  ['b.tracker.example', 'host', 'unordered'],
  ['example', 'host', 'unordered'],
])('the host %s is found by its %s index, %s', (host, column, index) => {
  expect(resolved({ host })?.conditions).toMatchObject([{ column, index }]);
});

test('of a top-level domain with many hosts no index is asked', () => {
  const log = logOf(Array.from({ length: 600 }, (_, i) => event({ host: `h.d${i}.example` })));
  const conditions = createResolver(log.db)({ host: 'example', limit: 1 })?.conditions;
  expect(conditions).toMatchObject([{ column: 'host', index: 'none' }]);
});

test.each<[Partial<LogFilter>]>([
  [{ host: 'racker.example' }],
  [{ host: 'nowhere.test' }],
  [{ device: 'nobody' }],
  [{ page: 'nowhere.example' }],
  [{ tracker: 'Nobody' }],
  [{ list: 'none.txt' }],
  [{ since: HOUR + 9 * HOUR_MS }],
  [{ until: HOUR - 9 * HOUR_MS }],
])('%o can match nothing', (filter) => {
  expect(resolved(filter)).toBeNull();
});

test.each<[Partial<LogFilter>, number, number]>([
  [{}, 0, Number.MAX_SAFE_INTEGER - 1],
  [{ since: HOUR + 5 }, 1, Number.MAX_SAFE_INTEGER - 1],
  [{ since: HOUR + HOUR_MS }, 2, Number.MAX_SAFE_INTEGER - 1],
  [{ until: HOUR + 5 }, 0, 3],
  [{ until: HOUR - 1 }, 0, 3],
  [{ since: HOUR + HOUR_MS, before: 4 }, 2, 3],
  [{ after: 2 }, 3, Number.MAX_SAFE_INTEGER - 1],
])('%o means the ids %i to %i', (filter, low, high) => {
  expect(resolved(filter)?.range).toMatchObject({ low, high });
});

test.each([
  ['shop', '%shop%'],
  ['50%_\\', '%50\\%\\_\\\\%'],
])('%s is looked for as %s', (text, pattern) => {
  expect(likePattern(text)).toBe(pattern);
});
