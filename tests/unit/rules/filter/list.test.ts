import { describe, expect, test } from 'vitest';
import { parseFilterList } from '../../../../src/rules/filter/list.ts';

/** The patterns in force of a list written with `/` for a new line. */
function inForce(list: string): string {
  return parseFilterList(list.replaceAll(' / ', '\n'), 'list.txt')
    .filters.map(({ filter }) => `${filter.exception ? '@@' : ''}${filter.pattern.text}`)
    .join(' ');
}

describe('parts for others', () => {
  test.each([
    ['!#if ext_ublock / ||a.b^ / !#endif / ||c.d^', 'a.b c.d'],
    ['!#if adguard / ||a.b^ / !#endif / ||c.d^', 'c.d'],
    ['!#if !adguard / ||a.b^ / !#endif', 'a.b'],
    ['!#if adguard / ||a.b^ / !#else / ||c.d^ / !#endif', 'c.d'],
    ['!#if ext_ublock / ||a.b^ / !#else / ||c.d^ / !#endif', 'a.b'],
    ['!#if ext_ublock && !adguard / ||a.b^ / !#endif', 'a.b'],
    ['!#if adguard || (ext_ublock && !false) / ||a.b^ / !#endif', 'a.b'],
    ['!#if !(ext_ublock || adguard) / ||a.b^ / !#endif', ''],
    [
      '!#if adguard / !#if ext_ublock / ||a.b^ / !#endif / ||c.d^ / !#else / ||e.f^ / !#endif',
      'e.f',
    ],
    ['!#if ext_ublock / !#if adguard / ||a.b^ / !#else / ||c.d^ / !#endif / !#endif', 'c.d'],
    // One browser of several: only what keeps pages whole.
    ['!#if env_firefox / ||a.b^ / @@||c.d^ / !#endif', '@@c.d'],
    ['!#if !env_firefox / ||a.b^ / @@||c.d^ / !#endif', '@@c.d'],
    ['!#if env_chromium / @@||a.b^ / !#else / @@||c.d^ / !#endif', '@@a.b @@c.d'],
    ['!#if env_firefox && adguard / @@||a.b^ / !#endif', ''],
    ['!#if env_firefox || ext_ublock / ||a.b^ / !#endif', 'a.b'],
    ['!#safari_cb_affinity(general) / ||a.b^ / !#safari_cb_affinity', 'a.b'],
  ])('%s: %j', (list, expected) => {
    expect(inForce(list)).toBe(expected);
  });

  test.each([
    ['!#if', '"" is no condition', 1],
    ['!#if a &&', '"a &&" is no condition', 1],
    ['!#if (a', '"(a" is no condition', 1],
    ['!#if a b', '"a b" is no condition', 1],
    ['!#if a ; b', '"a ; b" is no condition', 1],
    ['!#else', '"!#else" without "!#if"', 1],
    ['||a.b^ / !#endif', '"!#endif" without "!#if"', 2],
    ['!#if a / ||a.b^', '"!#if" without "!#endif"', 2],
    [Array(25).fill('!#if true').join(' / '), '"!#if" inside too many others', 21],
  ])('%s', (list, reason, line) => {
    const { problems } = parseFilterList(list.replaceAll(' / ', '\n'), 'list.txt');
    expect(problems).toContainEqual(
      expect.objectContaining({ list: 'list.txt', line, reason, severity: 'error' }),
    );
  });

  test('what nobody here is meant to read is no problem', () => {
    const { problems } = parseFilterList('!#if adguard\n||a.b^$foo\nx##y\n!#endif', 'list.txt');
    expect(problems).toEqual([]);
  });
});

test('rules and problems carry the line they stand on', () => {
  const list = '! one\r\n||a.b^\r\n\r\n  ||c.d^$foo  \r\n||e.f^$badfilter\r\n0.0.0.0 g.h i.j';
  const { filters, badfilters, problems } = parseFilterList(list, 'list.txt');
  expect(filters.map(({ line, filter }) => [line, filter.pattern.text])).toEqual([
    [2, 'a.b'],
    [6, 'g.h'],
    [6, 'i.j'],
  ]);
  expect(badfilters.map(({ line }) => line)).toEqual([5]);
  expect(problems).toEqual([
    {
      list: 'list.txt',
      line: 4,
      text: '||c.d^$foo',
      reason: 'unknown option "foo"',
      severity: 'error',
    },
  ]);
});

test('a rule is in force though a part of it does nothing, which is told', () => {
  const text = '||a.b^$redirect=nopjs\n||c.d^$redirect=noopjs';
  const { filters, problems } = parseFilterList(text, 'list.txt');
  expect(filters.map(({ filter }) => filter.pattern.text)).toEqual(['a.b', 'c.d']);
  expect(problems.map(({ line, severity, reason }) => [line, severity, reason])).toEqual([
    [
      1,
      'ineffective',
      'there is no stand-in "nopjs", did you mean "noopjs"?; what it blocks is answered by its type',
    ],
  ]);
});
