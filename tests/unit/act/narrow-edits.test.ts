import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHeaders } from '../../../src/act/add-headers.ts';
import { editRequest } from '../../../src/act/edit-request.ts';
import {
  isOfResponse,
  narrowByBody,
  narrowByRequest,
  narrowByResponse,
} from '../../../src/act/narrow-edits.ts';
import { REWRITERS } from '../../../src/act/rewriters/rewriters.ts';
import type { Edit, Removal, Rule } from '../../../src/model/rule.ts';
import {
  addHeader,
  bodyEdit,
  bodyOf,
  edit,
  limitCookie,
  request,
  rewriterEdit,
  rule,
  skip,
  urlEdit,
  within,
} from './samples.ts';

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

describe('narrowByRequest, of a body', () => {
  const sent = request({
    url: 'https://t.example/?dl=%2F%3Ffbclid%3D1&rl=/',
    headers: ['Content-Type', 'text/plain'],
  });
  const body = bodyOf('{"user":{"email":"x"},"page":"/?gclid=1"}', sent);

  test('keeps what finds a field, or one that holds others', () => {
    const hits = [edit('bodyField', 'user'), edit('bodyField', 'user.email')];
    const all = [...hits, edit('bodyField', 'email')];
    expect(narrowByRequest(all, sent, body)).toEqual(hits);
  });

  test('keeps what finds something in an address, in the query or in the body', () => {
    const hits = [within(['dl'], 'fbclid'), within(['page', 'rl'], 'gclid')];
    const all = [...hits, within(['rl'], 'fbclid'), within(['page'], 'fbclid')];
    expect(narrowByRequest(all, sent, body)).toEqual(hits);
  });

  test('without a body nothing is found in it', () => {
    const all = [edit('bodyField', 'user'), within(['page'], 'gclid')];
    expect(narrowByRequest(all, sent)).toEqual([]);
    expect(narrowByRequest(all, sent, { kind: 'json', fields: body.fields })).toEqual([]);
  });
});

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

describe('addresses', () => {
  const opened = request({ type: 'document', url: 'https://t.example/amp/p?fbclid=1&to=x' });
  const idle = urlEdit((url) => url.replace('/nothing/', '/'));
  const first = urlEdit((url) => url.replace('/amp/', '/'));
  // It finds something only in what the one before made.
  const second = urlEdit((url) => url.replace('example/p', 'example/q'));
  const abroad = urlEdit(() => 'https://other.example/');
  const leads = skip('https://shop.example/');

  test('keeps what changes the address, in its turn, and what knows where it leads', () => {
    const all = [idle, first, second, abroad, leads, skip(null), skip('not an address')];
    expect(narrowByRequest(all, opened)).toEqual([first, second, leads]);
  });

  test('nothing is skipped in a request of a page', () => {
    expect(narrowByRequest([leads], request())).toEqual([]);
  });

  test('fields are looked for in the rewritten address', () => {
    const without = urlEdit((url) => url.replace('fbclid=1&', ''));
    const taken = edit('query', 'fbclid');
    expect(narrowByRequest([without, taken], opened)).toEqual([without]);
    expect(narrowByRequest([taken, idle], opened)).toEqual([taken]);
  });
});

describe('one removal for many rules', () => {
  const byName = new Map<string, Rule>(
    ['_fbp', 'fbclid', 'x-a', 'gclid'].map((name, i) => [name, rule('strip', { line: i + 1 })]),
  );
  const joined = (kind: Removal['kind']): Edit => ({
    rule: rule('strip', { line: 99 }),
    kind,
    test: (name: string) => byName.has(name),
    ruleFor: (name) => byName.get(name) ?? null,
  });
  const lines = (edits: readonly Edit[]) => edits.map(({ kind, rule: { line } }) => [kind, line]);

  test('becomes one of each rule that found something', () => {
    const all = (['query', 'requestCookie', 'requestHeader'] as const).map(joined);
    const narrowed = narrowByRequest(all, head);
    expect(lines(narrowed)).toEqual([
      ...[
        ['query', 2],
        ['query', 4],
        ['requestCookie', 1],
        ['requestHeader', 3],
      ],
    ]);
    expect(narrowed.some((one) => 'ruleFor' in one)).toBe(false);
    expect(editRequest(head, narrowed)).toEqual(editRequest(head, all));
  });

  test('in a response too, where it waits as it is until that is there', () => {
    const all = [joined('responseCookie'), joined('responseHeader')];
    expect(narrowByRequest(all, head)).toBe(all);
    const headers = ['Set-Cookie', '_fbp=1', 'Set-Cookie', '_fbp=2', 'Set-Cookie', 'a=1'];
    expect(lines(narrowByResponse(all, headers))).toEqual([['responseCookie', 1]]);
  });
});

