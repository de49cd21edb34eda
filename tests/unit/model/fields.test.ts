import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeField, formFields, MAX_FIELDS, queryFields } from '../../../src/model/fields.ts';

describe('decodeField', () => {
  it.each([
    ['plain', 'plain'],
    ['a+b', 'a b'],
    ['a%20b', 'a b'],
    ['ud%5Bem%5D', 'ud[em]'],
    ['caf%C3%A9', 'café'],
    ['100%', '100%'],
    ['%zz', '%zz'],
    ['%E0%A4%A', '\uFFFD%A'],
    ['%ff%41', '\uFFFDA'],
    ['', ''],
  ])('reads %j as %j', (text, expected) => {
    expect(decodeField(text)).toBe(expected);
  });

  it('undoes what URLSearchParams writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const written = new URLSearchParams([['k', value]]).toString().slice(2);
        expect(decodeField(written)).toBe(value);
      }),
    );
  });
});

describe('formFields', () => {
  it.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=v', [['', 'v']]],
    ['&&a=1&', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['ud%5Bem%5D=x+y', [['ud[em]', 'x y']]],
    ['', []],
  ] as const)('reads %j', (text, expected) => {
    expect(formFields(text).map(({ name, value }) => [name, value])).toEqual(expected);
  });

  it('stops at the limit', () => {
    expect(formFields('a&'.repeat(5000))).toHaveLength(MAX_FIELDS);
    expect(formFields('a&b&c', 2)).toHaveLength(2);
  });

  it('agrees with URLSearchParams on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=&+%25c') }), (text) => {
        const expected = [...new URLSearchParams(text.replace(/^\?/, ''))];
        expect(formFields(text).map(({ name, value }) => [name, value])).toEqual(expected);
      }),
    );
  });
});

describe('queryFields', () => {
  it.each([
    [
      '/tr/?id=1&ev=x',
      [
        ['id', '1'],
        ['ev', 'x'],
      ],
    ],
    ['/tr/', []],
    ['/tr/?', []],
    ['https://shop.example/?a=1#b=2', [['a', '1']]],
    ['/x?a=1?b=2', [['a', '1?b=2']]],
  ] as const)('reads %j', (target, expected) => {
    expect(queryFields(target).map(({ name, value }) => [name, value])).toEqual(expected);
  });
});
