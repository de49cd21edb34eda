import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PieceList } from '../../../../src/act/body-fields/piece.ts';
import { readForm, readLines } from '../../../../src/act/body-fields/read-form.ts';
import { formFields } from '../../../../src/model/fields.ts';
import { anyText } from '../../../support/any-text.ts';

const whole = (text: string) => ({ from: 0, to: text.length });
/** Each piece as written, its name, and its value as written. */
const shown = (text: string, { pieces }: PieceList) =>
  pieces.map(({ from, to, name, value }) => [
    text.slice(from, to),
    name,
    value === null ? null : text.slice(value.from, value.to),
  ]);

describe('readForm', () => {
  test('finds each field, its name and its value', () => {
    const text = '&a=1&&b%20c=2=3&d&=e&f=';
    expect(shown(text, readForm(text, whole(text), { left: 9 }))).toEqual([
      ['a=1', 'a', '1'],
      ['b%20c=2=3', 'b c', '2=3'],
      ['d', 'd', ''],
      ['=e', '', 'e'],
      ['f=', 'f', ''],
    ]);
  });

  test('reads a part of a text alone, and no more than it may', () => {
    const text = '?a=1&b=2&c=3#d=4';
    expect(shown(text, readForm(text, { from: 1, to: 12 }, { left: 9 }))).toHaveLength(3);
    const allowance = { left: 2 };
    expect(shown(text, readForm(text, { from: 1, to: 12 }, allowance))).toEqual([
      ['a=1', 'a', '1'],
      ['b=2', 'b', '2'],
      ['c=3', null, null],
    ]);
    expect(allowance.left).toBe(0);
  });

  test('names the fields of any text as formFields does', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const names = readForm(text, whole(text), { left: 1e6 }).pieces.map(({ name }) => name);
        expect(names).toEqual(formFields(text).map(({ name }) => name));
      }),
    );
  });
});

describe('readLines', () => {
  test('each line is a form; its end is no part of a value', () => {
    const text = 'en=a&x=1\r\n\nen=b\n';
    const { pieces, separator } = readLines(text, { left: 9 });
    expect(separator).toBe('\n');
    expect(
      pieces.map(({ from, to, inside }) => [text.slice(from, to), inside && shown(text, inside)]),
    ).toEqual([
      [
        'en=a&x=1',
        [
          ['en=a', 'en', 'a'],
          ['x=1', 'x', '1'],
        ],
      ],
      ['en=b', [['en=b', 'en', 'b']]],
    ]);
  });

  test('the allowance is for all lines together', () => {
    const { pieces } = readLines('a&b\nc&d', { left: 3 });
    expect(pieces.map(({ inside }) => inside?.pieces.map(({ name }) => name))).toEqual([
      ['a', 'b'],
      ['c', null],
    ]);
  });
});
