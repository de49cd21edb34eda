import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitCookies, limitsSomething } from '../../../src/act/limit-cookies.ts';
import type { CookieLimit } from '../../../src/model/rule.ts';

const DATE = 'Sun, 01 Feb 2026 00:00:00 GMT';
const HOUR_LATER = 'Sun, 01 Feb 2026 01:00:00 GMT';
const DAY_LATER = 'Mon, 02 Feb 2026 00:00:00 GMT';

const limit = (rest: Partial<CookieLimit>): CookieLimit => ({
  test: (name) => name === '_ga',
  maxAge: null,
  sameSite: null,
  ...rest,
});
const HOUR = limit({ maxAge: 3600 });

const limited = (line: string, ...limits: readonly CookieLimit[]): string =>
  limitCookies(['Date', DATE, 'Set-Cookie', line], limits).headers[3] as string;

describe('limitCookies: the life of a cookie', () => {
  test.each([
    ['none given', '_ga=1', '_ga=1; Max-Age=3600'],
    ['none given, attributes', '_ga=1; Path=/;Secure', '_ga=1; Path=/;Secure; Max-Age=3600'],
    ['longer', '_ga=1; Max-Age=7200; Path=/', '_ga=1; Path=/; Max-Age=3600'],
    ['shorter', '_ga=1; max-age=60', '_ga=1; max-age=60'],
    ['equal', '_ga=1; max-age=3600', '_ga=1; max-age=3600'],
    ['deleted', '_ga=; Max-Age=0', '_ga=; Max-Age=0'],
    ['deleted with a negative age', '_ga=; Max-Age=-1', '_ga=; Max-Age=-1'],
    ['a later end', `_ga=1; Expires=${DAY_LATER}; HttpOnly`, '_ga=1; HttpOnly; Max-Age=3600'],
    ['an earlier end', `_ga=1; Expires=${HOUR_LATER}`, `_ga=1; Expires=${HOUR_LATER}`],
    [
      'a past end deletes',
      '_ga=; Expires=Thu, 01-Jan-1970 00:00:01 GMT',
      '_ga=; Expires=Thu, 01-Jan-1970 00:00:01 GMT',
    ],
    [
      'the age outweighs the end',
      `_ga=1; Max-Age=60; Expires=${DAY_LATER}`,
      `_ga=1; Max-Age=60; Expires=${DAY_LATER}`,
    ],
    ['both go', `_ga=1; Max-Age=9999; Expires=${HOUR_LATER}`, '_ga=1; Max-Age=3600'],
    ['an age that is none', '_ga=1; Max-Age=1h', '_ga=1; Max-Age=3600'],
    ['an end that is none', '_ga=1; Expires=soon', '_ga=1; Max-Age=3600'],
    ['the last of two', '_ga=1; Max-Age=60; Max-Age=9999', '_ga=1; Max-Age=3600'],
    [
      'the last of two, shorter',
      '_ga=1;Max-Age=9999;MAX-AGE = 60',
      '_ga=1;Max-Age=9999;MAX-AGE = 60',
    ],
    ['another cookie', 'cart=1; Max-Age=9999', 'cart=1; Max-Age=9999'],
    ['a name in percent-encoding', '%5Fga=1', '%5Fga=1; Max-Age=3600'],
    ['odd bytes', '_ga="a b"%ZZ;;  X =', '_ga="a b"%ZZ;;  X =; Max-Age=3600'],
    ['no value', '_ga', '_ga; Max-Age=3600'],
  ])('%s', (_title, line, expected) => {
    expect(limited(line, HOUR)).toBe(expected);
  });

  test('without a Date an end in words is not measured, and stays', () => {
    const line = `_ga=1; Expires=${DAY_LATER}`;
    expect(limitCookies(['Set-Cookie', line], [HOUR]).headers).toEqual(['Set-Cookie', line]);
  });

  test('the shortest of several limits', () => {
    const limits = [HOUR, limit({ maxAge: 60 }), limit({ maxAge: 600 })];
    expect(limited('_ga=1', ...limits)).toBe('_ga=1; Max-Age=60');
  });
});

describe('limitCookies: SameSite', () => {
  test.each([
    ['set', '_ga=1; Path=/', 'Lax', '_ga=1; Path=/; SameSite=Lax'],
    ['replaced', '_ga=1; samesite=None; Secure', 'Strict', '_ga=1; Secure; SameSite=Strict'],
    ['the same', '_ga=1; SameSite=lax', 'Lax', '_ga=1; SameSite=lax'],
    ['None needs Secure', '_ga=1', 'None', '_ga=1'],
    ['None with Secure', '_ga=1; secure', 'None', '_ga=1; secure; SameSite=None'],
  ] as const)('%s', (_title, line, sameSite, expected) => {
    expect(limited(line, limit({ sameSite }))).toBe(expected);
  });

  test('with a life', () => {
    expect(limited('_ga=1', limit({ maxAge: 60, sameSite: 'Lax' }))).toBe(
      '_ga=1; Max-Age=60; SameSite=Lax',
    );
  });
});

test('names what it limited, and leaves all other headers', () => {
  const headers = [
    'X',
    '_ga=1',
    'set-cookie',
    '_ga=1',
    'Set-Cookie',
    'cart=1',
    'Set-Cookie',
    '_ga=2',
  ];
  const result = limitCookies(headers, [HOUR]);
  expect(result.limited).toEqual(['_ga', '_ga']);
  expect(result.headers).toEqual([
    ...['X', '_ga=1', 'set-cookie', '_ga=1; Max-Age=3600'],
    ...['Set-Cookie', 'cart=1', 'Set-Cookie', '_ga=2; Max-Age=3600'],
  ]);
  expect(limitsSomething(headers, HOUR)).toBe(true);
  expect(limitsSomething(headers.slice(0, 2), HOUR)).toBe(false);
});

test('the very same headers where nothing is limited', () => {
  const headers = ['Set-Cookie', 'cart=1'];
  expect(limitCookies(headers, [HOUR]).headers).toBe(headers);
  expect(limitCookies(headers, []).headers).toBe(headers);
});

test('any line: once is enough, name and value stay, and nothing else is lost', () => {
  const attribute = fc.oneof(
    fc.constantFrom(' Max-Age=99999', ' max-age=5', ' Secure', ` Expires=${DAY_LATER}`),
    fc.constantFrom(' SameSite=None', 'samesite', ' Path=/', '', ' =', ' HttpOnly'),
    fc.string({ maxLength: 8 }).map((text) => text.replaceAll(';', '')),
  );
  const line = fc
    .tuple(fc.constantFrom('_ga=1', '_ga', '_ga="x"', 'cart=1'), fc.array(attribute))
    .map(([pair, attributes]) => [pair, ...attributes].join(';'));
  const both = limit({ maxAge: 3600, sameSite: 'Lax' });
  const own = /^\s*(?:max-age|expires|samesite)\s*(?:=|$)/i;
  fc.assert(
    fc.property(line, fc.constantFrom(HOUR, both, limit({ sameSite: 'Strict' })), (before, by) => {
      const after = limited(before, by);
      expect(limited(after, by)).toBe(after);
      const rest = (text: string) =>
        text.split(';').filter((part, i) => i === 0 || !own.test(part));
      expect(rest(after)).toEqual(rest(before));
    }),
    { numRuns: 1000 },
  );
});
