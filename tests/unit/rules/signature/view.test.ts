import { expect, it } from 'vitest';
import {
  cookiesOf,
  createView,
  headersOf,
  pathOf,
  queryOf,
} from '../../../../src/rules/signature/view.ts';
import { request } from '../../../support/signature-request.ts';

const view = (url: string, headers: Record<string, string> = {}) =>
  createView(request(url, { headers }), null);
const pairs = (fields: readonly { name: string; value: string }[]) =>
  fields.map(({ name, value }) => [name, value]);

it.each([
  ['https://a.example', '/'],
  ['https://a.example/tr/?x', '/tr/'],
  ['https://a.example/%74r%2F?%78', '/tr/'],
  ['https://a.example/a+b', '/a+b'],
  ['https://a.example/a+b%20c', '/a+b c'],
  ['https://a.example/100%', '/100%'],
])('the path of %s is %s', (url, expected) => {
  expect(pathOf(view(url))).toBe(expected);
});

it('reads the query once', () => {
  const seen = view('https://a.example/?a=1&b%5B%5D=x+y');
  expect(pairs(queryOf(seen))).toEqual([
    ['a', '1'],
    ['b[]', 'x y'],
  ]);
  expect(queryOf(seen)).toBe(queryOf(seen));
});

it('names headers in small letters', () => {
  const { name, value } = headersOf(view('https://a.example/', { 'X-Key': 'V' })).at(-1)!;
  expect([name, value]).toEqual(['x-key', 'V']);
});

it.each([
  [
    'a=1; b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    'a=1;b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['a=x=y', [['a', 'x=y']]],
  ['a=x&y+z', [['a', 'x&y+z']]],
  ['a%5Fb=%C3%A9', [['a_b', '%C3%A9']]],
  ['flag', [['flag', '']]],
  ['; ;a=1;', [['a', '1']]],
])('the cookies of %j', (text, expected) => {
  expect(pairs(cookiesOf(view('https://a.example/', { Cookie: text })))).toEqual(expected);
});

it('has no cookies where there is no header', () => {
  expect(cookiesOf(view('https://a.example/'))).toEqual([]);
});
