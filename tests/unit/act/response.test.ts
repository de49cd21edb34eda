import { describe, expect, test } from 'vitest';
import { editResponse, NO_RESPONSE_EDITS, removedFromResponse } from '../../../src/act/response.ts';

const headers = [
  'Content-Type',
  'text/html',
  'Alt-Svc',
  'h3=":443"',
  'Set-Cookie',
  '_fbp=1',
  'Set-Cookie',
  'cart=2',
  'X-Ad',
  '1',
  'alt-svc',
  'clear',
];
const isFbp = (name: string): boolean => name === '_fbp';
const isAd = (name: string): boolean => name === 'x-ad' || name === 'content-length';

describe('editResponse', () => {
  test('always takes Alt-Svc away, and nothing else', () => {
    expect(editResponse(headers, NO_RESPONSE_EDITS)).toEqual([
      ...headers.slice(0, 2),
      ...headers.slice(4, 10),
    ]);
    expect(removedFromResponse(headers, NO_RESPONSE_EDITS)).toEqual([]);
  });

  test('gives the same headers back where there is nothing to do', () => {
    const plain = ['Content-Type', 'text/html'];
    expect(editResponse(plain, NO_RESPONSE_EDITS)).toBe(plain);
  });

  test('cookies and headers', () => {
    const edits = { ...NO_RESPONSE_EDITS, dropHeader: isAd, dropCookie: isFbp };
    expect(editResponse(headers, edits)).toEqual([
      'Content-Type',
      'text/html',
      'Set-Cookie',
      'cart=2',
    ]);
    expect(removedFromResponse(headers, edits)).toEqual(['_fbp', 'x-ad']);
  });

  test('cookies are taken out before others are limited, headers before others are added', () => {
    const limit = { test: () => true, maxAge: 60, sameSite: null };
    const added = [
      { name: 'X-Ad', value: '2', replaces: false },
      { name: 'Referrer-Policy', value: 'origin', replaces: true },
    ];
    const edits = {
      ...NO_RESPONSE_EDITS,
      dropHeader: isAd,
      dropCookie: isFbp,
      limitCookies: [limit],
      addHeaders: added,
    };
    expect(editResponse(headers, edits)).toEqual([
      ...['Content-Type', 'text/html', 'Set-Cookie', 'cart=2; Max-Age=60'],
      ...['X-Ad', '2', 'Referrer-Policy', 'origin'],
    ]);
    expect(removedFromResponse(headers, edits)).toEqual([
      ...['_fbp', 'cart (limited)', 'x-ad', 'x-ad (added)', 'referrer-policy (added)'],
    ]);
  });

  test('Alt-Svc is not let in by a rule either', () => {
    const addHeaders = [{ name: 'Alt-Svc', value: 'h3=":443"', replaces: true }];
    expect(editResponse(['X', '1'], { ...NO_RESPONSE_EDITS, addHeaders })).toEqual(['X', '1']);
  });

  test('names each removed thing once', () => {
    const twice = ['X-Ad', '1', 'X-Ad', '2', 'Content-Length', '3'];
    const edits = { ...NO_RESPONSE_EDITS, dropHeader: isAd, dropCookie: null };
    expect(removedFromResponse(twice, edits)).toEqual(['x-ad']);
    expect(editResponse(twice, edits)).toEqual(['Content-Length', '3']);
  });
});
