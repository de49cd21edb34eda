import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createHttpServer } from '../../../src/proxy/http-server.ts';
import { ask, clientOf } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { listenForTest, PATIENCE, readAll } from './sockets.ts';

it('serves nobody by itself, and whom it is given', async () => {
  const { http, serve } = createHttpServer();
  expect(http.listenerCount('connection')).toBe(0);
  const waiting: Socket[] = [];
  http.on('connection', (socket: Socket) => waiting.push(socket));
  http.on('request', (_request, response) => response.end('served'));
  const client = await clientOf(await listenForTest(http));
  client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await expect.poll(() => waiting.length, PATIENCE).toBe(1);
  serve(waiting[0] as Socket);
  expect(await client.end()).toMatch(/served$/);
});

it('the body that the last of two thousand lines announces is carried', async () => {
  const bodies: string[] = [];
  const originPort = await listenForTest(
    createServer({ maxHeaderSize: 64 * 1_024 }, async (request, response) => {
      bodies.push(String(await readAll(request)));
      response.end();
    }),
  );
  const { port } = await startProxy();
  const many = Array.from({ length: 2_000 }, (_, i) => `x${i}: y`);
  const line = `POST http://127.0.0.1:${originPort}/x HTTP/1.1`;
  await ask(port, [line, 'Host: a', ...many, 'Content-Length: 3'], 'abc');
  expect(bodies).toEqual(['abc']);
});

it.each([
  ['a head without end', `GET / HTTP/1.1\r\nX: ${'a'.repeat(70_000)}`],
  ['bytes that are no HTTP', '\x00\x01\x02\r\n\r\n'],
])('%s is refused', async (_what, bytes) => {
  const { port, faults } = await startProxy();
  const client = await clientOf(port);
  client.send(bytes);
  expect(await client.end()).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(faults).toEqual([]);
});
