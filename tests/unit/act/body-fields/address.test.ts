import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutsInAddress } from '../../../../src/act/body-fields/address.ts';
import { withoutSpans } from '../../../../src/act/body-fields/cut.ts';
import { stripQuery } from '../../../../src/act/strip-query.ts';
import { anyText } from '../../../support/any-text.ts';

const many = () => ({ left: 1e6 });
const isClick = (name: string): boolean => name === 'fbclid' || name === 'gclid';
const clean = (address: string): string =>
  withoutSpans(address, cutsInAddress(address, isClick, many()).spans);
const encoded = (text: string, times: number): string =>
  times === 0 ? text : encoded(encodeURIComponent(text), times - 1);

const INNER = 'https://in.example/?fbclid=1&x=2';

describe('cutsInAddress', () => {
  test.each([
    ['no query', 'https://s.example/p', 'https://s.example/p'],
    ['nothing to find', 'https://s.example/?a=1#fbclid=2', 'https://s.example/?a=1#fbclid=2'],
    ['a field', 'https://s.example/?a=1&fbclid=2#f', 'https://s.example/?a=1#f'],
    ['several', 'https://s.example/?gclid=1&a&fbclid=2', 'https://s.example/?a'],
    ['all fields, and the mark', 'https://s.example/?fbclid=2#f', 'https://s.example/#f'],
    ['only separators left', 'https://s.example/?&fbclid=2&', 'https://s.example/'],
    ['a path', '/p?fbclid=1&a', '/p?a'],
    ['no address at all', 'Shoes & more', 'Shoes & more'],
    [
      'encoded as a whole',
      encoded('https://s.example/?a=%20&gclid=2', 1),
      encoded('https://s.example/?a=%20', 1),
    ],
    ['encoded with a bare slash', 'https%3A//s.example/?fbclid=1%26a', 'https%3A//s.example/?a'],
    [
      'encoded twice',
      encoded('https://s.example/?gclid=2', 2),
      encoded('https://s.example/?gclid=2', 2),
    ],
    [
      'an address in it',
      `https://s.example/?u=${encoded(INNER, 1)}&y`,
      `https://s.example/?u=${encoded('https://in.example/?x=2', 1)}&y`,
    ],
    [
      'an address in it, encoded once more',
      `https://s.example/?u=${encoded(INNER, 2)}`,
      `https://s.example/?u=${encoded('https://in.example/?x=2', 2)}`,
    ],
    [
      'one in one in it',
      `https://s.example/?u=${encoded(`https://m.example/?v=${encoded(INNER, 1)}`, 1)}`,
      `https://s.example/?u=${encoded(`https://m.example/?v=${encoded(INNER, 1)}`, 1)}`,
    ],
    [
      'both in it and in the one in it',
      `https://s.example/?fbclid=1&u=${encoded(INNER, 1)}`,
      `https://s.example/?u=${encoded('https://in.example/?x=2', 1)}`,
    ],
    [
      'a path in it is no address',
      'https://s.example/?u=%2Fp%3Ffbclid%3D1',
      'https://s.example/?u=%2Fp%3Ffbclid%3D1',
    ],
  ])('%s', (_title, address, left) => {
    expect(clean(address)).toBe(left);
  });

  test('names what goes, decoded', () => {
    const address = `https://s.example/?gc%6Cid=1&u=${encoded(INNER, 1)}`;
    expect(cutsInAddress(address, isClick, many()).names).toEqual(['gclid', 'fbclid']);
  });

  test('asks about each field as written', () => {
    const asked: string[][] = [];
    cutsInAddress('/?a%20b=%41&c', (name, raw) => asked.push([name, raw]) < 0, many());
    expect(asked).toEqual([
      ['a b', 'a%20b=%41'],
      ['c', 'c'],
    ]);
  });

  test('asks about no more fields than it may, and leaves the rest', () => {
    const address = `/?${'fbclid&'.repeat(600)}a`;
    const { spans } = cutsInAddress(address, isClick, { left: 500 });
    expect(withoutSpans(address, spans)).toBe(`/?${'fbclid&'.repeat(100)}a`);
    const allowance = { left: 3 };
    cutsInAddress(`/?a&u=${encoded('https://in.example/?b&c&fbclid', 1)}`, isClick, allowance);
    expect(allowance.left).toBe(0);
  });

  test('does with a plain address what stripQuery does', () => {
    const piece = fc.oneof(
      fc.constantFrom('', 'fbclid', 'fbclid=1', 'a=1', 'b=%20', '='),
      fc.string(),
    );
    const start = fc.constantFrom('https://s.example/', '/', '');
    fc.assert(
      fc.property(start, fc.array(piece), (before, pieces) => {
        const address = `${before}?${pieces.join('&').replaceAll(/http/gi, '')}`;
        expect(clean(address)).toBe(stripQuery(address, isClick).url);
      }),
    );
  });

  test('leaves any text alone where there is nothing to find', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cutsInAddress(text, () => false, many())).toEqual({ spans: [], names: [] });
      }),
    );
  });
});
