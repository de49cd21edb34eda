import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectRaw, connectRawTls } from '../support/raw.ts';
import { rawSession, requestFields } from '../support/raw-http2.ts';
import { type ScriptedOrigin, startScriptedOrigin } from '../support/scripted-origin.ts';
import { openWorld, type World } from '../support/world.ts';

/** Whole answers with something behind them that does not belong to anything. */
const TOO_MUCH: Readonly<Record<string, string>> = {
  'hidden-length':
    'HTTP/1.1 200 OK\r\nConnection: content-length\r\nContent-Length: 2\r\n\r\nokpoison',
  'a-body-with-204': 'HTTP/1.1 204 None\r\nContent-Length: 6\r\n\r\npoison',
  'a-body-with-304': 'HTTP/1.1 304 Same\r\nContent-Length: 6\r\n\r\npoison',
  'chunks-with-204': 'HTTP/1.1 204 None\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
};

/** What the server sends for `/say/<name>`: one response that could be read as another one. */
const SAYINGS: Readonly<Record<string, string>> = {
  'both-lengths':
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'lengths-turned':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'unknown-coding':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\nhello',
  'identity-coding':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nhello',
  'two-lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 7\r\n\r\nokpoison',
  'length-list': 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nokpoison',
  'more-than-promised':
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison',
  'a-folded-line': 'HTTP/1.1 200 OK\r\nX: a\r\n poison: b\r\nContent-Length: 2\r\n\r\nok',
  'a-bare-line-feed': 'HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: poison\r\nContent-Length: 2\r\n\r\nok',
  'a-bare-return': 'HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: poison\r\nContent-Length: 2\r\n\r\nok',
  'a-trailer':
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nSet-Cookie: poison\r\n\r\n',
  'another-protocol':
    'HTTP/1.1 101 Go\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison',
};

let world: World;
let plain: ScriptedOrigin;
let secure: ScriptedOrigin;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test'],
    hosts: async (authority) => {
      const script = (socket: { write(text: string): void }, head: string) => {
        const name = /^\w+ \/say\/(\S+)/.exec(head)?.[1] ?? '';
        socket.write(
          SAYINGS[name] ?? TOO_MUCH[name] ?? 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        );
      };
      plain = await startScriptedOrigin({ script });
      secure = await startScriptedOrigin({ script, identity: authority.issue(['raw.test']) });
      return {
        'raw.test:80': `127.0.0.1:${plain.port}`,
        'raw.test:443': `127.0.0.1:${secure.port}`,
      };
    },
  });
});
afterAll(async () => {
  await world?.close();
  await plain?.close();
  await secure?.close();
});
let known = { plain: 0, secure: 0 };
beforeEach(() => {
  known = { plain: plain.heads.length, secure: secure.heads.length };
});
afterEach(async () => {
  world.eyelid.assertAlive();
  expect((await world.client.get('https://shop.test/')).text).toBe('hello');
});

const at = () => ({ port: world.eyelid.proxyPort });
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: raw.test\r\n\r\n';
const AFTER = 'GET http://raw.test/after HTTP/1.1\r\nHost: raw.test\r\nConnection: close\r\n\r\n';
const post = (rest: string) => `POST http://raw.test/x HTTP/1.1\r\nHost: raw.test\r\n${rest}`;

