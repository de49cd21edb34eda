import { describe, expect, test } from 'vitest';
import { readCookie } from '../../../../src/rules/filter/cookie-option.ts';

const named = (name: string) => ({ kind: 'name', name, negated: false });
const like = (source: string, flags = '') => ({ kind: 'regex', source, flags, negated: false });

describe('a cookie, and what is made of it', () => {
  test.each([
    ['', { kind: 'all' }, null],
    ['id', named('id'), null],
    ['id;maxAge=3600', named('id'), { maxAge: 3600, sameSite: null }],
    ['id;sameSite=lax', named('id'), { maxAge: null, sameSite: 'Lax' }],
    ['id; maxage=30 ; SAMESITE=Strict', named('id'), { maxAge: 30, sameSite: 'Strict' }],
    ['id;sameSite=none;maxAge=0', named('id'), { maxAge: 0, sameSite: 'None' }],
    ['id;', named('id'), null],
    [';maxAge=1', { kind: 'all' }, { maxAge: 1, sameSite: null }],
    ['/^_ga;x/', like('^_ga;x'), null],
    ['/^_ga/i;maxAge=1', like('^_ga', 'i'), { maxAge: 1, sameSite: null }],
    ['/a\\/b/;maxAge=1', like('a\\/b'), { maxAge: 1, sameSite: null }],
  ])('%s', (value, expected, limits) => {
    expect(readCookie(value)).toEqual({ kind: 'cookie', test: expected, limits });
  });

  test.each([
    ['id;maxAge', '"" is no number of seconds'],
    ['id;maxAge=-1', '"-1" is no number of seconds'],
    ['id;sameSite=loose', '"loose" is none of lax, strict and none'],
    ['id;path=/', '"path=/" is neither maxAge= nor sameSite='],
    ['/(/;maxAge=1', '/(/ is no regular expression'],
  ])('%s is refused: %s', (value, reason) => {
    expect(readCookie(value)).toEqual({ reason: `option "cookie": ${reason}` });
  });
});
