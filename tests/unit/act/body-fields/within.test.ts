import { describe, expect, test } from 'vitest';
import { withoutSpans } from '../../../../src/act/body-fields/cut.ts';
import type { PieceList } from '../../../../src/act/body-fields/piece.ts';
import { readForm, readLines } from '../../../../src/act/body-fields/read-form.ts';
import { readJson } from '../../../../src/act/body-fields/read-json.ts';
import { cutsWithin, isWithin } from '../../../../src/act/body-fields/within.ts';
import { edit, within } from '../samples.ts';

const EDITS = [within(['dl', 'page.url'], 'fbclid'), within(['dl'], 'gclid')];
const form = (text: string) => readForm(text, { from: 0, to: text.length }, { left: 99 });
const clean = (text: string, list: PieceList | null) => {
  const { spans, names } = cutsWithin(list as PieceList, text, EDITS);
  return [withoutSpans(text, spans), names];
};

describe('cutsWithin', () => {
  test('of a form, as it is percent-encoded', () => {
    const text =
      'fbclid=1&dl=https%3a%2f%2Fs.example%2F%3Fa%3D%2520%26fbclid%3D1%26gclid%3D2&rl=/?fbclid=1';
    expect(clean(text, form(text))).toEqual([
      'fbclid=1&dl=https%3a%2f%2Fs.example%2F%3Fa%3D%2520&rl=/?fbclid=1',
      ['fbclid (in dl)', 'gclid (in dl)'],
    ]);
  });

  test('of a form, where only what must be is encoded', () => {
    const text = 'dl=https://s.example/?fbclid=1%26a';
    expect(clean(text, form(text))[0]).toBe('dl=https://s.example/?a');
  });

  test('of JSON, as its strings are written', () => {
    const text =
      '{"page":{"url":"https:\\/\\/s.example\\/?fbclid=1\\u0026b=\\"2\\"&gclid=3"},"dl":7}';
    expect(clean(text, readJson(text, { left: 99 }))).toEqual([
      '{"page":{"url":"https:\\/\\/s.example\\/?b=\\"2\\"&gclid=3"},"dl":7}',
      ['fbclid (in page.url)'],
    ]);
  });

  test('of lines', () => {
    const text = 'en=a&dl=/?gclid=1\nen=b&dl=/?fbclid=1';
    expect(clean(text, readLines(text, { left: 99 }))[0]).toBe('en=a&dl=/\nen=b&dl=/');
  });

  test('what is taken out whole is not looked into', () => {
    const text = 'dl=/?gclid=1&dl=/?fbclid=1';
    const list = form(text);
    const { names } = cutsWithin(list, text, EDITS, new Set(list.pieces.slice(0, 1)));
    expect(names).toEqual(['fbclid (in dl)']);
  });

  test('a value that is too long is no address', () => {
    const text = `dl=/?fbclid=${'1'.repeat(65_536)}&dl=/?fbclid=2`;
    expect(clean(text, form(text))[1]).toEqual(['fbclid (in dl)']);
  });

  test('asks about 2,000 fields of all addresses together', () => {
    const text = `dl=/?${'a%26'.repeat(1000)}&`.repeat(2);
    expect(clean(`${text}dl=/?fbclid`, form(`${text}dl=/?fbclid`))[1]).toEqual([]);
    expect(clean(`${text.slice(9)}&dl=/?fbclid`, form(`${text.slice(9)}&dl=/?fbclid`))[1]).toEqual([
      'fbclid (in dl)',
    ]);
  });
});

test('isWithin tells such edits from others', () => {
  expect([...EDITS, edit('query', 'dl'), edit('bodyField', 'dl')].filter(isWithin)).toEqual(EDITS);
});
