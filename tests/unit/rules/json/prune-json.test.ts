import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonPath } from '../../../../src/rules/json/json-path.ts';
import { pruneJson } from '../../../../src/rules/json/prune-json.ts';

function pruned(text: string, path: string): string {
  const steps = parseJsonPath(path);
  if ('reason' in steps) throw new Error(steps.reason);
  return pruneJson(text, steps);
}

describe('what a path selects is taken away', () => {
  test.each([
    ['$.a', '{"a":1,"b":2}', '{"b":2}'],
    ['$.b', '{"a":1,"b":2}', '{"a":1}'],
    ['$.b', '{"a":1,"b":2,"c":3}', '{"a":1,"c":3}'],
    ['$.*', '{"a":1,"b":2}', '{}'],
    ['$.a', '{ "a" : 1 , "b" : 2 }', '{ "b" : 2 }'],
    ['$.b', '{ "a" : 1 , "b" : 2 }', '{ "a" : 1 }'],
    ['$[0]', '[1, 2, 3]', '[2, 3]'],
    ['$[-1]', '[1, 2, 3]', '[1, 2]'],
    ['$[1]', '[1, 2, 3]', '[1, 3]'],
    ['$[0:2]', '[1, 2, 3]', '[3]'],
    ['$[::2]', '[1, 2, 3]', '[2]'],
    ['$[0,2]', '[1, 2, 3]', '[2]'],
    ['$[5]', '[1, 2, 3]', '[1, 2, 3]'],
    ['$[0]', '{"0":1}', '{"0":1}'],
    ['$.a.b', '{"a":{"b":1,"c":2},"b":3}', '{"a":{"c":2},"b":3}'],
    ['$.a[*].c', '{"a":[{"c":1},{"c":2,"d":3}]}', '{"a":[{},{"d":3}]}'],
    ['$..c', '{"c":{"c":1},"a":[{"c":1},{"b":{"c":2,"d":3}}]}', '{"a":[{},{"b":{"d":3}}]}'],
    ['$..*', '{"a":{"b":1}}', '{}'],
    [
      '$..[one, "two three"]',
      '{"one":1,"two":{"two three":23,"four five":45}}',
      '{"two":{"four five":45}}',
    ],
    ['$.a[?(has ad_origin)]', '{"a":[{"ad_origin":"x","b":42},{"b":1234}]}', '{"a":[{"b":1234}]}'],
    [
      "$.*.*[?(key-eq 'Some key' 'Some value')]",
      '{"a":{"b":{"c":{"Some key":"Some value"},"d":{"Some key":"Other"}}},"e":{"f":[{"Some key":"Some value"},{"Some key":"Other"}]}}',
      '{"a":{"b":{"d":{"Some key":"Other"}}},"e":{"f":[{"Some key":"Other"}]}}',
    ],
    ['$[?(key-eq n 1)]', '[{"n":1},{"n":"1"},{"n":2}]', '[{"n":"1"},{"n":2}]'],
    ['$[?(key-eq n true)]', '[{"n":true},{"n":[]}]', '[{"n":[]}]'],
    ['$[?(key-substr k "ads.")]', '[{"k":"//ads.x"},{"k":"x"},{"k":1}]', '[{"k":"x"},{"k":1}]'],
    [
      '$.elems[?(has "$.a.b.c")]',
      '{"elems":[{"a":{"b":{"c":123}},"k":"v"},{"d":1}]}',
      '{"elems":[{"d":1}]}',
    ],
    [
      '$.elems[?(key-eq "$.a.b.c" "abc")]',
      '{"elems":[{"a":{"b":{"c":123}}},{"a":{"b":{"c":"abc"}}}]}',
      '{"elems":[{"a":{"b":{"c":123}}}]}',
    ],
    // A name is the same however it is written.
    ['$.ads', '{"\\u0061ds":1,"b":2}', '{"b":2}'],
    ['$["\u00fc"]', '{"\\u00fc":1,"b":2}', '{"b":2}'],
    // Numbers that JavaScript cannot hold, and strings, stay as they are.
    [
      '$.a',
      '{"a":1,"id":12345678901234567890,"t":"\\u00e9\\/"}',
      '{"id":12345678901234567890,"t":"\\u00e9\\/"}',
    ],
  ])('%s on %s', (path, text, expected) => {
    expect(pruned(text, path)).toBe(expected);
  });
});

describe('the text stays as it is', () => {
  test.each([
    ['where nothing is selected', '{ "b" : 1 }'],
    ['where it is no JSON', '{"a":1,}'],
    ['where a string holds what JSON forbids', '{"a":1,"b":"\n"}'],
    ['where it is padded', 'call({"a":1})'],
    ['where it nests too deep', `${'['.repeat(300)}{"a":1}${']'.repeat(300)}`],
    ['where it is too long', `{"a":"${'x'.repeat(1_500_000)}"}`],
    ['where it is empty', ''],
  ])('%s', (_what, text) => {
    expect(pruned(text, '$..a')).toBe(text);
  });
});

/** The same by a plain walk. */
function without(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== name)
      .map(([key, item]) => [key, without(item, name)]),
  );
}

test('any JSON without a key is what a plain walk makes of it', () => {
  const key = fc.constantFrom('a', 'b', 'c', '"', '\\');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(1, 'a', null, true, 1e21),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(
      tree,
      fc.constantFrom('a', 'b'),
      fc.constantFrom(undefined, 1),
      (value, name, space) => {
        const text = JSON.stringify(value, null, space);
        expect(JSON.parse(pruned(text, `$..${name}`))).toEqual(without(JSON.parse(text), name));
      },
    ),
  );
});
