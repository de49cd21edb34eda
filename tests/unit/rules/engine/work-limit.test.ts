import { expect, test } from 'vitest';
import {
  createScan,
  scanHostname,
  scanRequest,
} from '../../../../src/rules/engine/request-scan.ts';
import { allowed, maySearch } from '../../../../src/rules/engine/work-limit.ts';
import { requestOf, ruleSet, verdictOf } from '../../../support/rule-set.ts';

const scanOf = (url: string) => {
  const scan = createScan(() => 0);
  scanRequest(scan, requestOf(url), null);
  return scan;
};

test('so many filters are looked at, and no more; the next request begins anew', () => {
  const scan = scanOf('https://a.example/');
  expect(allowed(scan, 1000)).toBe(1000);
  expect(allowed(scan, 1_000_000)).toBe(59_000);
  expect(allowed(scan, 1)).toBe(0);
  expect(maySearch(scan)).toBe(false);
  scanRequest(scan, requestOf('https://b.example/'), null);
  expect(allowed(scan, 1)).toBe(1);
  expect(maySearch(scan)).toBe(true);
  allowed(scan, 1_000_000);
  scanHostname(scan, 'c.example', null);
  expect(allowed(scan, 1)).toBe(1);
});

test('to search a long address counts for more', () => {
  const short = scanOf('https://a.example/');
  const long = scanOf(`https://a.example/${'x'.repeat(4000)}`);
  expect([maySearch(short), maySearch(long)]).toEqual([true, true]);
  expect([short.work, long.work]).toEqual([1, 41]);
});

test('of filters that share a token, those are found for which there is room', async () => {
  const filters = Array.from({ length: 3000 }, (_, i) => `/track^*q${i}z$script`).join('\n');
  const set = await ruleSet(filters);
  const said = (path: string) => verdictOf(set.match(requestOf(`https://a.example/${path}`), null));
  expect(said('track/q2999z')).toBe('block /track^*q2999z$script');
  // The token stands here 600 times, each time for 3000 filters.
  expect(said(`${'track/'.repeat(600)}q2999y`)).toBe('pass');
  expect(said('track/q2999z')).toBe('block /track^*q2999z$script');
});
