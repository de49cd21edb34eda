import { expect, test } from 'vitest';
import { parseHeaderCondition } from '../../../../src/rules/filter/header-condition.ts';
import { parseLine } from '../../../../src/rules/filter/line.ts';

const any = { of: 'response', value: null, regex: null, negated: false };

test.each([
  ['Server', { ...any, name: 'server' }],
  ['server:', { ...any, name: 'server' }],
  ['via:1.1 google', { ...any, name: 'via', value: '1.1 google' }],
  ['via: 1.1 google', { ...any, name: 'via', value: '1.1 google' }],
  ['via:~1.1 google', { ...any, name: 'via', value: '1.1 google', negated: true }],
  ['link:https://a.example', { ...any, name: 'link', value: 'https://a.example' }],
  ['x:a\\,b', { ...any, name: 'x', value: 'a,b' }],
  [
    'server:/^openresty\\//',
    { ...any, name: 'server', regex: { source: '^openresty\\/', flags: '' } },
  ],
  ['vary:/^a\\,b/i', { ...any, name: 'vary', regex: { source: '^a,b', flags: 'i' } }],
  ['x:~/a/', { ...any, name: 'x', regex: { source: 'a', flags: '' }, negated: true }],
])('%s', (text, expected) => {
  expect(parseHeaderCondition(text, 'response')).toEqual(expected);
});

test.each([
  ['', '"" is not a header name'],
  [':x', '"" is not a header name'],
  ['a b:x', '"a b" is not a header name'],
  ['x:~', 'a value is missing after "~"'],
  ['x:/(/', '/(/ is no regular expression'],
  ['x:/a/g', 'unknown flag in "/a/g"'],
  ['x:/(a+)+$/', 'could take too long'],
])('%j is refused', (text, reason) => {
  expect(parseHeaderCondition(text, 'response')).toMatchObject({
    reason: expect.stringContaining(reason),
  });
});

test.each([
  ['||x.example^$header=etag:/^W\\/"[0-9a-f]{1,32}"$/,script', '^W\\/"[0-9a-f]{1,32}"$'],
  ['||x.example^$script,header=vary:/^a\\,b/i', '^a,b'],
  ['||x.example^$script,responseheader=vary:~/[,]x/,3p', '[,]x'],
])('a filter is cut around the expression of %j', (text, source) => {
  const line = parseLine(text);
  const filter = line.kind === 'filters' ? line.filters[0] : undefined;
  expect(filter?.rare?.headers[0]?.regex?.source).toBe(source);
});
