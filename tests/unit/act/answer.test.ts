import { readdirSync, readFileSync } from 'node:fs';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnswerContext, answerFor } from '../../../src/act/answer.ts';
import { stubBody } from '../../../src/act/stubs/bodies.ts';
import { ANY_TYPE, RESOURCE_TYPES, type RequestInfo } from '../../../src/model/request.ts';
import { STUB_NAMES } from '../../../src/model/stub-names.ts';
import type { Answer } from '../../../src/model/verdict.ts';
import { mask, request, rule, values } from './samples.ts';

const context: AnswerContext = {
  pageOrigin: 'http://eyelid.internal',
  explain: ({ text }) => `In words: ${text}`,
  passFor: () => null,
  addressToLoad: () => null,
  stubText: () => null,
};
const answer = (asked: RequestInfo, stub: string | null = null): Answer =>
  answerFor(asked, rule('block'), stub, context);
const textOf = ({ body }: Answer): string => new TextDecoder().decode(body);

const JSON_FIRST = ['Accept', 'application/json'];
const PREFLIGHT = ['Origin', 'https://s.example', 'Access-Control-Request-Method', 'POST'];
const FETCHED = ANY_TYPE & ~mask('document', 'subdocument', 'ping', 'websocket');
const POST = { method: 'POST' } as const;
const GRAPH = 'https://graph.facebook.com/v16.0';

/** A request for each row of the table in docs/answers.md, by its first cell. */
const ASKED: Readonly<Record<string, RequestInfo>> = {
  'a page': request({ type: 'document' }),
  'a page, or a page in a frame (not said which)': request({
    type: 'document',
    types: mask('document', 'subdocument'),
  }),
  'a page in a frame': request({ type: 'subdocument' }),
  'a form sent into a frame': request({ ...POST, type: 'subdocument' }),
  'a script': request({ type: 'script' }),
  'a style sheet': request({ type: 'stylesheet' }),
  'an image': request({ type: 'image' }),
  'a font': request({ type: 'font' }),
  'audio or video': request({ type: 'media' }),
  'an object or embed': request({ type: 'object' }),
  'a fetch or XMLHttpRequest': request({ ...POST, type: 'xhr' }),
  'a fetch or XMLHttpRequest that accepts JSON, or sends it': request({
    ...POST,
    headers: JSON_FIRST,
  }),
  'a beacon or ping': request({ ...POST, type: 'ping', types: mask('ping', 'xhr') }),
  'a preflight': request({ method: 'OPTIONS', headers: PREFLIGHT }),
  'anything else a browser names': request({ type: 'other' }),
  'a WebSocket': request({ type: 'websocket' }),
  'an upload of app events to Facebook': request({ ...POST, url: `${GRAPH}/123/activities` }),
  "an upload of Facebook's Audience Network": request({
    ...POST,
    url: `${GRAPH}/network_ads_common`,
  }),
  "an app's upload to a conversions gateway": request({
    ...POST,
    url: 'https://gw.shop.example/capi/123/events',
  }),
  'a call of the PixelYourSite relay': request({
    ...POST,
    url: 'https://shop.example/wp-json/pys-facebook/v1/event',
  }),
  "an upload of TikTok's kit for apps": request({
    ...POST,
    url: 'https://analytics.us.tiktok.com/api/v1/app_sdk/batch',
  }),
  'something the client does not say': request({ type: 'other', types: FETCHED }),
  'something the client does not say, accepting JSON': request({
    type: 'other',
    types: FETCHED,
    headers: JSON_FIRST,
  }),
  'something the client does not say, that looks like an image': request({
    type: 'image',
    types: mask('image', 'xhr'),
  }),
};

/** What the last cell of a row promises of the body. */
const BODIES: readonly (readonly [
  words: RegExp,
  holds: (body: string, bytes: number) => boolean,
])[] = [
  [/^(no bytes)?$/, (_body, bytes) => bytes === 0],
  [/^43 bytes/, (body, bytes) => bytes === 43 && body.startsWith('GIF89a')],
  [/^the explanation/, (body) => body.includes('In words: ||block.example^')],
  [/nothing on it$/, (body) => body.startsWith('<!doctype html>') && !body.includes('<p')],
  [/file and line$/, (body) => body === 'blocked by meta.txt:7\n'],
  [/^`\{\}`$/, (body) => body === '{}'],
  [/^`\{"success":true\}`$/, (body) => body === '{"success":true}'],
  [/^`\{"code":0,.*`$/, (body) => JSON.parse(body).code === 0],
];

const DOCUMENT = readFileSync(new URL('../../../docs/answers.md', import.meta.url), 'utf8');
const rows =
  DOCUMENT.split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ) ?? [];

