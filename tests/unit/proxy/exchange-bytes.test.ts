import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { countBytes, type ExchangeBytes } from '../../../src/proxy/exchange-bytes.ts';
import { StreamRequest } from '../../../src/proxy/http2/stream-request.ts';
import { StreamResponse } from '../../../src/proxy/http2/stream-response.ts';
import { ask } from './exchange.ts';
import { streamPair } from './http2/streams.ts';
import { listenForTest, readAll } from './sockets.ts';

it('counts what the connection moved, over HTTP/1.1', async () => {
  let moved: ExchangeBytes | null = null;
  const port = await listenForTest(
    createServer(async (request, response) => {
      const count = countBytes(request, response);
      await readAll(request);
      response.once('close', () => {
        moved = count();
      });
      response.end('x'.repeat(1_000));
    }),
  );
  await ask(port, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3'], 'abc');
  expect(moved).toMatchObject({ down: expect.any(Number) });
  expect((moved as unknown as ExchangeBytes).down).toBeGreaterThan(1_000);
});

it('counts what the stream moved, over HTTP/2, whatever else its connection did', async () => {
  const { near, far } = await streamPair({ ':method': 'POST' }, true);
  const head = { method: 'POST', path: '/', headers: ['Host', 'a'] };
  const request = new StreamRequest(near, head, { bytesRead: 9, bytesWritten: 9 } as never);
  const response: unknown = new StreamResponse(near);
  const count = countBytes(request, response as never);
  far.end('abc');
  await readAll(request);
  (response as StreamResponse).writeHead(200, ['A', 'b']).end('defg');
  expect(count()).toEqual({ up: 5 + 3, down: 2 + 4 });
});
