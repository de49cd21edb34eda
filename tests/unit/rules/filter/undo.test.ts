import { expect, test } from 'vitest';
import { canonicalText } from '../../../../src/rules/filter/canonical.ts';
import type { Filter } from '../../../../src/rules/filter/filter.ts';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { undoing } from '../../../../src/rules/filter/undo.ts';
import { requestOf, ruleSet, verdictOf } from '../../../support/rule-set.ts';

function filterOf(text: string): Filter {
  const line = parseLine(text);
  if (line.kind === 'badfilter') return line.filter;
  if (line.kind !== 'filters' || line.filters[0] === undefined) throw new Error(text);
  return line.filters[0];
}

/** What is left of a filter: all, nothing, or the pages it is still for. */
function left(text: string, ...badfilters: readonly string[]): string {
  const undo = undoing(badfilters.map((bad) => canonicalText(filterOf(`${bad},badfilter`))));
  const filter = filterOf(text);
  const kept = undo(filter);
  if (kept === null) return 'nothing';
  return kept === filter ? 'all' : (kept.page?.include.join('|') ?? '');
}

test.each([
  ['/some$domain=a.com|b.com|c.com', ['/some$domain=a.com'], 'b.com|c.com'],
  ['/some$domain=a.com|b.com|c.com', ['/some$domain=c.com|a.com'], 'b.com'],
  ['/some$domain=a.com|b.com|c.com', ['/some$domain=a.com', '/some$from=c.com'], 'b.com'],
  ['/some$domain=a.com|b.com', ['/some$domain=a.com|b.com|c.com'], 'nothing'],
  ['/some$domain=b.com|a.com', ['/some$domain=a.com|b.com'], 'nothing'],
  ['/some$domain=a.com', ['/some$domain=a.com|b.com'], 'nothing'],
  ['/some$domain=a.com|~x.a.com|b.com', ['/some$domain=a.com'], 'b.com'],
  ['/some$domain=a.com|/b/', ['/some$domain=a.com'], ''],
  ['/some$domain=a.com|b.com', ['/some$domain=a.com|~x.a.com'], 'all'],
  ['/some$domain=a.com|b.com', ['/some$domain=x.a.com'], 'all'],
  ['/some$domain=a.com|b.com', ['/some$image,domain=a.com'], 'all'],
  ['/some$image,domain=a.com|b.com', ['/some$domain=a.com,image'], 'b.com'],
  ['/some$domain=a.com|b.com', ['/other$domain=a.com'], 'all'],
  ['@@/some$domain=a.com|b.com', ['/some$domain=a.com'], 'all'],
  ['/some$domain=~a.com', ['/some$domain=a.com'], 'all'],
  ['/some$image', ['/some$image,domain=a.com'], 'all'],
  ['*$script,to=a.com|b.com', ['*$script,to=a.com'], 'all'],
  ['*$removeparam=x,domain=a.com|b.com', ['*$removeparam=x,domain=a.com'], 'b.com'],
  ['*$removeparam=x,domain=a.com|b.com', ['*$removeparam=y,domain=a.com'], 'all'],
])('of %s without %j: %s', (text, badfilters, expected) => {
  expect(left(text, ...badfilters)).toBe(expected);
});

test('those that undo something are told', () => {
  const texts = ['/a$domain=a.com,badfilter', '/b$badfilter', '/c$badfilter'];
  const [forPages, whole, idle] = texts.map((text) => canonicalText(filterOf(text))) as [
    string,
    string,
    string,
  ];
  const used: string[] = [];
  const undo = undoing([forPages, whole, idle], (badfilter) => used.push(badfilter));
  for (const text of ['/a$domain=a.com|b.com', '/b', '/a', '/d']) undo(filterOf(text));
  expect(used).toEqual([forPages, whole]);
});

test('a filter is undone for some of its pages, and in force for the others', async () => {
  const rules = await ruleSet({
    'a.txt': '||ads.example^$domain=a.com|b.com',
    'b.txt': '||ads.example^$domain=a.com,badfilter',
  });
  const from = (page: string) =>
    verdictOf(rules.match(requestOf('https://ads.example/', 'script', { from: page }), null));
  expect(from('https://a.com/')).toBe('pass');
  expect(from('https://b.com/')).toBe('block ||ads.example^$domain=a.com|b.com');
});
