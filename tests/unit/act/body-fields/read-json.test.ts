import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PieceList } from '../../../../src/act/body-fields/piece.ts';
import { readJson } from '../../../../src/act/body-fields/read-json.ts';
import { readBody } from '../../../../src/classify/body.ts';
import { anyText } from '../../../support/any-text.ts';

/** As the classifier has them; null where it is no JSON to it. */
function jsonFields(text: string) {
  const { kind, fields } = readBody('application/json', new TextEncoder().encode(text));
  return kind === 'json' ? fields : null;
}

const read = (text: string, left = 1e6) => readJson(text, { left });

/** All members in order, as name and written value; of those that hold others, null. */
function members(text: string, list: PieceList | null): readonly (readonly unknown[])[] {
  return (list?.pieces ?? []).flatMap(({ name, value, inside }) => [
    [name, value === null ? null : text.slice(value.from, value.to)],
    ...members(text, inside),
  ]);
}

describe('readJson', () => {
  test('finds each member under the name that Body has for it', () => {
    const text =
      ' {"a": 1.5e-3, "b":{ "c" :"x\\"y\\\\", "d":[true,null,{"e":""}]},"f.g":[], "\\u0068":{}} ';
    expect(members(text, read(text))).toEqual([
      ['a', '1.5e-3'],
      ['b', null],
      ['b.c', 'x\\"y\\\\'],
      ['b.d', null],
      ['b.d.0', 'true'],
      ['b.d.1', 'null'],
      ['b.d.2', null],
      ['b.d.2.e', ''],
      ['f.g', null],
      ['h', null],
    ]);
  });

  test('a list may be the whole', () => {
    const text = '[1,[2],{"a":3}]';
    expect(members(text, read(text)).map(([name]) => name)).toEqual(['0', '1', '1.0', '2', '2.a']);
  });

  test.each([
    '',
    '1',
    '"a"',
    '{',
    '[',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '[1,]',
    '[,]',
    '{"a":1}x',
    '[1}',
    '{"a":"}',
    '{a:1}',
    '["a"',
    '{"a\\":1}',
    '{"\\u12":1}',
  ])('is null for %s', (text) => {
    expect(read(text)).toBeNull();
  });

  test('what nests deeper than sixteen is stepped over', () => {
    const deep = (levels: number, inner: string) =>
      `${'{"a":'.repeat(levels)}${inner}${'}'.repeat(levels)}`;
    const text = deep(40, '"]}\\""');
    const names = members(text, read(text)).map(([name]) => name as string);
    expect(names).toHaveLength(16);
    expect(names.at(-1)).toBe(Array(16).fill('a').join('.'));
    const huge = `[${'['.repeat(100_000)}${']'.repeat(100_000)},2]`;
    expect(read(huge)?.pieces.at(-1)?.name).toBe('1');
  });

  test('reads no more members than it may, and steps over the rest', () => {
    const text = `[${'[1,{"a":[2]}],'.repeat(1000)}3]`;
    expect(members(text, read(text, 10)).length).toBeLessThanOrEqual(10);
    expect(read(text, 10)).not.toBeNull();
  });

  test('names are cut at 256 characters', () => {
    const text = JSON.stringify({ ['k'.repeat(300)]: { x: 1 } });
    expect(members(text, read(text)).map(([name]) => (name as string).length)).toEqual([256, 256]);
  });

  test('has the leaves of any JSON under the names of the classifier', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const list = read(text);
        const fields = jsonFields(text);
        expect(list === null).toBe(fields === null);
        const leaves = (one: PieceList | null): readonly (string | null)[] =>
          (one?.pieces ?? []).flatMap(({ name, inside }) =>
            inside === null || inside.pieces.length === 0 ? [name] : leaves(inside),
          );
        expect(leaves(list).toSorted()).toEqual((fields ?? []).map(({ name }) => name).toSorted());
      }),
    );
  });

  test('takes all that JSON.parse takes, and does not throw at anything', () => {
    const piece = fc.oneof(
      anyText,
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '\\', '1', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const list = read(text);
        if (jsonFields(text) !== null) expect(list).not.toBeNull();
      }),
    );
  });
});
