import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ARRAY,
  hasName,
  type JsonTree,
  OBJECT,
  readJsonTree,
  scalarOf,
} from '../../../../src/rules/json/json-tree.ts';

/** The value that a number stands for. */
function plainValue(tree: JsonTree, node: number): unknown {
  const { kind, last } = tree;
  const values: unknown[] = [];
  const entries: [unknown, unknown][] = [];
  for (let child = node + 1; child <= (last[node] ?? 0); child = (last[child] ?? 0) + 1) {
    const key = tree.text.slice(tree.from[child], tree.keyEnd[child]);
    if (kind[node] === ARRAY) values.push(plainValue(tree, child));
    else entries.push([JSON.parse(key), plainValue(tree, child)]);
  }
  if (kind[node] === ARRAY) return values;
  return kind[node] === OBJECT ? Object.fromEntries(entries) : scalarOf(tree, node);
}

test('a tree holds what the text says', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
      const text = ` ${JSON.stringify(JSON.parse(json), null, space)}\n`;
      const tree = readJsonTree(text);
      expect(tree === null ? tree : plainValue(tree, 0)).toEqual(JSON.parse(text));
    }),
  );
});

test('what has a tree is JSON, and what is JSON has one', () => {
  const piece = fc.constantFrom(
    ...['{', '}', '[', ']', ':', ',', '"', '"a"', '\\', '\\u', '0041', '\\"', 'n', 'true', 'null'],
    ...['-', '0', '1', '.', 'e', '+', ' ', '\n', '\u0001', 'é', '\ud800'],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.json().chain((json) =>
      fc.tuple(fc.nat(json.length), fc.nat(3), piece).map(([at, length, insert]) => {
        return json.slice(0, at) + insert + json.slice(at + length);
      }),
    ),
  );
  const isJson = (written: string) => {
    try {
      JSON.parse(written);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(text, (written) => {
      expect(readJsonTree(written) !== null).toBe(isJson(written));
    }),
    { numRuns: 5000 },
  );
});

describe('what is no JSON has no tree', () => {
  test.each([
    [''],
    ['{'],
    ['[1'],
    ['[1,]'],
    ['{"a"}'],
    ['{"a":}'],
    ['{a:1}'],
    ['{"a":1,}'],
    ['"a'],
    ['"a\\"'],
    ['{"a":@}'],
    ['1 2'],
    ['{"a":1]'],
    ['<html>'],
    ['"\\q"'],
    ['{"\\q":1}'],
    ['"\\u12g4"'],
    ['"\\u123"'],
    ['"a\nb"'],
    ['nul'],
    ['-'],
    ['01'],
    ['1.'],
    ['1e'],
    ['.5'],
    ['+1'],
    [`1${'0'.repeat(1001)}`],
    ['['.repeat(1000)],
    [`[${'1,'.repeat(100_000)}1]`],
  ])('%.30s', (text) => {
    expect(readJsonTree(text)).toBeNull();
  });
});

test.each([
  ['{"a":1}', 'a', true],
  ['{"\\u0061":1}', 'a', true],
  ['{"\\u0062":1}', 'a', false],
  ['{"a\\"":1}', 'a"', true],
  ['{"\\q":1}', 'q', false],
  ['{"\\\\":1}', '\\\\', false],
  ['{"\\\\":1}', '\\', true],
  ['{"ab":1}', 'a', false],
  ['[1]', 'a', false],
])('the key of the first value in %s is %s: %s', (text, name, expected) => {
  const tree = readJsonTree(text);
  expect(tree !== null && hasName(tree, 1, name)).toBe(expected);
});

test.each([
  ['"a\\n"', 'a\n'],
  ['-1.5e3', -1500],
  ['null', null],
  ['[]', undefined],
])('the value of %s is %j', (text, expected) => {
  const tree = readJsonTree(text);
  expect(tree === null ? 'none' : scalarOf(tree, 0)).toBe(expected);
});