describe('docs/answers.md', () => {
  test('has a row for each sample, and a sample for each row', () => {
    expect(rows.map(([asked]) => asked)).toEqual(Object.keys(ASKED));
  });

  test('has a row for each resource type', () => {
    const types = new Set(Object.values(ASKED).map(({ type }) => type));
    expect([...types].sort()).toEqual([...RESOURCE_TYPES].sort());
  });

  test.each(rows)('%s, %s', (asked = '', method, status, contentType, words = '') => {
    const sample = ASKED[asked] as RequestInfo;
    const got = answer(sample);
    expect(sample.method).toBe(method);
    expect(got.status).toBe(Number(status));
    expect(values(got.headers, 'content-type')).toEqual(contentType === '' ? [] : [contentType]);
    const holds = BODIES.filter(([promise]) => promise.test(words));
    expect(holds).toHaveLength(1);
    expect(holds[0]?.[1](textOf(got), got.body.length)).toBe(true);
  });

  test('names each header that an answer has', () => {
    const headers = [...Object.values(ASKED), request({ headers: ['Origin', 'null'] })]
      .flatMap((sample) => answer(sample).headers.filter((_, i) => i % 2 === 0))
      // The columns of the first table, and what only one kind of answer has.
      .filter((name) => name !== 'Content-Type' && name !== 'Content-Security-Policy')
      .filter((name) => !/-Allow-Methods|-Max-Age/.test(name));
    for (const name of new Set(headers)) expect(DOCUMENT).toContain(`| \`${name}\` |`);
  });
});

