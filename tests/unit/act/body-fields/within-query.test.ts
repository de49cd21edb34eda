import { describe, expect, test } from 'vitest';
import { cleanWithinQuery } from '../../../../src/act/body-fields/within-query.ts';
import { within } from '../samples.ts';

const EDITS = [within(['dl'], 'fbclid')];

describe('cleanWithinQuery', () => {
  test('cleans the addresses in the fields of an address', () => {
    const url =
      'https://t.example/c?id=1&dl=https%3A%2F%2Fs.example%2F%3Ffbclid%3D1%26a%3D2&x=%20#dl=/?fbclid';
    expect(cleanWithinQuery(url, EDITS)).toEqual({
      url: 'https://t.example/c?id=1&dl=https%3A%2F%2Fs.example%2F%3Fa%3D2&x=%20#dl=/?fbclid',
      removed: ['fbclid (in dl)'],
    });
  });

  test.each([
    ['no query', 'https://t.example/c#?dl=/?fbclid'],
    ['no such field', 'https://t.example/?rl=/?fbclid=1'],
    ['its own field of that name', 'https://t.example/?fbclid=1&dl=/'],
  ])('leaves %s alone', (_title, url) => {
    expect(cleanWithinQuery(url, EDITS)).toEqual({ url, removed: [] });
  });

  test('looks at no more than 500 fields', () => {
    const url = `https://t.example/?${'a&'.repeat(500)}dl=/?fbclid=1`;
    expect(cleanWithinQuery(url, EDITS).removed).toEqual([]);
  });
});
