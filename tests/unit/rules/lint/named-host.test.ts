import { expect, test } from 'vitest';
import { parsePattern } from '../../../../src/rules/filter/pattern.ts';
import { isWithin, namedHost, withParents } from '../../../../src/rules/lint/named-host.ts';

test.each([
  ['||a.example^', 'a.example'],
  ['a.example', 'a.example'],
  ['||a.example/x', 'a.example'],
  ['||a.example:8080/', 'a.example'],
  ['||a.example^x', 'a.example'],
  ['|https://a.example/x', 'a.example'],
  ['://a.example/', 'a.example'],
  ['||a.exam', null],
  ['||a.*/x', null],
  ['|https://a.exam', null],
  ['/a.example/', null],
  ['*', null],
])('%s names %s', (written, host) => {
  const pattern = parsePattern(written, false);
  expect('reason' in pattern ? pattern.reason : namedHost(pattern)).toBe(host);
});

test('a host and what is above it', () => {
  expect([...withParents('a.b.example')]).toEqual(['a.b.example', 'b.example', 'example']);
  expect([...withParents('::1')]).toEqual(['::1']);
  expect(isWithin('a.b.example', 'b.example')).toBe(true);
  expect(isWithin('ab.example', 'b.example')).toBe(false);
});
