import { once } from 'node:events';
import { Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { StreamRequest } from '../../../../src/proxy/http2/stream-request.ts';
import { PATIENCE, readAll } from '../sockets.ts';
import { streamPair } from './streams.ts';

const head = (...headers: readonly string[]) => ({ method: 'POST', path: '/x', headers });

it('is a message of HTTP/1.1 with its headers and its body', async () => {
  const { near, far } = await streamPair({ ':method': 'POST' }, true);
  const request = new StreamRequest(near, head('Host', 'a', 'X-A', '1', 'x-a', '2'), new Socket());
  expect(request.headers).toMatchObject({ host: 'a', 'x-a': '1, 2' });
  expect([request.method, request.url, request.httpVersion]).toEqual(['POST', '/x', '2.0']);
  expect(request.complete).toBe(false);
  far.write('one ');
  far.end('two');
  expect(String(await readAll(request))).toBe('one two');
  expect(request.complete).toBe(true);
  expect(request.bytes).toBe('HostaX-A1x-a2'.length + 'one two'.length);
});

it('is complete at once where there is no body', async () => {
  const { near } = await streamPair();
  const request = new StreamRequest(near, head(), new Socket());
  expect(request.complete).toBe(true);
  expect(await readAll(request)).toHaveLength(0);
});

it('holds back what nobody reads', async () => {
  const { near, far } = await streamPair({ ':method': 'POST' }, true);
  const request = new StreamRequest(near, head(), new Socket());
  const big = Buffer.alloc(2_000_000, 'x');
  far.end(big);
  request.once('readable', () => undefined);
  await vi.waitFor(() => expect(request.readableLength).toBeGreaterThan(0), PATIENCE);
  await new Promise((resolve) => setImmediate(resolve));
  expect(request.bytes).toBeLessThan(400_000);
  expect(await readAll(request)).toHaveLength(big.length);
});

it('tells of a stream that breaks off, and leaves the connection alone', async () => {
  const { near, far } = await streamPair({ ':method': 'POST' }, true);
  const socket = new Socket();
  const request = new StreamRequest(near, head(), socket);
  request.resume();
  far.write('half');
  await once(request, 'data');
  const ended = vi.fn();
  request.once('end', ended);
  const told = Promise.all([once(request, 'aborted'), once(request, 'close')]);
  far.destroy(new Error('gone'));
  await told;
  expect(request.aborted).toBe(true);
  expect(ended).not.toHaveBeenCalled();
  expect(socket.destroyed).toBe(false);
});
