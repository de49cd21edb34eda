import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { includePath, includesOf } from '../../../../src/rules/filter/include.ts';
import { listText } from '../../../../src/rules/filter/list-text.ts';

const includes = (list: string, meant: 'yes' | 'maybe' = 'yes') =>
  includesOf(listText('list.txt', Buffer.from(list.replaceAll(' / ', '\n')), meant)).map(
    ({ line, written, meant }) => `${line} ${written} ${meant}`,
  );

describe('the includes of a list', () => {
  test.each([
    ['||a.b^ / ! !#include x', []],
    ['!#include x.txt / ||a.b^ / !#include sub/y.txt', ['1 x.txt yes', '3 sub/y.txt yes']],
    ['  !#include   x.txt  \r', ['1 x.txt yes']],
    ['!#include', []],
    ['!#includex.txt', []],
    ['||a.b^ !#include x.txt', []],
    ['!#if adguard / !#include x.txt / !#else / !#include y.txt / !#endif', ['4 y.txt yes']],
    [
      '!#if env_mobile / !#include x.txt / !#endif / !#include y.txt',
      ['2 x.txt maybe', '4 y.txt yes'],
    ],
    ['!#if false / !#if true / !#include x.txt / !#endif / !#endif', []],
  ])('%s', (list, expected) => {
    expect(includes(list)).toEqual(expected);
  });

  test('of one that is meant for some browsers are meant for those too', () => {
    expect(includes('!#include x.txt', 'maybe')).toEqual(['1 x.txt maybe']);
  });
});

describe('a path', () => {
  test.each([
    ['', 'a.txt', 'a.txt'],
    ['', 'sub/a.txt', 'sub/a.txt'],
    ['sub/a.txt', 'b.txt', 'sub/b.txt'],
    ['sub/a.txt', 'c/b-2_x.txt', 'sub/c/b-2_x.txt'],
  ])('from %j, %s is %s', (from, written, path) => {
    expect(includePath(from, written)).toBe(path);
  });

  test.each([
    '../a.txt',
    'a/../b.txt',
    './a.txt',
    '/a.txt',
    '//b.example/a.txt',
    'https://b.example/a.txt',
    'a\\b.txt',
    '.hidden',
    'a//b.txt',
    'a/',
    '',
    'a.txt?x',
    'a.txt#x',
    'a%2e%2e/b',
    'a b.txt',
    'a..b',
    'c:a.txt',
    `${'x'.repeat(300)}.txt`,
    'a\u0000.txt',
    'a.',
  ])('%j is refused', (written) => {
    expect(includePath('sub/a.txt', written)).toBeNull();
  });

  test('never leads out of the folder or to another origin', () => {
    const base = 'https://lists.example/folder/list.txt?x=1';
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      'a',
      '%2e',
      '%2f',
      '//',
      ':',
      '?',
      '#',
      '@',
      ' ',
      'x.txt',
      '\t',
      'http:',
    );
    const anything = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, anything, (first, second) => {
        const one = includePath('', first);
        const two = includePath(one ?? '', second);
        for (const path of [one, two]) {
          if (path === null) continue;
          const url = new URL(path, base);
          expect(url.href).toBe(`https://lists.example/folder/${path}`);
        }
      }),
    );
  });
});
