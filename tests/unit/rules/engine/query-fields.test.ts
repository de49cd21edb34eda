import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  mayHoldField,
  queryFields,
  sieveOfFields,
} from '../../../../src/rules/engine/query-fields.ts';
import { createScan, scanRequest } from '../../../../src/rules/engine/request-scan.ts';
import { requestOf } from '../../../support/rule-set.ts';

const scan = createScan(() => 0);

function mayHold(names: readonly string[], target: string): boolean {
  scanRequest(scan, requestOf(`https://a.example${target}`), null);
  return mayHoldField(sieveOfFields(names), scan);
}

test.each([
  ['/', []],
  ['/x?', ['']],
  ['/x?a=1&b&c=2=3&a', ['a', 'b', 'c']],
  ['/x?utm%5Fid=1', ['utm%5Fid', 'utm_id']],
  ['/x?a+b=1', ['a+b', 'a b']],
  ['/x?%zz=1', ['%zz']],
])('the fields of %s', (target, names) => {
  expect(queryFields(target)).toEqual(names);
});

test.each([
  ['/x?fbclid=1', true],
  ['/x?a=1&fbclid', true],
  ['/x?a=fbclid', false],
  ['/fbclid=1', false],
  ['/fbclid?a', false],
  ['/x?FBclid=1', true],
  ['/x?fbclid2=1&xfbclid=2', false],
  ['/x?%66bclid=1', true],
  [`/x?${'a'.repeat(5000)}`, true],
])('%s may hold fbclid: %s', (target, expected) => {
  expect(mayHold(['fbclid'], target)).toBe(expected);
});

test('holds every name that is there', () => {
  const piece = fc.constantFrom('a', 'B', '_', '?', '=', '&', '%41', '+', 'é', '/', '.');
  const query = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(query, (text) => {
      const target = `/x?${text}`;
      for (const name of queryFields(target)) expect(mayHold([name], target)).toBe(true);
    }),
  );
});
