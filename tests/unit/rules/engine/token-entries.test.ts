import { expect, test } from 'vitest';
import { requestOf, ruleSet, verdictOf } from '../../../support/rule-set.ts';

/*
 * Records may only say no where the pattern does not match. Each pattern is
 * asked of URLs that differ from it in the characters around its word.
 */

test.each([
  ['-icon-', '/-icon-', true],
  ['-icon-', '/xicon-', false],
  ['-icon-', '/-icon_', false],
  ['l-icon.g', '/l-icon.gif', true],
  ['l-icon.g', '/m-icon.gif', false],
  ['l-icon.g', '/l-icon.png', false],
  ['/icon^', '/icon', true],
  ['/icon^', '/icon?x', true],
  ['/icon^', '/icon.x', false],
  ['^icon^', '/icon', true],
  ['^icon^a', '/icon=a', true],
  ['^icon^a', '/icon=b', false],
  ['/b*/icon.', '/bcd/icon.', true],
  ['/b*/icon.', '/x/icon.', false],
  ['/icon*x', '/icon/ax', true],
  ['/icon/*x', '/icon/x', true],
  ['/icon/*x', '/icon/', false],
  ['|https://icon.', '//icon.', false],
  ['/Icon-$match-case', '/Icon-', true],
  ['/Icon-$match-case', '/icon-', false],
  ['icon|', '/icon', true],
  ['/icon|', '/icon', true],
  ['/icon|', '/icon-', false],
])('%s on %s: %s', async (filter, path, blocked) => {
  const rules = await ruleSet(filter);
  const verdict = verdictOf(rules.match(requestOf(`https://a.example${path}`), null));
  expect(verdict).toBe(blocked ? `block ${filter}` : 'pass');
});

test('a word at the very beginning and at the very end of the URL', async () => {
  const rules = await ruleSet('|https:$image\n/end|$image');
  expect(verdictOf(rules.match(requestOf('https://a.example/', 'image'), null))).toBe(
    'block |https:$image',
  );
  const ends = await ruleSet('/end|');
  expect(verdictOf(ends.match(requestOf('https://a.example/longer/end'), null))).toBe(
    'block /end|',
  );
  // What an earlier, longer URL left behind does not count.
  expect(verdictOf(ends.match(requestOf('https://a.example/end/longer'), null))).toBe('pass');
  expect(verdictOf(ends.match(requestOf('https://a.example/x/end'), null))).toBe('block /end|');
});