describe('narrowByResponse', () => {
  const response = ['Set-Cookie', '_fbp=1; Path=/', 'X-B', '1', 'Content-Length', '5'];

  test('keeps what finds something, and what was done to the request', () => {
    const idle = [edit('responseCookie', 'x'), edit('responseHeader', 'content-length')];
    expect(narrowByResponse([...found, ...idle, ...later], response)).toEqual([...found, ...later]);
  });

  const body = bodyEdit((text) => text);

  test('keeps what changes a cookie or a header, and what waits for the body', () => {
    const done = [limitCookie('_fbp', { maxAge: 5 }), addHeader('X-C', '1'), body];
    const idle = [
      limitCookie('_ga', { maxAge: 5 }),
      limitCookie('_fbp', {}),
      addHeader('X-B', '1'),
      addHeader('Content-Length', '1'),
    ];
    expect(narrowByResponse([...idle, ...done], response)).toEqual(done);
  });

  test('a cookie that is taken out is not limited', () => {
    const [taken] = later;
    const limit = limitCookie('_fbp', { maxAge: 5 });
    expect(narrowByResponse([taken as Edit, limit], response)).toEqual([taken]);
  });

  test('without a response none of its edits remains', () => {
    const more = [limitCookie('_fbp', { maxAge: 5 }), addHeader('X-C', '1'), body];
    expect(narrowByResponse([...found, ...later, ...more], [])).toEqual(found);
  });

  test('an added header is kept exactly when it is added', () => {
    const name = fc.constantFrom('X-B', 'X-C', 'Content-Length', 'bad name');
    const value = fc.constantFrom('1', '2', 'a\nb', '');
    fc.assert(
      fc.property(name, value, fc.boolean(), (n, v, replaces) => {
        const header = { name: n, value: v, replaces };
        const one: Edit = { rule: rule('rewrite'), kind: 'addHeader', header };
        const { added } = addHeaders(response, [header]);
        expect(narrowByResponse([one], response).length).toBe(added.length);
      }),
    );
  });
});

describe('narrowByBody', () => {
  const [one, other] = [bodyEdit(() => 'a'), bodyEdit(() => 'b')];

  test('keeps the rewrites that changed the body, and all else', () => {
    expect(narrowByBody([...found, one, other, ...later], [other.body])).toEqual([
      ...[...found, other, ...later],
    ]);
    expect(narrowByBody([one, other], [])).toEqual([]);
  });

  test('rewriters are told by what they do', () => {
    const named = rewriterEdit('meta-defuse-config');
    expect(narrowByBody([one, named], [one.body])).toEqual([one]);
    expect(narrowByBody([one, named], [REWRITERS['meta-defuse-config']])).toEqual([named]);
  });

  test('the very same edits where all did', () => {
    const all = [one, ...found];
    expect(narrowByBody(all, [one.body])).toBe(all);
  });
});

test('what is done when the response is there', () => {
  const limit = limitCookie('a', {});
  const named = rewriterEdit('meta-defuse-config');
  const response = [...later, limit, addHeader('X', '1'), bodyEdit(() => ''), named];
  expect(response.every(isOfResponse)).toBe(true);
  const ofRequest = [urlEdit(() => ''), skip(null), edit('bodyField', 'a'), within(['a'], 'b')];
  expect([...found, ...ofRequest].some(isOfResponse)).toBe(false);
});

test('no edits stay no edits', () => {
  expect(narrowByRequest([], head)).toEqual([]);
  expect(narrowByResponse([], [])).toEqual([]);
});
