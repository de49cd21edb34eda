import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typeBit } from '../../../../src/model/request.ts';
import type { Removal } from '../../../../src/model/rule.ts';
import {
  body,
  matching,
  request,
  type Sent,
  signatures,
} from '../../../support/signature-request.ts';

/** A set with one block of these conditions. */
const when = (conditions: string, more = '') =>
  signatures(`signatures:\n  - { id: x, when: ${conditions}, ${more} action: block }`);

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const URL = 'https://px.tracker.example/v1/hit?a=1&b=two';

describe('each condition', () => {
  it.each<[string, string, Sent, boolean]>([
    ['{ host: px.tracker.example }', URL, {}, true],
    ['{ host: tracker.example }', URL, {}, false],
    ['{ host: .tracker.example }', URL, {}, true],
    ['{ host: .tracker.example }', 'https://tracker.example/', {}, true],
    ['{ host: .tracker.example }', 'https://nottracker.example/', {}, false],
    ['{ host: [a.example, .tracker.example] }', URL, {}, true],
    ["{ host: '~^px[0-9]*\\.' }", URL, {}, true],
    ["{ host: '~^px[0-9]+\\.' }", URL, {}, false],
    ['{ host: PX.Tracker.Example }', URL, {}, true],
    ['{ path: /v1/hit }', URL, {}, true],
    ['{ path: /v1 }', URL, {}, false],
    ['{ path: /v1/* }', URL, {}, true],
    ['{ path: /v*/hit }', URL, {}, true],
    ["{ path: '*/hit' }", URL, {}, true],
    ["{ path: '*/hi' }", URL, {}, false],
    ['{ path: [/x, /v1/hit] }', URL, {}, true],
    ["{ path: '~^/v\\d+/hit$' }", URL, {}, true],
    ['{ path: /v1/hit }', 'https://a.example/v1/%68it?x', {}, true],
    ['{ path: /a+b }', 'https://a.example/a+b', {}, true],
    ['{ path: / }', 'https://a.example', {}, true],
    ['{ query: { a: 1 } }', URL, {}, true],
    ['{ query: { a: 2 } }', URL, {}, false],
    ['{ query: { a: [2, 1] } }', URL, {}, true],
    ["{ query: { b: '~^t' } }", URL, {}, true],
    ['{ query: { a: true, b: true } }', URL, {}, true],
    ['{ query: { a: true, c: true } }', URL, {}, false],
    ['{ host: .tracker.example, query: { c: false } }', URL, {}, true],
    ['{ host: .tracker.example, query: { a: false } }', URL, {}, false],
    ['{ query: { a: 2 } }', 'https://a.example/?a=1&a=2', {}, true],
    ['{ query: { "~^[ab]$": two } }', URL, {}, true],
    ['{ query: { a: "true" } }', 'https://a.example/?a=true', {}, true],
    ['{ query: { a: "true" } }', URL, {}, false],
    ["{ query: { a: '' } }", 'https://a.example/?a', {}, true],
    ['{ query: { v: 1.10 } }', 'https://a.example/?v=1.10', {}, true],
    ['{ query: { v: 007 } }', 'https://a.example/?v=007', {}, true],
    ['{ query: { v: null } }', 'https://a.example/?v=null', {}, true],
    ['{ fields: { c: 3 } }', URL, { headers: FORM, body: 'c=3' }, true],
    ['{ fields: { a: 1, c: 3 } }', URL, { headers: FORM, body: 'c=3' }, true],
    ['{ body: { a: 1 } }', URL, { headers: FORM, body: 'c=3' }, false],
    ['{ body: { c: 3 } }', URL, { headers: FORM, body: 'c=3' }, true],
    ['{ query: { c: 3 } }', URL, { headers: FORM, body: 'c=3' }, false],
    ['{ body: { c: false } }', URL, { headers: FORM, body: 'd=3' }, true],
    ['{ body: { c: false } }', URL, {}, false],
    ['{ headers: { x-key: true } }', URL, { headers: { 'X-Key': '1' } }, true],
    ['{ headers: { X-Key: 1 } }', URL, { headers: { 'x-key': '1' } }, true],
    ['{ headers: { "~^x-fb-": true } }', URL, { headers: { 'X-FB-Key': '1' } }, true],
    ['{ headers: { x-key: 2 } }', URL, { headers: { 'x-key': '1' } }, false],
    ['{ cookies: { _fbp: true } }', URL, { headers: { Cookie: 'a=1; _fbp=fb.1.2' } }, true],
    ['{ cookies: { _fbp: "~^fb\\\\.1" } }', URL, { headers: { Cookie: '_fbp=fb.1.2;a=1' } }, true],
    ['{ cookies: { k: a+b&c } }', URL, { headers: { cookie: 'k=a+b&c' } }, true],
    ['{ cookies: { _fbp: true } }', URL, { headers: { Cookie: 'x_fbp=1' } }, false],
    ['{ anyField: [c, b] }', URL, {}, true],
    ['{ anyField: [c, d] }', URL, {}, false],
    ['{ anyField: c }', URL, { headers: FORM, body: 'c=3' }, true],
    ["{ anyValue: '~^tw' }", URL, {}, true],
    ['{ anyValue: [two] }', URL, { headers: FORM, body: 'z=9' }, true],
    ['{ anyValue: [nine] }', URL, { headers: FORM, body: 'z=nine' }, true],
    ['{ anyValue: [one] }', URL, {}, false],
    ['{ page: .shop.example }', URL, {}, true],
    ['{ page: .other.example }', URL, {}, false],
    ['{ page: .shop.example }', URL, { headers: { Referer: '' } }, false],
    ['{ path: /v1/hit, party: third }', URL, {}, true],
    ['{ path: /v1/hit, party: first }', URL, {}, false],
    ['{ path: /v1/hit, party: first }', 'https://px.shop.example/v1/hit', {}, true],
    ['{ path: /v1/hit, party: third }', URL, { headers: { Referer: '' } }, false],
    ['{ path: /v1/hit, party: first }', URL, { headers: { Referer: '' } }, false],
    ['{ path: /v1/hit, method: post }', URL, { method: 'POST' }, true],
    ['{ path: /v1/hit, method: [POST, PUT] }', URL, {}, false],
    ['{ path: /v1/hit, type: image }', URL, { headers: { 'Sec-Fetch-Dest': 'image' } }, true],
    [
      '{ path: /v1/hit, type: [script, font] }',
      URL,
      { headers: { 'Sec-Fetch-Dest': 'image' } },
      false,
    ],
    // Nothing says what it is for: it can be an image.
    ['{ path: /v1/hit, type: image }', URL, {}, true],
    ['[{ query: { c: 1 } }, { query: { a: 1 } }]', URL, {}, true],
    ['[{ query: { c: 1 } }, { query: { d: 1 } }]', URL, {}, false],
  ])('%s', (conditions, url, sent, expected) => {
    expect(matching(when(conditions), url, sent)).toEqual(expected ? ['x'] : []);
  });
});

