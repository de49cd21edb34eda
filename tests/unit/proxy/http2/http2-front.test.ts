import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http2 from 'node:http2';
import tls from 'node:tls';
import { expect, it, vi } from 'vitest';
import { FaultLog } from '../../../../src/proxy/fault-log.ts';
import { Http2Front } from '../../../../src/proxy/http2/http2-front.ts';
import type { ProxyParts } from '../../../../src/proxy/ports.ts';
import { createTestAuthority } from '../../../support/authority.ts';
import { readStream } from '../../../support/http2-client.ts';
import {
  FLAG,
  FRAME,
  frame,
  headFrames,
  PREFACE,
  requestBlock,
  uint32,
} from '../../../support/http2-frames.ts';
import { openTls } from '../../../support/raw.ts';
import { rule } from '../../act/samples.ts';
import { ask, clientOf, origin } from '../exchange.ts';
import { connection, host, NOTHING_KNOWN, ruleSet, sampleParts } from '../samples.ts';
import { listenForTest, PATIENCE, readAll } from '../sockets.ts';
import { openSite } from './site.ts';

it('carries a request as one over HTTP/1.1, and its response back', async () => {
  const heads: string[][] = [];
  const { client, events, faults } = await openSite((request, response) => {
    heads.push([`${request.method} ${request.url}`, ...request.rawHeaders]);
    response.writeHead(200, [
      ...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Connection', 'keep-alive'],
      ...['Content-Type', 'text/plain', 'X-Own', 'yes'],
    ]);
    response.end('hello');
  });
  const reply = await client.get('/x?y=1', {
    cookie: ['a=1', 'b=2'],
    'x-own': 'no',
    te: 'trailers',
  });
  expect(reply).toMatchObject({ status: 200, text: 'hello', code: 0 });
  expect(reply.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  expect(reply.headers).not.toHaveProperty('connection');
  expect(reply.headers).not.toHaveProperty('transfer-encoding');
  expect(heads[0]?.slice(0, 3)).toEqual(['GET /x?y=1', 'Host', 'a.test:443']);
  expect(heads[0]?.join('\n')).toContain('X-Own\nno\nCookie\na=1; b=2');
  expect(heads[0]?.map((text) => text.toLowerCase())).not.toContain('te');
  await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
  expect(events[0]).toMatchObject({ kind: 'https', host: 'a.test', path: '/x?y=1', status: 200 });
  expect(faults).toEqual([]);
});

it('carries uploads and downloads of megabytes, and counts what each stream moved', async () => {
  const big = Buffer.alloc(3_000_000, 'abcdefg');
  const { client, events } = await openSite(async (request, response) => {
    const body = await readAll(request);
    response.end(request.url === '/down' ? big : createHash('sha256').update(body).digest('hex'));
  });
  const [up, down] = await Promise.all([client.get('/up', {}, big), client.get('/down')]);
  expect(up.text).toBe(createHash('sha256').update(big).digest('hex'));
  expect(down.text.length).toBe(big.length);
  await vi.waitFor(() => expect(events).toHaveLength(2), PATIENCE);
  const moved = new Map(
    events.map(({ path, bytesUp, bytesDown }) => [path, { bytesUp, bytesDown }]),
  );
  expect(moved.get('/up')?.bytesUp).toBeGreaterThan(big.length);
  expect(moved.get('/up')?.bytesDown).toBeLessThan(2_000);
  expect(moved.get('/down')?.bytesUp).toBeLessThan(2_000);
  expect(moved.get('/down')?.bytesDown).toBeGreaterThan(big.length);
});

it('serves 200 requests on one connection, 128 at a time', async () => {
  const { client, faults } = await openSite((request, response) => response.end(request.url));
  const limit = () => client.session.remoteSettings.maxConcurrentStreams;
  await vi.waitFor(() => expect(limit()).toBe(128), PATIENCE);
  expect(client.session.remoteSettings.enableConnectProtocol).not.toBe(true);
  const paths = Array.from({ length: 200 }, (_, at) => `/${at}`);
  const replies = await Promise.all(paths.map((path) => client.get(path)));
  expect(replies.map(({ text }) => text)).toEqual(paths);
  expect(faults).toEqual([]);
}, 20_000);

it('a head without a body, and a body that a HEAD must not have', async () => {
  const { client } = await openSite((request, response) => {
    if (request.url === '/204') response.writeHead(204).end();
    else
      response.writeHead(request.url === '/304' ? 304 : 200, { 'Content-Length': 5 }).end('hello');
  });
  expect(await client.get('/204')).toMatchObject({ status: 204, text: '', code: 0 });
  expect(await client.get('/304')).toMatchObject({ status: 304, text: '', code: 0 });
  const head = await client.get('/', { ':method': 'HEAD' });
  expect(head).toMatchObject({ status: 200, text: '', code: 0 });
  expect(head.headers['content-length']).toBe('5');
});

it('answers with 421 what belongs on another connection, and asks nobody', async () => {
  const { client, opened } = await openSite();
  const before = opened();
  const reply = await client.get('/', { ':authority': 'b.test' });
  expect(reply).toMatchObject({ status: 421, code: 0 });
  expect(reply.text).toContain('b.test');
  expect((await client.get('/', { ':authority': 'A.test' })).status).toBe(200);
  expect(opened()).toBeLessThanOrEqual(Math.max(before, 1));
});

it.each([
  ['another scheme', { ':scheme': 'http' }],
  ['two hosts that differ', { ':authority': 'a.test', host: 'b.test' }],
  ['an authority that is none', { ':authority': 'a.test:99999' }],
])('answers with 400 %s', async (_what, headers) => {
  const { client } = await openSite();
  const { status, text } = await client.get('/', headers);
  expect([status, text]).toEqual([400, 'The request is not one that a proxy can carry.\n']);
});

it('refuses CONNECT', async () => {
  const { client } = await openSite();
  const stream = client.session.request({ ':method': 'CONNECT', ':authority': 'a.test:443' });
  stream.on('error', () => undefined);
  expect((await readStream(stream)).status).toBe(400);
});

it('sends the head before the body, and each piece as it comes', async () => {
  let say = (_text: string): void => undefined;
  const { client } = await openSite((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    say = (text) => response.write(text);
  });
  const stream = client.start({ ':path': '/events' });
  const [head] = await once(stream, 'response');
  expect(head[':status']).toBe(200);
  say('data: 1\n\n');
  expect(String((await once(stream, 'data'))[0])).toBe('data: 1\n\n');
  say('data: 2\n\n');
  expect(String((await once(stream, 'data'))[0])).toBe('data: 2\n\n');
  stream.close();
});

it('a stream that is reset stops what the server sends; the others go on', async () => {
  let gone = 0;
  const { client, events } = await openSite((request, response) => {
    if (request.url === '/fine') response.end('fine');
    else {
      response.write('begun');
      response.once('close', () => {
        gone += 1;
      });
    }
  });
  const stream = client.start({ ':path': '/long' });
  await once(stream, 'data');
  stream.close(http2.constants.NGHTTP2_CANCEL);
  await vi.waitFor(() => expect(gone).toBe(1), PATIENCE);
  expect((await client.get('/fine')).text).toBe('fine');
  await vi.waitFor(() => expect(events.map(({ path }) => path)).toContain('/long'), PATIENCE);
});

it('an upload that breaks off never looks whole to the server', async () => {
  const outcomes: string[] = [];
  let arrived = (): void => undefined;
  const there = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { client } = await openSite((request) => {
    request.once('data', () => arrived());
    request.once('end', () => outcomes.push('end'));
    request.once('aborted', () => outcomes.push('aborted'));
  });
  const stream = client.start({ ':path': '/up', ':method': 'POST' }, true);
  stream.write('half');
  await there;
  // With `close`, Node would end the body first.
  stream.destroy(new Error('gone'));
  await vi.waitFor(() => expect(outcomes).toEqual(['aborted']), PATIENCE);
});

it('a body that breaks off resets the stream, and nothing is appended to it', async () => {
  const { client } = await openSite((request, response) => {
    response.writeHead(200, request.url === '/counted' ? { 'Content-Length': 100 } : {});
    response.write('half');
    setImmediate(() => response.destroy());
  });
  for (const path of ['/counted', '/chunked']) {
    const { text, code } = await client.get(path);
    expect(['', 'half']).toContain(text);
    expect(code).toBe(http2.constants.NGHTTP2_INTERNAL_ERROR);
  }
});

it('an early answer ends the upload without fault', async () => {
  const { client } = await openSite((_request, response) => {
    response.writeHead(413).end('too long');
  });
  const stream = client.start({ ':path': '/up', ':method': 'POST' }, true);
  stream.write(Buffer.alloc(200_000));
  expect(await readStream(stream)).toMatchObject({ status: 413, text: 'too long', code: 0 });
});

it('gives answers of ours as it does over HTTP/1.1', async () => {
  const blocked = rule('block');
  const { client, opened, events } = await openSite(undefined, {
    parts: { rules: () => ruleSet({ match: () => ({ block: blocked }) }) },
  });
  const before = opened();
  const reply = await client.get('/pixel', { 'sec-fetch-dest': 'image' });
  expect(reply.status).toBe(200);
  expect(reply.headers).toMatchObject({ 'content-type': 'image/gif', 'cache-control': 'no-store' });
  const body = await client.get('/collect', {}, Buffer.alloc(200_000));
  expect(body.status).toBeGreaterThanOrEqual(200);
  expect(body.code).toBe(0);
  expect(opened()).toBe(before);
  await vi.waitFor(() => expect(events).toHaveLength(2), PATIENCE);
  expect(events[0]).toMatchObject({ action: 'block', status: null });
});

it('speaks HTTP/1.1 with hosts for which HTTP/2 is off', async () => {
  const off = { settings: { offersHttp2: (name: string) => name !== 'a.test' } };
  await expect(openSite(undefined, off)).rejects.toThrow(
    /no_application_protocol|NO_APPLICATION|120|reset|disconnected/i,
  );
});

it('the page is reached over HTTP/2 too, which proves trust', async () => {
  const { port, ca, proven } = await openSite();
  const { connectHttp2 } = await import('../../../support/http2-client.ts');
  const client = await connectHttp2({ port, ca, authority: 'eyelid.internal:443' });
  expect(await client.get('/')).toMatchObject({ status: 200, text: 'the page' });
  await vi.waitFor(() => expect(proven).toHaveLength(1), PATIENCE);
  client.close();
});

it.each([
  [
    'garbage after the preface',
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\xff\xff\x42 garbage'.repeat(20)),
  ],
  ['no preface at all', Buffer.from('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')],
])('%s ends that connection only', async (_what, bytes) => {
  const { port, ca, client, faults } = await openSite();
  const socket = await openTls({ port, ca, authority: 'a.test:443', alpn: ['h2'] });
  socket.on('error', () => undefined);
  socket.write(bytes);
  socket.resume();
  await once(socket, 'close');
  expect((await client.get('/')).text).toBe('ok');
  expect(faults).toEqual([]);
});

it('too long a head is refused on its stream, and many cookies are not', async () => {
  const { client, faults } = await openSite();
  const cookie = Array.from({ length: 500 }, (_, at) => `c${at}=v`);
  expect((await client.get('/', { cookie })).status).toBe(200);
  expect((await client.get('/', { 'x-long': 'a'.repeat(70_000) })).status).toBe(0);
  expect((await client.get('/', { cookie })).status).toBe(200);
  expect(faults).toEqual([]);
});

it('streams that are opened and reset by the thousand end the connection, and serve the others', async () => {
  const { port, ca, client, opened, faults } = await openSite();
  const before = opened();
  const socket = await openTls({ port, ca, authority: 'a.test:443', alpn: ['h2'] });
  const ended = new Promise<void>((resolve) => {
    socket.on('error', () => resolve()).once('close', () => resolve());
  });
  socket.resume();
  const frames = Array.from({ length: 3_000 }, (_, at) => [
    headFrames(2 * at + 1, requestBlock('a.test')),
    frame(FRAME.reset, FLAG.none, 2 * at + 1, uint32(http2.constants.NGHTTP2_CANCEL)),
  ]);
  socket.write(Buffer.concat([PREFACE, frame(FRAME.settings, FLAG.none, 0), ...frames.flat()]));
  await ended;
  expect((await client.get('/')).text).toBe('ok');
  // What nobody waits for any more is not asked for.
  expect(opened() - before).toBeLessThan(300);
  expect(faults).toEqual([]);
}, 20_000);

it('a call of gRPC is declined as such, and the next connection is not opened', async () => {
  const closed = new Set<string>();
  const trust: ProxyParts['trust'] = {
    ...sampleParts().parts.trust,
    facts: (_device, program, hostname) => ({
      ...NOTHING_KNOWN,
      refusesHost: closed.has(`${program} ${hostname}`) ? 'grpc' : null,
    }),
    tell: ({ fingerprint, hostname }, { kind }) => {
      if (kind === 'grpc') closed.add(`${fingerprint} ${hostname}`);
    },
  };
  const { client, connect, events } = await openSite(undefined, { parts: { trust } });
  const grpc = { 'content-type': 'application/grpc+proto', te: 'trailers' };
  const reply = await client.get('/service/Method', grpc, 'call');
  expect(reply.headers).toMatchObject({ ':status': 200, 'grpc-status': '14' });
  await vi.waitFor(() => expect(client.session.closed).toBe(true), PATIENCE);
  expect([...closed]).toEqual([expect.stringMatching(/^[0-9a-f]{24} a\.test$/)]);
  // The origin's own certificate is seen, so the tunnel is not opened.
  await expect(connect()).rejects.toThrow();
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ tunnel: 'grpc' }), PATIENCE);
});

