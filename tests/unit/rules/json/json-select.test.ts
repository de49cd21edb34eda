import { expect, test } from 'vitest';
import { parseJsonPath } from '../../../../src/rules/json/json-path.ts';
import { selectJson } from '../../../../src/rules/json/json-select.ts';
import { readJsonTree } from '../../../../src/rules/json/json-tree.ts';

function selected(text: string, path: string): readonly string[] {
  const steps = parseJsonPath(path);
  const root = readJsonTree(text);
  if ('reason' in steps || root === null) throw new Error('no path or no JSON');
  return selectJson(root, steps, text)
    .map(({ parent, index }) => parent.members[index]?.value)
    .map((value) => text.slice(value?.start, value?.end))
    .sort();
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