describe('a request of which two readings are possible', () => {
  test.each([
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n'],
    ['an unknown coding', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a blank before the colon', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
    ['a vertical tab', 'Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n'],
    ['codings twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n'],
    ['chunks that are not last', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['chunks twice', 'Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n'],
    ['a folded coding', 'Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n'],
    ['a bare line feed', 'X: a\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n'],
    ['a bare return', 'X: a\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n'],
    ['a NUL', 'X: a\0b\r\nContent-Length: 0\r\n\r\n'],
    ['a length with a sign', 'Content-Length: +0\r\n\r\n'],
    ['a length in hexadecimal', 'Content-Length: 0x0\r\n\r\n'],
    ['a list of lengths', 'Content-Length: 0, 0\r\n\r\n'],
    ['two lengths', 'Content-Length: 0\r\nContent-Length: 40\r\n\r\n'],
    ['no length', 'Content-Length:\r\n\r\n'],
  ])('%s: it is refused, and what follows is not read', async (_name, rest) => {
    const client = await connectRaw(at());
    client.send(post(rest) + SMUGGLED + AFTER);
    expect(await client.end()).toMatch(/^HTTP\/1\.1 400 /);
    // Its head may have been sent on before the chunk that is none was read.
    expect(plain.heads.slice(known.plain).join('\n')).not.toMatch(/smuggled|after/);
  });

  test.each([
    ['chunks ended by line feeds', '3\nabc\n0\n\n'],
    ['a line feed in a chunk extension', '3;a\nbcd\r\nabc\r\n0\r\n\r\n'],
    ['a chunk longer than can be counted', 'fffffffffffffffff\r\nabc\r\n0\r\n\r\n'],
    ['a trailer that speaks of the length', '0\r\nContent-Length: 9\r\n\r\n'],
  ])('%s: the body is not taken', async (_name, body) => {
    const client = await connectRaw(at());
    client.send(post(`Transfer-Encoding: chunked\r\n\r\n${body}`) + SMUGGLED + AFTER);
    expect(await client.end()).toMatch(/^HTTP\/1\.1 400 /);
    expect(plain.heads.slice(known.plain).join('\n')).not.toMatch(/smuggled|after/);
  });
});

test.each([
  ['the target', 'Connection: host, close\r\nContent-Length: 0\r\n\r\n', /^host: raw\.test$/im],
  [
    'the length',
    'Connection: content-length, close\r\nContent-Length: 2\r\n\r\nok',
    /^content-length: 2$/im,
  ],
  [
    'a word of the hop',
    'Connection: x-hop, close\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n',
    /^(?![\s\S]*x-hop)/i,
  ],
])('Connection cannot take away %s, and takes what is its own', async (_name, rest, expected) => {
  const client = await connectRaw(at());
  client.send(post(rest));
  await client.end();
  expect(plain.heads.at(-1)).toMatch(expected);
});

test('an upgrade to anything but WebSocket is declined, and its body stays a body', async () => {
  const client = await connectRaw(at());
  const offer =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
  client.send(post(`${offer}Content-Length: 3\r\n\r\nabc`) + AFTER);
  expect(await client.end()).toMatch(/^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 200 /);
  const heads = plain.heads.slice(known.plain).join('\n\n');
  expect(heads).toMatch(/^POST \/x [\s\S]*GET \/after /m);
  expect(heads).not.toMatch(/upgrade|http2-settings/i);
});

describe('a response of which two readings are possible', () => {
  // The client's connection carries requests to several servers: what one of them
  // adds must not be taken for the answer of another.
  test.each(Object.keys(SAYINGS))('%s is one response or a failure', async (name) => {
    const client = await connectRaw(at());
    client.send(`GET http://raw.test/say/${name} HTTP/1.1\r\nHost: raw.test\r\n\r\n`);
    await client.until(/\r\n\r\n/);
    client.send('GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    const text = await client.end();
    expect(text).not.toContain('poison');
    expect(text.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(2);
    expect(text).toMatch(/\r\n\r\nhello$/);
  });
});

describe('an answer that is whole arrives, and what stands behind it does not', () => {
  test.each([
    ...Object.keys(TOO_MUCH).map((name) => ['GET', `/say/${name}`] as const),
    ['HEAD', '/any'] as const,
  ])('%s %s', async (method, path) => {
    const client = await connectRaw(at());
    client.send(`${method} http://raw.test${path} HTTP/1.1\r\nHost: raw.test\r\n\r\n`);
    await client.until(/^HTTP\/1\.1 (?:200|204|304) [\s\S]*\r\n\r\n/);
    client.send('GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    const text = await client.end();
    expect(text).not.toContain('poison');
    expect(text).toMatch(/\r\n\r\nhello$/);
  });
});

describe('a request over HTTP/2 that would be another one over HTTP/1.1', () => {
  const one = (...fields: readonly (readonly [string, string])[]) => [
    { fields: [...requestFields('raw.test', '/x'), ...fields] },
  ];
  const instead = (name: string, value: string) => [
    {
      fields: requestFields('raw.test', '/x').map((f) =>
        f[0] === name ? ([name, value] as const) : f,
      ),
    },
  ];

  test('one that is none of these goes on', async () => {
    const client = await connectRawTls({ ...at(), authority: 'raw.test:443', alpn: ['h2'] });
    client.send(rawSession(one(['x-clean', '1'])));
    await expect
      .poll(() => secure.heads.at(-1))
      .toMatch(/^GET \/x HTTP\/1\.1\r\n[\s\S]*x-clean: 1/i);
    client.destroy();
  });

  const LINES = 'a\r\nx-injected: 1';
  const REQUEST = `a\r\n\r\n${SMUGGLED}`;

  test.each([
    ['lines in a value', one(['x-a', LINES])],
    ['a request in a value', one(['x-a', REQUEST])],
    ['a line feed in a value', one(['x-a', 'a\nx-injected: 1'])],
    ['a NUL in a value', one(['x-a', 'a\0x-injected'])],
    ['lines in a cookie', one(['cookie', LINES])],
    ['lines in a name', one(['x-a: 1\r\nx-injected', '1'])],
    ['a colon in a name', one(['x-injected: 1', '1'])],
    ['a name in capitals', one(['X-Injected', '1'])],
    ['lines in the path', instead(':path', `/x HTTP/1.1\r\nx-injected: 1`)],
    ['a blank in the path', instead(':path', '/x HTTP/1.1 x-injected')],
    ['a path without a slash', instead(':path', 'x-injected')],
    ['lines in the method', instead(':method', 'GET /x HTTP/1.1\r\nx-injected: 1')],
    ['a blank in the method', instead(':method', 'GET /x-injected')],
    ['lines in the authority', instead(':authority', 'raw.test\r\nx-injected: 1')],
    ['a name before the authority', instead(':authority', 'x-injected@raw.test')],
    ['another scheme', instead(':scheme', 'http')],
    ['a host beside the authority', one(['host', 'x-injected.test'])],
    ['chunks', one(['transfer-encoding', 'chunked'], ['x-injected', '1'])],
    ['an upgrade', one(['connection', 'upgrade'], ['upgrade', 'x-injected'])],
    ['a length without a body', one(['content-length', '40'], ['x-injected', '1'])],
    ['two lengths', one(['content-length', '0'], ['content-length', '5'], ['x-injected', '1'])],
    [
      'a length that is too short',
      [
        {
          fields: [
            ...requestFields('raw.test', '/x'),
            ['content-length', '1'],
            ['x-injected', '1'],
          ] as const,
          body: SMUGGLED,
        },
      ],
    ],
  ])('%s: nothing of it goes on', async (_name, streams) => {
    const client = await connectRawTls({ ...at(), authority: 'raw.test:443', alpn: ['h2'] });
    client.send(rawSession(streams));
    // Frames are answered in their order; the stream behind it tells that this one is done.
    const behind = rawSession([...streams, { fields: requestFields('raw.test', '/behind') }]);
    client.send(behind.subarray(rawSession(streams).length));
    await expect
      .poll(
        () =>
          client.closed() ||
          secure.heads.slice(known.secure).some((head) => head.includes('/behind')),
      )
      .toBe(true);
    client.destroy();
    expect(secure.heads.slice(known.secure).join('\n')).not.toMatch(/injected|smuggled/i);
  });
});