describe('unless', () => {
  it.each<[string, boolean]>([
    ['{ host: .tracker.example }', false],
    ['{ host: .other.example }', true],
    ['{ host: .tracker.example, query: { c: true } }', true],
    ['[{ query: { c: true } }, { party: third }]', false],
    ['{ type: document }', true],
    ['{ body: { c: true } }', true],
  ])('%s', (unless, expected) => {
    expect(matching(when('{ query: { a: 1 } }', `unless: ${unless},`), URL)).toEqual(
      expected ? ['x'] : [],
    );
  });

  it('reads the body only for it', () => {
    const set = when('{ path: /v1/hit }', 'unless: { body: { c: true } },');
    const sent = { headers: FORM, body: 'c=1' };
    expect(set.wantsBody(request(URL, sent))).toBe(true);
    expect(matching(set, URL, sent)).toEqual([]);
  });
});

describe('pages that a person opens', () => {
  const page = { headers: { 'Sec-Fetch-Dest': 'document' } };
  it.each([
    ['block', 'when: { path: /v1/hit }', false],
    ['block', 'when: { path: /v1/hit, type: document }', true],
    ['log', 'when: { path: /v1/hit }', true],
    ['strip', 'strip: { query: a }', true],
  ])('%s with %s', (action, more, expected) => {
    const set = signatures(`signatures:\n  - { id: x, ${more}, action: ${action} }`);
    expect(matching(set, URL, page)).toEqual(expected ? ['x'] : []);
  });

  it('a request that can be a page or a frame is taken for a frame', () => {
    const form = { method: 'POST', headers: { Accept: 'text/html' } };
    expect(matching(when('{ path: /v1/hit }'), URL, form)).toEqual(['x']);
  });
});

