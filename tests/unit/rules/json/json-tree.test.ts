import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeString, type JsonNode, readJsonTree } from '../../../../src/rules/json/json-tree.ts';

/** The value that a tree stands for. */
function plainValue({ kind, start, end, members }: JsonNode, text: string): unknown {
  if (kind === 'array') return members.map(({ value }) => plainValue(value, text));
  if (kind === 'object') {
    return Object.fromEntries(members.map(({ name, value }) => [name, plainValue(value, text)]));
  }
  return JSON.parse(text.slice(start, end));
}

test('a tree holds what the text says', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
      const text = JSON.stringify(JSON.parse(json), null, space);
      const tree = readJsonTree(` ${text}\n`);
      expect(tree === null ? tree : plainValue(tree, ` ${text}\n`)).toEqual(JSON.parse(text));
    }),
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
    ['{"\\q":1}'],
    ['"a'],
    ['"a\\"'],
    ['nul'],
    ['1 2'],
    ['{"a":1]'],
    ['<html>'],
    ['['.repeat(1000)],
    [`[${'1,'.repeat(200_000)}1]`],
  ])('%.30s', (text) => {
    expect(readJsonTree(text)).toBeNull();
  });
});

test('strings are decoded, or are none', () => {
  expect(decodeString('"a"')).toBe('a');
  expect(decodeString('"\\u0061\\n\\""')).toBe('a\n"');
  expect(decodeString('"\\q"')).toBeNull();
});
