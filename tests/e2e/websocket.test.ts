import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectRaw, openTls, openTunnel } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['chat.test', 'blocked.test'],
    rules: { 'test.txt': '||blocked.test^\n' },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** The connection a browser would make: CONNECT for both, TLS for wss. */
async function connection(scheme: string, host: string): Promise<Socket> {
  const port = world.eyelid.proxyPort;
  if (scheme === 'wss') return openTls({ port, authority: `${host}:443`, ca: world.eyelid.ca });
  const { socket } = await openTunnel({ port }, `${host}:80`);
  socket.removeAllListeners('data');
  return socket;
}

async function open(scheme: string, url: string, protocols: string[] = []): Promise<WebSocket> {
  const { host, pathname } = new URL(url);
  const socket = await connection(scheme, host);
  return new WebSocket(`ws://${host}${pathname}`, protocols, {
    createConnection: () => socket,
    origin: `https://${host}`,
  });
}

function opened(peer: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    peer.once('open', resolve);
    peer.once('error', reject);
  });
}

function message(peer: WebSocket): Promise<Buffer> {
  return new Promise((resolve) => peer.once('message', (data) => resolve(data as Buffer)));
}

function refusal(peer: WebSocket): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    peer.once('open', () => reject(new Error('the socket was opened')));
    peer.once('unexpected-response', (_request, response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode);
    });
    peer.on('error', () => undefined);
    peer.once('close', () => resolve(undefined));
  });
}

describe.each(['ws', 'wss'])('a WebSocket over %s', (scheme) => {
  test('echoes text, bytes and a message of four megabytes', async () => {
    const peer = await open(scheme, 'ws://chat.test/ws');
    await opened(peer);
    const large = randomBytes(4 * 1_048_576);
    for (const sent of [Buffer.from('hello'), randomBytes(300), large]) {
      const echoed = message(peer);
      peer.send(sent);
      expect((await echoed).equals(sent)).toBe(true);
    }
    peer.terminate();
  });

  test('keeps subprotocol, ping and close code', async () => {
    const peer = await open(scheme, 'ws://chat.test/ws', ['chat.v2', 'chat.v1']);
    await opened(peer);
    expect(peer.protocol).toBe('chat.v2');
    const pong = new Promise<Buffer>((resolve) => peer.once('pong', resolve));
    peer.ping('still there');
    expect((await pong).toString()).toBe('still there');
    const code = new Promise<number>((resolve) => peer.once('close', resolve));
    peer.close(4001, 'done');
    expect(await code).toBe(4001);
  });

  test("shows the client the origin's refusal", async () => {
    const peer = await open(scheme, 'ws://chat.test/ws-refused');
    expect(await refusal(peer)).toBe(403);
  });

  test('is refused where a rule blocks it, and nothing reaches the origin', async () => {
    const peer = await open(scheme, 'ws://blocked.test/ws');
    expect(await refusal(peer)).toBe(403);
    expect(world.origin.requests('blocked.test')).toEqual([]);
  });
});

test('a WebSocket asked for in absolute form is opened', async () => {
  const client = await connectRaw({ port: world.eyelid.proxyPort });
  client.send(
    'GET http://chat.test/ws HTTP/1.1\r\nHost: chat.test\r\nConnection: Upgrade\r\n' +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const reply = await client.until(/\r\n\r\n/);
  client.destroy();
  expect(reply).toMatch(/^HTTP\/1\.1 101 /);
  // RFC 6455 section 1.3 gives this answer to that key.
  expect(reply).toMatch(/sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i);
});