describe('what a signature without type is for', () => {
  const types = ['document', 'subdocument', 'object', 'script', 'image', 'xhr'] as const;
  const ofType = (keys: string) => {
    const set = signatures(`signatures:\n  - { id: x, when: { path: /v1/hit }, ${keys} }`);
    return types.filter(
      (type) => set.match({ ...request(URL), type, types: typeBit(type) }, null).length > 0,
    );
  };
  const notPages = types.filter((type) => type !== 'document');

  it.each<[string, readonly string[]]>([
    ['action: block', notPages],
    ['action: stub, stub: noop.js', notPages],
    ['action: placeholder', ['subdocument', 'object']],
    ['action: allow', types],
    ['action: rewrite, rewrite: meta-defuse-config', types],
    ['action: strip, strip: { cookies: x }', types],
    ['action: log', types],
  ])('%s', (keys, expected) => {
    expect(ofType(keys)).toEqual(expected);
  });
});

describe('hosts', () => {
  const set = signatures(`
signatures:
  - { id: a, action: block, when: { host: .blocked.example, path: /x } }
  - { id: b, action: allow, when: { host: .allowed.example } }
  - { id: c, action: allow, when: [{ host: a.half.example, path: /x }, { host: b.half.example }] }
  - { id: d, action: allow, when: { host: .but.example }, unless: { path: /x } }
  - { id: e, action: log, when: { path: /x } }
  - { id: f, action: log, learn: meta-gateways, when: { host: .learnt.example } }
`);

  it.each([
    ['x.blocked.example', true, false],
    ['x.allowed.example', false, true],
    ['a.half.example', false, false],
    ['b.half.example', false, true],
    ['but.example', false, false],
    ['learnt.example', true, false],
    ['other.example', false, false],
  ])('%s: named %s, allowed %s', (host, named, allowed) => {
    expect([set.mayName(host), set.allowsHost(host)]).toEqual([named, allowed]);
  });
});

describe('a match', () => {
  const set = signatures(`
tracker: Some Tracker
signatures:
  - { id: second, title: Two, action: block, important: true, when: { host: .tracker.example } }
  - { id: first, tracker: Other, action: log, when: [{ query: { a: 1 } }, { query: { b: two } }] }
  - { id: third, action: strip, strip: { query: [a, '~^utm_'], cookies: c, setCookies: s, headers: x-h, responseHeaders: '~^x-' } }
`);
  const [block, log, strip] = set.match(request(URL), null);

  it('says which rule, in the order of the file, each once', () => {
    expect(set.size).toBe(3);
    expect(block).toEqual({
      rule: {
        list: 'test.yaml',
        line: 4,
        text: 'second',
        action: 'block',
        title: 'Two',
        tracker: 'Some Tracker',
        personal: false,
      },
      important: true,
      edits: [],
    });
    expect(log).toMatchObject({
      rule: { text: 'first', line: 5, tracker: 'Other', title: null },
      important: false,
    });
    expect(set.match(request(URL), null)).toHaveLength(3);
  });

  it('gives the edits of a strip', () => {
    const test = (kind: Removal['kind']) =>
      strip?.edits.find((edit): edit is Removal => edit.kind === kind)?.test as (
        name: string,
        raw: string,
      ) => boolean;
    expect(strip?.edits.map(({ kind }) => kind)).toEqual([
      'query',
      'requestCookie',
      'responseCookie',
      'requestHeader',
      'responseHeader',
    ]);
    expect(strip?.edits.every(({ rule }) => rule === strip.rule)).toBe(true);
    expect(['a', 'utm_x', 'b', 'A'].map((name) => test('query')(name, `${name}=1`))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['c', 's'].map((name) => test('requestCookie')(name, ''))).toEqual([true, false]);
    expect(['x-h', 'x-i'].map((name) => test('requestHeader')(name, ''))).toEqual([true, false]);
    // An expression does not reach what a page's security needs.
    expect(
      ['x-any', 'x-frame-options', 'y'].map((name) => test('responseHeader')(name, '')),
    ).toEqual([true, false, false]);
  });

  it('is the same object every time, so that asking costs nothing', () => {
    const again = set.match(request(URL), null);
    expect(again[0]).toBe(block);
    expect(again[2]).toBe(strip);
  });
});

