import { expect, test } from 'vitest';
import type { Hostname } from '../../../../src/model/terms.ts';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { whyGroupFails } from '../../../../src/rules/lint/known-groups.ts';
import { lintLine } from '../../../../src/rules/lint/lines.ts';
import { domainOf } from '../../../support/rule-set.ts';

const GROUPS = ['kids', 'tv'];

function reason(text: string, groups: readonly string[] | undefined = GROUPS) {
  const parsed = parseLine(text);
  if (parsed.kind !== 'filters') throw new Error(`no filter: ${text}`);
  return whyGroupFails(parsed.filters[0] as (typeof parsed.filters)[0], groups);
}

test.each([
  ['||a.test^$group=kidz', 'the config has no group "kidz", did you mean "kids"?'],
  ['||a.test^$group=garage', 'the config has no group "garage"'],
  ['@@||a.test^$group=garage|cellar', 'the config has no group "garage"'],
])('%s never matches', (text, why) => {
  expect(reason(text)).toBe(why);
});

test.each([
  '||a.test^',
  '||a.test^$group=kids',
  '||a.test^$group=Kids|cellar',
  '||a.test^$group=~x',
])('%s may match', (text) => {
  expect(reason(text)).toBeNull();
});

test('where the groups are not known nothing is said', () => {
  const line = '||a.test^$group=garage';
  const context = { domainOf: (host: string) => domainOf(host as Hostname), now: 0 };
  expect(lintLine(line, context)).toEqual([]);
  expect(lintLine(line, { ...context, groups: [] })).toEqual([
    { code: 'never-matches', reason: 'it never matches: the config has no group "garage"' },
  ]);
});
