import { describe, expect, test } from 'vitest';
import { canRedirectTo, isNavigation, redirectTo } from '../../../src/act/redirect.ts';
import { mask, request, rule } from './samples.ts';

const PAGE = mask('document', 'subdocument');
const NAVIGATE = ['Sec-Fetch-Mode', 'navigate'];

describe('isNavigation', () => {
  test.each([
    ['a document', request({ type: 'document' }), true],
    ['a document that is posted', request({ type: 'document', method: 'POST' }), false],
    ['a HEAD', request({ type: 'document', method: 'HEAD' }), false],
    ['a frame', request({ type: 'subdocument', headers: NAVIGATE }), false],
    ['a document or a frame', request({ type: 'document', types: PAGE }), false],
    ['one that navigates', request({ type: 'document', types: PAGE, headers: NAVIGATE }), true],
    ['a call', request({ type: 'xhr', headers: NAVIGATE }), false],
  ])('%s', (_title, asked, expected) => {
    expect(isNavigation(asked)).toBe(expected);
  });
});

test.each([
  ['https://shop.example/?a=%20', true],
  ['https://shop.example/?a=b c', false],
  ['https://shop.example/?a=\u00e9', false],
  ['https://shop.example/\r\nSet-Cookie: a', false],
  ['', false],
])('canRedirectTo(%j)', (url, expected) => {
  expect(canRedirectTo(url)).toBe(expected);
});

test('redirectTo', () => {
  expect(redirectTo('https://shop.example/', rule('strip'))).toEqual({
    status: 307,
    headers: expect.arrayContaining(['Location', 'https://shop.example/', 'no-store', '0']),
    body: new Uint8Array(),
  });
});