it('plain requests are not troubled by any of this', async () => {
  const { port } = await openSite();
  const { port: originPort } = await origin();
  const client = await clientOf(port);
  client.destroy();
  const text = await ask(port, [`GET http://127.0.0.1:${originPort}/x HTTP/1.1`, 'Host: a']);
  expect(text).toMatch(/ok$/);
});

it('a connection without a stream is ended after a while, and one with a stream is not', async () => {
  const server = tls.createServer({
    ...createTestAuthority().issue(['a.test']),
    ALPNProtocols: ['h2'],
  });
  let say = (): void => undefined;
  const front = new Http2Front(
    {
      faults: new FaultLog(sampleParts().parts.log),
      connectionOf: () => connection({ sni: host('a.test'), encrypted: true }),
      handle: (_request, response) => {
        response.writeHead(200);
        response.flushHeaders();
        say = () => response.end('ok');
      },
    },
    { idle: 200, stream: 60_000 },
  );
  server.on('secureConnection', (socket) => front.serve(socket));
  const port = await listenForTest(server);
  const open = () =>
    http2.connect(`https://127.0.0.1:${port}`, { servername: 'a.test', rejectUnauthorized: false });
  const busy = open();
  const ended = once(busy, 'close');
  const stream = busy.request({ ':authority': 'a.test' });
  const reading = readStream(stream);
  await once(stream, 'response');
  // One that began later is ended for being idle, and the busy one is there still.
  await once(open(), 'close');
  expect([front.size, busy.destroyed]).toEqual([1, false]);
  say();
  expect((await reading).text).toBe('ok');
  await ended;
  await vi.waitFor(() => expect(front.size).toBe(0), PATIENCE);
});