describe('the stand-ins of docs/answers.md', () => {
  const section = DOCUMENT.split('\n## ').find((text) => text.startsWith('Stand-ins')) ?? '';
  const table = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.replaceAll('`', '').trim()));

  test('all that have a body are there, with all their names', () => {
    const there = STUB_NAMES.filter(({ name }) => stubBody(name) !== null);
    expect(table.map(([, name, aliases, contentType]) => [name, aliases, contentType])).toEqual(
      there.map(({ name, aliases, contentType }) => [name, aliases.join(', '), contentType]),
    );
    for (const { name } of STUB_NAMES) expect(section).toContain(`\`${name}\``);
  });

  test('all that are files are there too, and the others are said to be missing', () => {
    const files = readdirSync(new URL('../../../rules/stubs/', import.meta.url));
    const scripts = section
      .split('\n')
      .filter((line) => line.startsWith('- `'))
      .map((line) =>
        [...(line.split(': ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
      );
    expect(scripts).toEqual(
      STUB_NAMES.filter(({ name }) => files.includes(name)).map(({ name, aliases }) => [
        name,
        ...aliases,
      ]),
    );
    const missing = /is not written yet[^\n]*\n\n([^\n]+)/.exec(section)?.[1] ?? '';
    const elsewhere = new Set(['empty', 'none', 'click2load.html', ...files]);
    expect([...missing.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(
      STUB_NAMES.map(({ name }) => name).filter(
        (name) => stubBody(name) === null && !elsewhere.has(name),
      ),
    );
  });

  test('a file answers under all names of its stand-in, and before what is built in', () => {
    const texts = new Map<string, string>([
      ...[['fbevents.js', '1;'] as const, ['noop.js', '2;'] as const, ['mine.js', '3;'] as const],
    ]);
    const asked = request({ type: 'script' });
    const body = (stub: string) =>
      textOf(
        answerFor(asked, rule('stub'), stub, {
          ...context,
          stubText: (name) => texts.get(name) ?? null,
        }),
      );
    expect(['facebook-pixel', 'noopjs', 'mine.js', 'other.js'].map(body)).toEqual([
      ...['1;', '2;', '3;', ''],
    ]);
  });

  test('an answer with a stand-in has its type, and the headers of every answer', () => {
    const asked = request({ type: 'media', headers: ['Origin', 'https://s.example'] });
    const got = answer(asked, 'noopmp3-0.1s');
    expect(got).toEqual({
      status: 200,
      headers: [
        ...['Content-Type', 'audio/mpeg', 'Content-Length', '104'],
        ...['Cache-Control', 'no-store', 'X-Eyelid', 'meta.txt:7'],
        ...['Cross-Origin-Resource-Policy', 'cross-origin'],
        ...['Cross-Origin-Embedder-Policy', 'require-corp'],
        ...['Access-Control-Allow-Origin', 'https://s.example'],
        ...['Access-Control-Allow-Credentials', 'true', 'Vary', 'Origin'],
      ],
      body: stubBody('noop-0.1s.mp3'),
    });
  });

  test('a page that is a stand-in runs nothing', () => {
    const { headers } = answer(request({ type: 'subdocument' }), 'noopframe');
    expect(values(headers, 'content-security-policy')).toEqual(["default-src 'none'"]);
  });

  test.each([
    ['does not fit', 'noopjs', request({ type: 'image' }), 'image/gif'],
    ['is not written yet', 'fbevents.js', request({ type: 'script' }), 'application/javascript'],
    ['is none', 'none', request({ type: 'script' }), 'application/javascript'],
    ['nobody knows', 'nonsense', request({ type: 'image' }), 'image/gif'],
    ['is for a page', 'noopframe', request({ type: 'document' }), 'text/html'],
  ])('what %s is answered by its type', (_title, stub, asked, contentType) => {
    expect(answer(asked, stub)).toEqual(answer(asked));
    expect(values(answer(asked, stub).headers, 'content-type')[0]).toContain(contentType);
  });

  test('a preflight is answered as one, an upload with the stand-in', () => {
    const preflight = request({ method: 'OPTIONS', headers: PREFLIGHT });
    expect(answer(preflight, 'noopjson')).toEqual(answer(preflight));
    const upload = request({ ...POST, url: 'https://a.example/capi/1/events' });
    expect(textOf(answer(upload))).toBe('{"success":true}');
    expect(textOf(answer(upload, 'noopjson'))).toBe('{}');
  });
});

const anyStub = fc.option(fc.constantFrom(...STUB_NAMES.map(({ name }) => name), 'nonsense'));
const anyRequest = fc
  .record({
    type: fc.constantFrom(...RESOURCE_TYPES),
    more: fc.integer({ min: 0, max: ANY_TYPE }),
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'),
    headers: fc.constantFrom([], ['Origin', 'https://s.example'], JSON_FIRST, PREFLIGHT),
  })
  .map(({ more, ...rest }) => request({ ...rest, types: mask(rest.type) | more }));

describe('answerFor, on any request', () => {
  test('the headers can be sent, and agree with status and body', () => {
    fc.assert(
      fc.property(anyRequest, anyStub, (asked, stub) => {
        const { status, headers, body } = answer(asked, stub);
        expect([200, 204, 403]).toContain(status);
        for (let i = 0; i < headers.length; i += 2) {
          validateHeaderName(headers[i] as string);
          validateHeaderValue(headers[i] as string, headers[i + 1] as string);
        }
        expect(values(headers, 'cache-control')).toEqual(['no-store']);
        expect(values(headers, 'x-eyelid')).toEqual(['meta.txt:7']);
        const length = asked.method === 'HEAD' ? expect.any(Array) : [String(body.length)];
        expect(values(headers, 'content-length')).toEqual(status === 204 ? [] : length);
        if (status === 204 || asked.method === 'HEAD') expect(body).toHaveLength(0);
        const origin = asked.headers[0] === 'Origin' ? [asked.headers[1]] : [];
        expect(values(headers, 'access-control-allow-origin')).toEqual(origin);
        expect(new Set(headers.filter((_, i) => i % 2 === 0)).size).toBe(headers.length / 2);
      }),
    );
  });

  test('HEAD has the headers of GET', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RESOURCE_TYPES), anyStub, (type, stub) => {
        const head = answer(request({ type, method: 'HEAD' }), stub);
        expect(head.headers).toEqual(answer(request({ type }), stub).headers);
        expect(head.body).toHaveLength(0);
      }),
    );
  });
});

describe('answers that end the matter', () => {
  test('a gateway call with credentials succeeds for the page that made it', () => {
    const { status, headers } = answer(
      request({
        ...POST,
        url: 'https://capig.shop.example/events',
        headers: ['Origin', 'https://www.shop.example', 'Content-Type', 'text/plain'],
      }),
    );
    expect(status).toBe(204);
    expect(values(headers, 'access-control-allow-origin')).toEqual(['https://www.shop.example']);
    expect(values(headers, 'access-control-allow-credentials')).toEqual(['true']);
  });

  test('its preflight passes', () => {
    const { status, headers } = answer(
      request({
        method: 'OPTIONS',
        headers: [...PREFLIGHT, 'Access-Control-Request-Headers', 'content-type'],
      }),
    );
    expect(status).toBe(204);
    expect(values(headers, 'access-control-allow-methods')).toEqual(['POST']);
    expect(values(headers, 'access-control-allow-headers')).toEqual(['content-type']);
    expect(values(headers, 'access-control-allow-origin')).toEqual(['https://s.example']);
  });

  test('pages of ours run nothing', () => {
    for (const type of ['document', 'subdocument'] as const) {
      const { headers } = answer(request({ type }));
      expect(values(headers, 'content-security-policy')[0]).toMatch(/^default-src 'none'/);
    }
  });
});
