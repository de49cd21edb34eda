import { describe, expect, test } from 'vitest';
import { parseRegex } from '../../../../src/rules/regex/parse.ts';
import { literalPrefix } from '../../../../src/rules/regex/prefix.ts';

describe('the text that every match begins with', () => {
  test.each([
    ['abc', 'abc'],
    ['ABC', 'abc'],
    ['\\{"node":\\{"id":\\d+', '{"node":{"id":'],
    ['"ads".+', '"ads"'],
    ['(?:ab)c', 'abc'],
    ['(ab)+c', 'ab'],
    ['a{2}b', 'a'],
    ['a*b', ''],
    ['a?b', ''],
    ['(?:a|b)c', ''],
    ['[ab]c', ''],
    ['.a', ''],
    ['^ab', 'ab'],
    ['\\bab', 'ab'],
    ['(?=ab)c', 'c'],
    ['', ''],
  ])('%s: %j', (source, expected) => {
    const node = parseRegex(source);
    expect(node === null ? null : literalPrefix(node)).toBe(expected);
  });
});
