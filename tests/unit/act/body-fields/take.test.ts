import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutSpans } from '../../../../src/act/body-fields/cut.ts';
import { readForm, readLines } from '../../../../src/act/body-fields/read-form.ts';
import { readJson } from '../../../../src/act/body-fields/read-json.ts';
import { take } from '../../../../src/act/body-fields/take.ts';
import { stripQuery } from '../../../../src/act/strip-query.ts';

const left = { left: 1e6 };

describe('take', () => {
  test.each([
    ['the first', 'x=1&b=2', 'b=2'],
    ['the middle', 'a=1&x=1&b=2', 'a=1&b=2'],
    ['the last', 'a=1&x=1', 'a=1'],
    ['the only one', 'x=1', ''],
    ['several at the beginning', 'x=1&x=2&a', 'a'],
    ['several at the end', 'a&x=1&x=2', 'a'],
    ['all', 'x=1&x=2', ''],
    ['nothing', 'a=1&&b', 'a=1&&b'],
  ])('of a form: %s', (_title, text, rest) => {
    const list = readForm(text, { from: 0, to: text.length }, { ...left });
    expect(withoutSpans(text, take(list, text, ({ name }) => name === 'x').spans)).toBe(rest);
  });

  test.each([
    ['a field of each line', 'a=1&x=1\nx=2&b=2\r\n', 'a=1\nb=2\r\n'],
    ['a line of which nothing is left', 'a=1\nx=1&x=2\r\nb=2', 'a=1\r\nb=2'],
    ['the first line', 'x=1\na=1', 'a=1'],
    ['the last line', 'a=1\nx=1\n', 'a=1\n'],
    ['all lines', 'x=1\nx=2', ''],
  ])('of lines: %s', (_title, text, rest) => {
    const list = readLines(text, { ...left });
    expect(withoutSpans(text, take(list, text, ({ name }) => name === 'x').spans)).toBe(rest);
  });

  test.each([
    ['the first', '{ "x": 1, "b": 2 }', '{ "b": 2 }'],
    ['the middle', '{"a":1,"x":{"y":[1]},"b":2}', '{"a":1,"b":2}'],
    ['the last', '{"a":1 ,\n "x":"," }', '{"a":1 }'],
    ['the only one', '{"x":1}', '{}'],
    ['several', '{"x":1,"x":2,"a":1,"x":3}', '{"a":1}'],
    ['one of many in a list', '[{"x":1},{"x":2,"a":1}]', '[{},{"a":1}]'],
    ['an item by its place', '{"l":[1,2,3]}', '{"l":[1,3]}'],
    ['deep inside', '{"u":{"v":{"x":1}},"a":[]}', '{"u":{"v":{}},"a":[]}'],
  ])('of JSON: %s', (_title, text, rest) => {
    const list = readJson(text, { ...left });
    const spans =
      list === null
        ? []
        : take(list, text, ({ name }) => /(?:^|\.)x$|^l\.1$/.test(name ?? '')).spans;
    expect(withoutSpans(text, spans)).toBe(rest);
  });

  test('says what it took, and whether anything is left', () => {
    const text = 'x=1&y=2&x=3';
    const list = readForm(text, { from: 0, to: text.length }, { ...left });
    const taken = take(list, text, ({ name }) => name === 'x');
    expect([taken.pieces.length, taken.all]).toEqual([2, false]);
    expect(take(list, text, () => true).all).toBe(true);
    expect(take({ pieces: [], separator: '&' }, '', () => true).all).toBe(false);
  });

  test('what is in a piece that goes is not asked about', () => {
    const text = '{"x":{"y":1}}';
    const asked: (string | null)[] = [];
    take(readJson(text, { ...left }) ?? { pieces: [], separator: ',' }, text, ({ name }) => {
      asked.push(name);
      return true;
    });
    expect(asked).toEqual(['x']);
  });

  test('takes out of a query what stripQuery takes out', () => {
    const piece = fc.constantFrom('', 'x', 'x=1', 'a', 'b=2', 'x=&');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const text = pieces.join('&');
        const list = readForm(text, { from: 0, to: text.length }, { ...left });
        const rest = withoutSpans(text, take(list, text, ({ name }) => name === 'x').spans);
        const clean = stripQuery(`/?${text}`, (name) => name === 'x').url;
        // Where no field is left, the mark before them goes too.
        expect(clean === '/' ? rest.replaceAll('&', '') : `/?${rest}`).toBe(
          clean === '/' ? '' : clean,
        );
      }),
    );
  });
});
