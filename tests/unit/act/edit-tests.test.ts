import { describe, expect, test } from 'vitest';
import { joinEdits } from '../../../src/act/edit-tests.ts';
import type { Edit } from '../../../src/model/rule.ts';
import { addHeader, bodyEdit, edit, limitCookie, rule, skip, urlEdit } from './samples.ts';

const KINDS = [
  'query',
  'requestHeader',
  'requestCookie',
  'responseHeader',
  'responseCookie',
] as const;

describe('joinEdits', () => {
  test.each(KINDS)('%s: null without edits, "or" with many, the others untouched', (kind) => {
    const none = joinEdits(
      KINDS.filter((other) => other !== kind).map((other) => edit(other, 'a')),
    );
    expect(none[kind]).toBeNull();
    const joined = joinEdits([edit(kind, 'a'), edit(kind, 'b')])[kind];
    expect(['a', 'b', 'c'].map((name) => joined?.(name, name))).toEqual([true, true, false]);
  });

  test('what changes something is no removal', () => {
    const changes = [urlEdit(() => ''), skip(null), addHeader('a', 'b'), bodyEdit(() => '')];
    const tests = joinEdits([...changes, limitCookie('a', {})]);
    expect(Object.values(tests)).toEqual([null, null, null, null, null, null]);
  });

  test('a query test gets the field as written', () => {
    const byValue: Edit = {
      rule: rule('strip'),
      kind: 'query',
      test: (_name, raw) => raw.endsWith('=%20'),
    };
    const { query } = joinEdits([edit('query', 'x'), byValue]);
    expect(query?.('y', 'y=%20')).toBe(true);
    expect(query?.('y', 'y= ')).toBe(false);
  });
});
