import { expect, test } from 'vitest';
import type { NameTest } from '../../../src/rules/filter/filter.ts';
import { compileTest } from '../../../src/rules/name-matching.ts';
import { NO_LIMIT } from '../../../src/rules/regex/time-budget.ts';

const named = (name: string, negated = false): NameTest => ({ kind: 'name', name, negated });
const regex = (source: string): NameTest => ({ kind: 'regex', source, flags: '', negated: false });

test.each<[NameTest, string, string, boolean]>([
  [named('id'), 'id', 'id=1', true],
  [named('id'), 'id', 'id', true],
  [named('id'), 'id', 'id=', true],
  [named('id'), 'ids', 'ids=1', false],
  [named('id'), 'i', 'i=d', false],
  [named('%69d'), 'id', '%69d=1', true],
  [named('id'), 'id', '%69d=1', true],
  [named('a=b'), 'a', 'a=b=c', false],
  [named('a=b'), 'a=b', 'a%3Db=c', true],
  [named('a=b'), 'a=b', 'a=b', true],
  [named('id', true), 'id', 'id=1', false],
  [named('id', true), 'ids', 'ids=1', true],
  [regex('^id=1$'), 'id', 'id=1', true],
  [{ kind: 'all' }, 'x', 'x', true],
])('%j on %s, written %s: %s', (wanted, name, raw, expected) => {
  expect(compileTest(wanted)(name, raw)).toBe(expected);
});

test('what there is no time for is answered as one is told', () => {
  const spent = { ...NO_LIMIT, run: <T>(_work: () => T, otherwise: T) => otherwise };
  expect(compileTest(regex('.'), spent)('id', 'id=1')).toBe(false);
  expect(compileTest(regex('.'), spent, true)('id', 'id=1')).toBe(true);
  expect(compileTest(named('id'), spent)('id', 'id=1')).toBe(true);
});
