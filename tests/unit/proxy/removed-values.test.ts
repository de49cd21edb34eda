import { expect, it } from 'vitest';
import { removedValues } from '../../../src/proxy/removed-values.ts';

const FIELDS = [
  { name: 'fbclid', value: 'IwAR0' },
  { name: 'user.em', value: 'hash' },
  { name: 'q', value: 'tea' },
];

it('finds what was in removed fields and cookies, and nothing else', () => {
  const headers = ['Host', 'a.test', 'COOKIE', '_fbp=fb.1; session=s=1', 'cookie', ' _ga = GA1 ;x'];
  const removed = ['fbclid', 'user.em (body)', '_fbp', '_ga', 'Referer', 'x'];
  expect(removedValues(removed, FIELDS, headers)).toEqual([
    { name: 'fbclid', value: 'IwAR0' },
    { name: 'user.em', value: 'hash' },
    { name: '_fbp', value: 'fb.1' },
    { name: '_ga', value: 'GA1' },
  ]);
});

it('reads no more cookies than a browser has', () => {
  const many = Array.from({ length: 2_000 }, (_, n) => `c${n}=1`).join('; ');
  expect(removedValues(['c1', 'c1999'], [], ['cookie', many, 'cookie', many])).toEqual([
    { name: 'c1', value: '1' },
  ]);
});
