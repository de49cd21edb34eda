import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { queryFields, stripQuery } from '../../../src/act/strip-query.ts';
import { anyText } from '../../support/any-text.ts';

const named =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);
const strip = (url: string): string => stripQuery(url, named('fbclid', 'a b')).url;

describe('stripQuery', () => {
  test.each([
    ['no query', 'https://s.example/p', 'https://s.example/p'],
    ['an empty query stays', 'https://s.example/p?', 'https://s.example/p?'],
    ['nothing hit', 'https://s.example/?x=%20+y&&z#f', 'https://s.example/?x=%20+y&&z#f'],
    ['the only field', 'https://s.example/?fbclid=1', 'https://s.example/'],
    ['the only field, with fragment', 'https://s.example/?fbclid=1#f', 'https://s.example/#f'],
    ['only separators left', 'https://s.example/?&fbclid=1&&', 'https://s.example/'],
    ['the first', 'https://s.example/?fbclid=1&b=2', 'https://s.example/?b=2'],
    ['the middle', 'https://s.example/?a=1&fbclid=1&b=2', 'https://s.example/?a=1&b=2'],
    ['the last', 'https://s.example/?a=1&fbclid=1', 'https://s.example/?a=1'],
    ['each of several', 'https://s.example/?fbclid=1&a&fbclid=2', 'https://s.example/?a'],
    ['without value', 'https://s.example/?fbclid&a', 'https://s.example/?a'],
    ['with empty value', 'https://s.example/?fbclid=&a', 'https://s.example/?a'],
    ['a name in percent-encoding', 'https://s.example/?fb%63lid=1&a', 'https://s.example/?a'],
    ['a name with a blank, as +', 'https://s.example/?a+b=1&c', 'https://s.example/?c'],
    ['a name with a blank, as %20', 'https://s.example/?a%20b=1&c', 'https://s.example/?c'],
    ['duplicates and order', 'https://s.example/?b&fbclid=1&a&b', 'https://s.example/?b&a&b'],
    ['neighbouring separators', 'https://s.example/?a&&fbclid=1&b&', 'https://s.example/?a&&b&'],
    ['odd escapes', 'https://s.example/?x=%ZZ&fbclid=1&y=%2f', 'https://s.example/?x=%ZZ&y=%2f'],
    ['user info', 'http://u:p@s.example/?fbclid=1&a', 'http://u:p@s.example/?a'],
    ['a second ?', 'https://s.example/?a?fbclid=1&fbclid=2', 'https://s.example/?a?fbclid=1'],
    ['a ? in the fragment', 'https://s.example/#?fbclid=1', 'https://s.example/#?fbclid=1'],
    ['case', 'https://s.example/?FBCLID=1', 'https://s.example/?FBCLID=1'],
    ['a path alone', '/p?fbclid=1&a', '/p?a'],
  ])('%s', (_title, url, clean) => {
    expect(strip(url)).toBe(clean);
  });

  test('names what it removed, decoded, as often as it did', () => {
    const { removed } = stripQuery('/?fbclid=1&a+b&c&fb%63lid=2', named('fbclid', 'a b'));
    expect(removed).toEqual(['fbclid', 'a b', 'fbclid']);
  });

  test('asks about the name and the field as written, never about no field', () => {
    const asked: string[][] = [];
    stripQuery('/?a%20b=1&&=2&c', (name, raw) => asked.push([name, raw]) < 0);
    expect(asked).toEqual([
      ['a b', 'a%20b=1'],
      ['', '=2'],
      ['c', 'c'],
    ]);
  });

  test('without a query there are no fields', () => {
    expect(queryFields('https://s.example/p#?a')).toEqual([]);
  });

  test('asks about no more than 500 fields', () => {
    let asked = 0;
    const url = `/?${'a&'.repeat(4000)}b`;
    expect(stripQuery(url, () => ++asked < 0).url).toBe(url);
    expect(asked).toBe(500);
    expect(queryFields(url)).toHaveLength(500);
  });
});

const piece = fc.oneof(
  fc.constantFrom('', 'fbclid', 'fbclid=1', 'fb%63lid', '=', '=fbclid', 'a+b=c+d', '%20', 'x=?'),
  fc.string({ maxLength: 6 }).map((text) => text.replace(/[&#]/g, '')),
);
const start = fc.constantFrom('/', 'https://u:p@s.example/%20');
const fragment = fc.constantFrom('', '#', '#a?fbclid=1&b');

describe('stripQuery, on any URL', () => {
  test('is idempotent, never longer, and keeps all else byte for byte and in order', () => {
    fc.assert(
      fc.property(start, fc.array(piece), fragment, (before, pieces, after) => {
        const url = `${before}?${pieces.join('&')}${after}`;
        const { url: clean, removed } = stripQuery(url, named('fbclid'));
        expect(stripQuery(clean, named('fbclid'))).toEqual({ url: clean, removed: [] });
        expect(clean.length).toBeLessThanOrEqual(url.length);
        const rest = pieces.filter((raw) => queryFields(`?${raw}`)[0]?.name !== 'fbclid');
        expect(removed).toHaveLength(pieces.length - rest.length);
        const query = rest.every((raw) => raw === '') ? '' : `?${rest.join('&')}`;
        expect(clean).toBe(removed.length === 0 ? url : before + query + after);
      }),
    );
  });

  test('never throws on any text', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, hit) => {
        expect(stripQuery(text, () => hit).url.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

interface Row {
  readonly url: string;
  readonly expected: string;
  readonly rules: readonly string[];
}

/** The engine of these rows keeps fields without value. We remove them: a bare id is one too. */
const WITHOUT_VALUE: ReadonlyMap<string, string> = new Map([
  ['https://example.com/?fbclid=&foo=1&bar=2&gclid=abc', 'https://example.com/?foo=1&bar=2'],
  ['https://example.com/?fbclid=&foo=1&gclid=1234&bar=2', 'https://example.com/?foo=1&bar=2'],
  ['https://example.com/?fbclid&foo&&gclid=2&bar=&%20', 'https://example.com/?foo&&bar=&%20'],
]);

const CORPUS = new URL('../../../../shared/corpora/removeparam.jsonl', import.meta.url);
const absent = !existsSync(CORPUS);
if (absent) console.log('skipped: stripping against the corpus, for ../shared is not there');

describe.skipIf(absent)('the removeparam corpus', () => {
  const lines = absent ? [] : readFileSync(CORPUS, 'utf8').trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Row);

  test.each(rows)('$url', ({ url, expected, rules }) => {
    const names = rules.map((text) => text.replace('*$removeparam=', ''));
    const { url: clean } = stripQuery(url, named(...names));
    expect(clean).toBe(WITHOUT_VALUE.get(url) ?? expected);
  });

  test('has 13 rows, of which three are the exceptions', () => {
    expect(rows).toHaveLength(13);
    expect(rows.filter(({ url }) => WITHOUT_VALUE.has(url))).toHaveLength(3);
  });
});
