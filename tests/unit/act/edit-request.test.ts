import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editRequest } from '../../../src/act/edit-request.ts';
import { bodyOf, edit, request, urlEdit, values, within } from './samples.ts';

const joined = (pieces: readonly string[]): string => pieces.join('&');

const head = request({
  url: 'https://shop.example/p?fbclid=1&x=%20',
  headers: [
    'Host',
    'shop.example',
    'Referer',
    'https://l.facebook.com/?u=1&fbclid=1',
    'Cookie',
    '_fbp=1; cart=2',
    'X-FB-CK-FBP',
    '3',
  ],
});

describe('editRequest', () => {
  test('all kinds at once; names once each, in the order found', () => {
    const edits = [
      edit('requestHeader', 'x-fb-ck-fbp'),
      edit('requestCookie', '_fbp'),
      edit('query', 'fbclid'),
      edit('responseCookie', 'cart'),
      edit('responseHeader', 'host'),
    ];
    expect(editRequest(head, edits)).toEqual({
      url: 'https://shop.example/p?x=%20',
      headers: [
        'Host',
        'shop.example',
        'Referer',
        'https://l.facebook.com/?u=1',
        'Cookie',
        'cart=2',
      ],
      body: null,
      removed: ['fbclid', '_fbp', 'x-fb-ck-fbp'],
    });
  });

  test('the Referer is cleaned where the URL holds nothing, and named for it', () => {
    const { url, headers, removed } = editRequest(head, [edit('query', 'u')]);
    expect(url).toBe(head.url);
    expect(headers).toContain('https://l.facebook.com/?fbclid=1');
    expect(removed).toEqual(['u']);
  });

  test('a header value that only looks like a Referer stays', () => {
    const odd = request({ headers: ['X', 'referer', 'Y', '/?fbclid=1'] });
    expect(editRequest(odd, [edit('query', 'fbclid')]).headers).toEqual(odd.headers);
  });

  test('the address is rewritten before fields are taken out of it', () => {
    const edits = [
      edit('query', 'fbclid'),
      urlEdit((url) => url.replace('/p?', '/q?gclid=2&')),
      edit('query', 'gclid'),
    ];
    expect(editRequest(head, edits)).toMatchObject({
      url: 'https://shop.example/q?x=%20',
      removed: ['address (rewritten)', 'gclid', 'fbclid'],
    });
  });

  test('the body loses fields, and the headers that speak of the old one', () => {
    const sent = request({
      url: 'https://shop.example/c?dl=https%3A%2F%2Fa.example%2F%3Ffbclid%3D1%26b',
      headers: [
        ...['Content-Type', 'application/json', 'Content-Encoding', 'gzip', 'Digest', 'sha-256=x'],
        ...['Content-MD5', 'x', 'Content-Digest', 'x', 'Repr-Digest', 'x', 'Accept', '*/*'],
      ],
    });
    const body = bodyOf('{"user":{"email":"a@b.example"},"page":"/?fbclid=1&x"}', sent);
    const edits = [edit('bodyField', 'user'), within(['dl', 'page'], 'fbclid')];
    const edited = editRequest(sent, edits, body);
    expect(edited).toEqual({
      url: 'https://shop.example/c?dl=https%3A%2F%2Fa.example%2F%3Fb',
      headers: ['Content-Type', 'application/json', 'Accept', '*/*'],
      body: new TextEncoder().encode('{"page":"/?x"}'),
      removed: ['fbclid (in dl)', 'user (body)', 'fbclid (in page)'],
    });
    const untouched = editRequest(sent, [edit('bodyField', 'name')], body);
    expect(untouched).toMatchObject({ headers: sent.headers, body: null, removed: [] });
  });

  test('a signed body stays, and the address does not', () => {
    const sent = request({
      url: 'https://shop.example/c?fbclid=1&a',
      headers: ['Content-Type', 'application/json', 'Authorization', 'AWS4-HMAC-SHA256 x'],
    });
    const body = bodyOf('{"em":"x"}', sent);
    const edits = [edit('bodyField', 'em'), edit('query', 'fbclid')];
    expect(editRequest(sent, edits, body)).toEqual({
      url: 'https://shop.example/c?a',
      headers: sent.headers,
      body: null,
      removed: ['fbclid'],
    });
  });

  test('twice is as once, nothing grows, and other headers stay byte for byte', () => {
    const name = fc.constantFrom('Host', 'X-Fb', 'Cookie', 'cookie', 'Referer', 'Accept');
    const value = fc.constantFrom(
      ...['_fbp=1', 'a=1; _fbp=2;b', '/?fbclid=1&x', 'https://a.example/?x#fbclid=1', '', ' "a" '],
    );
    const headers = fc.array(fc.tuple(name, value)).map((pairs) => pairs.flat());
    const query = fc.array(fc.constantFrom('fbclid=1', 'x=%20', '', 'fbclid', 'a+b')).map(joined);
    const edits = [
      edit('query', 'fbclid'),
      edit('requestCookie', '_fbp'),
      edit('requestHeader', 'x-fb'),
      edit('requestHeader', 'host'),
    ];
    fc.assert(
      fc.property(headers, query, (sent, fields) => {
        const before = request({ url: `https://shop.example/?${fields}`, headers: sent });
        const once = editRequest(before, edits);
        const twice = editRequest({ ...before, ...once }, edits);
        expect(twice).toEqual({ url: once.url, headers: once.headers, body: null, removed: [] });
        expect(once.url.length).toBeLessThanOrEqual(before.url.length);
        const others = (all: readonly string[]) =>
          ['host', 'accept'].map((other) => values(all, other));
        expect(others(once.headers)).toEqual(others(sent));
        expect(values(once.headers, 'x-fb')).toEqual([]);
        expect(once.headers.join().length).toBeLessThanOrEqual(sent.join().length);
      }),
    );
  });

  test('no edits: the very same URL and headers', () => {
    const { url, headers, removed } = editRequest(head, []);
    expect([url, removed]).toEqual([head.url, []]);
    expect(headers).toBe(head.headers);
  });
});
