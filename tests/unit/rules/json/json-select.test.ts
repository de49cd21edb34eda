import { expect, test } from 'vitest';
import { parseJsonPath } from '../../../../src/rules/json/json-path.ts';
import { selectJson } from '../../../../src/rules/json/json-select.ts';
import { readJsonTree } from '../../../../src/rules/json/json-tree.ts';

function selected(text: string, path: string): readonly string[] {
  const steps = parseJsonPath(path);
  const tree = readJsonTree(text);
  if ('reason' in steps || tree === null) throw new Error('no path or no JSON');
  const found = selectJson(tree, steps) ?? [];
  return found.map(({ node }) => text.slice(tree.start[node], tree.end[node])).sort();
}

test.each([
  ['$.a', '{"a":[1,2]}', ['[1,2]']],
  ['$.a[*]', '{"a":[1,2]}', ['1', '2']],
  ['$..a', '{"a":{"a":1}}', ['1', '{"a":1}']],
  ['$..*..a', '{"x":{"a":1,"y":{"a":2}}}', ['1', '2']],
  ['$.a[-2:]', '{"a":[1,2,3]}', ['2', '3']],
  ['$.a[-9:1]', '{"a":[1,2,3]}', ['1']],
  ['$.a.b', '{"a":1}', []],
  ['$[?(has a)]', '[{"a":1},[{"a":1}],1]', ['{"a":1}']],
])('%s on %s', (path, text, expected) => {
  expect(selected(text, path)).toEqual(expected);
});

test('what would take too long is given up', () => {
  const text = `[${'[[[[1]]]],'.repeat(5000)}1]`;
  const tree = readJsonTree(text);
  const filters = Array.from({ length: 32 }, () => '?(has "$.*.*.*.x")').join(',');
  const steps = parseJsonPath(`$..[${filters}]`);
  expect(tree).not.toBeNull();
  expect('reason' in steps || tree === null ? 'none' : selectJson(tree, steps)).toBeNull();
});
