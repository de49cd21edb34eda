import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  requestCookieNames,
  responseCookieNames,
  stripRequestCookies,
  stripResponseCookies,
} from '../../../src/act/strip-cookies.ts';

const isMeta = (name: string): boolean => name === '_fbp' || name === '_fbc';

describe('stripRequestCookies', () => {
  test.each([
    ['nothing hit', 'a=1;b=2 ; c', 'a=1;b=2 ; c'],
    ['the only one', '_fbp=1', null],
    ['all of several', '_fbp=1; _fbc=2;', null],
    ['the first', '_fbp=1; a=2', 'a=2'],
    ['the middle', 'a=1; _fbp=x=y; b=2', 'a=1; b=2'],
    ['the last', 'a=1; _fbp=1', 'a=1'],
    ['duplicates', '_fbp=1; a=1; _fbp=2; a=2', 'a=1; a=2'],
    ['without a value', '_fbp; a', 'a'],
    ['a name in percent-encoding', '%5Ffbp=1; a=%5Ffbp', 'a=%5Ffbp'],
    ['odd blanks elsewhere stay', 'a=1;  b="x y" ;_fbp=1;\tc', 'a=1;  b="x y" ;\tc'],
    ['empty pairs stay', 'a=1;; _fbp=1;', 'a=1;;'],
    ['another case is another cookie', '_FBP=1', '_FBP=1'],
    ['session, login and consent', 'fbsr_1=a; PHPSESSID=b', 'fbsr_1=a; PHPSESSID=b'],
    ['an empty header', '', ''],
  ])('%s', (_title, line, rest) => {
    const { headers } = stripRequestCookies(['Host', 's.example', 'cookie', line], isMeta);
    expect(headers).toEqual(['Host', 's.example', ...(rest === null ? [] : ['cookie', rest])]);
  });

  test('each of several headers by itself', () => {
    const headers = ['Cookie', 'a=1; _fbp=2', 'X', '_fbp=1', 'cookie', '_fbc=3', 'COOKIE', 'b=4'];
    expect(stripRequestCookies(headers, isMeta)).toEqual({
      headers: ['Cookie', 'a=1', 'X', '_fbp=1', 'COOKIE', 'b=4'],
      removed: ['_fbp', '_fbc'],
    });
    expect(requestCookieNames(headers)).toEqual(['a', '_fbp', '_fbc', 'b']);
  });

  test('gives the same headers back where nothing was hit', () => {
    const headers = ['Cookie', 'a=1'];
    expect(stripRequestCookies(headers, isMeta).headers).toBe(headers);
  });

  test('asks about no more than 500 cookies of a header', () => {
    let asked = 0;
    const headers = ['Cookie', 'a;'.repeat(4000)];
    expect(stripRequestCookies(headers, () => ++asked < 0).headers).toBe(headers);
    expect(asked).toBe(500);
    expect(requestCookieNames(headers)).toHaveLength(500);
  });

  test('on any header: idempotent, never longer, the other cookies as they were', () => {
    const pair = fc.oneof(
      fc.constantFrom('', ' ', '_fbp', '_fbp=1', '%5ffbc=2', 'a=_fbp'),
      fc.string({ maxLength: 5 }).map((text) => text.replaceAll(';', '')),
    );
    const line = fc.array(pair, { minLength: 1 }).map((pairs) => pairs.join('; '));
    fc.assert(
      fc.property(line, (value) => {
        const once = stripRequestCookies(['Cookie', value], isMeta);
        expect(stripRequestCookies(once.headers, isMeta).headers).toEqual(once.headers);
        const rest = once.headers[1] ?? '';
        expect(rest.length).toBeLessThanOrEqual(value.length);
        const cookies = (text: string): string[] =>
          text
            .split(';')
            .map((text) => text.trim())
            .filter((text) => text !== '');
        expect(cookies(rest)).toEqual(
          cookies(value).filter((text) => !requestCookieNames(['Cookie', text]).some(isMeta)),
        );
      }),
    );
  });
});

describe('stripResponseCookies', () => {
  const headers = [
    'Set-Cookie',
    '_fbp=fb.1.2.3; Max-Age=7776000; Path=/',
    'Set-Cookie',
    'session=_fbp; HttpOnly',
    'set-cookie',
    ' %5Ffbc = 1',
    'X-Other',
    '_fbp=1',
    'SET-COOKIE',
    'bare',
  ];

  test('removes whole headers by the name of the cookie', () => {
    expect(stripResponseCookies(headers, isMeta)).toEqual({
      headers: ['Set-Cookie', 'session=_fbp; HttpOnly', 'X-Other', '_fbp=1', 'SET-COOKIE', 'bare'],
      removed: ['_fbp', '_fbc'],
    });
    expect(responseCookieNames(headers)).toEqual(['_fbp', 'session', '_fbc', 'bare']);
  });

  test('gives the same headers back where nothing was hit', () => {
    expect(stripResponseCookies(headers, () => false).headers).toBe(headers);
  });
});
