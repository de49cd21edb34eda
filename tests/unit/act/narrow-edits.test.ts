import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editRequest } from '../../../src/act/edit-request.ts';
import { narrowByRequest, narrowByResponse } from '../../../src/act/narrow-edits.ts';
import type { Edit } from '../../../src/model/rule.ts';
import { edit, request } from './samples.ts';

const head = request({
  url: 'https://shop.example/?fbclid=1',
  headers: ['Referer', 'https://a.example/?gclid=1', 'Cookie', '_fbp=1', 'X-A', '1', 'Host', 'h'],
});
const found = [
  edit('query', 'fbclid'),
  edit('query', 'gclid'),
  edit('requestCookie', '_fbp'),
  edit('requestHeader', 'x-a'),
];
const missed = [
  edit('query', 'x-a'),
  edit('requestCookie', 'fbclid'),
  edit('requestHeader', '_fbp'),
  edit('requestHeader', 'host'),
];
const later = [edit('responseCookie', '_fbp'), edit('responseHeader', 'x-b')];

describe('narrowByRequest', () => {
  test('keeps what finds something, and what waits for the response', () => {
    expect(narrowByRequest([...missed, ...found, ...later], head)).toEqual([...found, ...later]);
  });

  test('without Referer', () => {
    expect(narrowByRequest(found, request({ url: head.url }))).toEqual([found[0]]);
  });

  test('keeps an edit exactly when it removes something', () => {
    const kind = fc.constantFrom('query', 'requestCookie', 'requestHeader' as const);
    const name = fc.constantFrom('fbclid', 'gclid', '_fbp', 'x-a', 'host', 'cookie', 'none');
    fc.assert(
      fc.property(kind, name, (k, n) => {
        const one: readonly Edit[] = [edit(k, n)];
        expect(narrowByRequest(one, head).length).toBe(editRequest(head, one).removed.length);
      }),
    );
  });
});

describe('narrowByResponse', () => {
  const response = ['Set-Cookie', '_fbp=1; Path=/', 'X-B', '1', 'Content-Length', '5'];

  test('keeps what finds something, and what was done to the request', () => {
    const idle = [edit('responseCookie', 'x'), edit('responseHeader', 'content-length')];
    expect(narrowByResponse([...found, ...idle, ...later], response)).toEqual([...found, ...later]);
  });

  test('without a response none of its edits remains', () => {
    expect(narrowByResponse([...found, ...later], [])).toEqual(found);
  });
});

test('no edits stay no edits', () => {
  expect(narrowByRequest([], head)).toEqual([]);
  expect(narrowByResponse([], [])).toEqual([]);
});