describe('wantsBody', () => {
  const set = signatures(`
signatures:
  - { id: any, action: block, when: { method: POST, party: third, path: /p*, body: { a: true } } }
  - { id: head, action: block, when: { host: head.example } }
`);
  const send = (
    headers: Record<string, string> = FORM,
    method = 'POST',
    url = 'https://t.example/path',
  ) => set.wantsBody(request(url, { method, headers }));

  it.each([
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['application/json', true],
    ['Application/vnd.api+JSON', true],
    ['text/plain;charset=UTF-8', true],
    ['', true],
    ['application/octet-stream', false],
    ['image/png', false],
    ['application/x-protobuf; note=json', false],
  ])('of %j: %s', (contentType, expected) => {
    expect(send({ 'Content-Type': contentType })).toBe(expected);
  });

  it.each([
    ['1', true],
    ['65536', true],
    ['65537', false],
    ['0', false],
    ['-1', false],
    ['x', false],
    ['', false],
  ])('of length %j: %s', (length, expected) => {
    expect(send({ ...FORM, 'Content-Length': length })).toBe(expected);
  });

  it('asks where no type is named, and where chunks are sent', () => {
    expect(send({})).toBe(true);
    expect(send({ ...FORM, 'Transfer-Encoding': 'chunked' })).toBe(true);
  });

  it('does not ask where no signature could match whatever the body says', () => {
    expect(send(FORM, 'PUT')).toBe(false);
    expect(send(FORM, 'GET')).toBe(false);
    expect(send(FORM, 'POST', 'https://t.example/other')).toBe(false);
    expect(send(FORM, 'POST', 'https://www.shop.example/path')).toBe(false);
    expect(send({ ...FORM, 'Sec-Fetch-Dest': 'document' })).toBe(false);
    expect(send(FORM, 'POST', 'https://head.example/')).toBe(false);
  });

  it.each([
    ['{ body: a }', true],
    ['{ query: a, within: [dl, page] }', true],
    ['{ query: a, cookies: b }', false],
  ])('asks for what is taken out of it: %s', (strip, expected) => {
    const asks = (host: string) =>
      signatures(
        `signatures:\n  - { id: x, action: strip, when: { host: t.example }, strip: ${strip} }`,
      ).wantsBody(request(`https://${host}/`, { method: 'POST', headers: FORM }));
    expect(asks('t.example')).toBe(expected);
    expect(asks('other.example')).toBe(false);
  });

  it('does not ask where the signature is excepted whatever the body says', () => {
    const asks = (unless: string) =>
      signatures(
        `signatures:\n  - { id: x, action: block, when: { body: { a: true } }, unless: ${unless} }`,
      ).wantsBody(request('https://t.example/', { method: 'POST', headers: FORM }));
    expect(asks('{ host: other.example }')).toBe(true);
    expect(asks('{ host: t.example }')).toBe(false);
    expect(asks('[{ host: other.example }, { host: t.example }]')).toBe(false);
    expect(asks('{ host: t.example, body: { b: true } }')).toBe(true);
  });

  it('never asks without signatures on bodies', () => {
    expect(
      when('{ host: head.example }').wantsBody(
        request('https://head.example/', { method: 'POST' }),
      ),
    ).toBe(false);
  });
});

it('survives any request and any body', () => {
  const set = signatures(String.raw`
signatures:
  - { id: a, action: log, when: { fields: { '~^(a|b)\[': true, c: '~^\d+$' } } }
  - { id: b, action: log, when: { anyValue: '~x.*y', anyField: [q, '~^z'] } }
  - { id: c, action: log, when: { path: '/a*b', cookies: { '~^_': true }, headers: { x-a: 1 } } }
  - { id: d, action: log, when: { body: { a.b: true } }, unless: { page: .shop.example } }
  - { id: e, action: strip, strip: { query: '~^u', setCookies: s } }
`);
  const text = fc.string({ unit: fc.constantFrom(...'abcquxyz_[].?&=;%+/\\"\u0000é1') });
  fc.assert(
    fc.property(text, text, fc.constantFrom('{"a":', '', '--B\r\n'), (target, value, start) => {
      const sent: Sent = {
        headers: { Cookie: value, 'X-A': value, Referer: `https://shop.example/${value}` },
        body: start + value,
      };
      const info = request(`https://a.example/${target}`, sent);
      expect(typeof set.wantsBody(info)).toBe('boolean');
      expect(set.match(info, body(sent)).at(-1)?.rule.text).toBe('e');
    }),
    { numRuns: 500 },
  );
});
