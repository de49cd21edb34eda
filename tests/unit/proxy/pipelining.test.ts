import http from 'node:http';
import { expect, it } from 'vitest';
import { pipeliningLimit } from '../../../src/proxy/pipelining.ts';
import { clientOf } from './exchange.ts';
import { listenForTest, PATIENCE } from './sockets.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n';

/** A server that answers when it is told, and says which requests were taken. */
async function server() {
  const taken: boolean[] = [];
  const responses: http.ServerResponse[] = [];
  const limit = pipeliningLimit();
  const port = await listenForTest(
    http.createServer((request, response) => {
      taken.push(limit(request, response));
      responses.push(response);
    }),
  );
  return { port, taken, responses };
}

it('the first and 64 behind it are taken, the next are not', async () => {
  const { port, taken } = await server();
  (await clientOf(port)).send(GET.repeat(70));
  await expect.poll(() => taken.length, PATIENCE).toBe(70);
  expect(taken).toEqual(Array.from({ length: 70 }, (_, i) => i < 65));
});

it('those that were answered do not count', async () => {
  const { port, taken, responses } = await server();
  const client = await clientOf(port);
  for (let round = 1; round <= 4; round += 1) {
    client.send(GET.repeat(60));
    await expect.poll(() => responses.length, PATIENCE).toBe(60 * round);
    for (const response of responses.slice(-60)) response.end(`${round}`);
    await expect.poll(() => responses.every((one) => one.closed), PATIENCE).toBe(true);
  }
  expect(taken).not.toContain(false);
});

it('each connection counts for itself', async () => {
  const { port, taken } = await server();
  for (let i = 0; i < 3; i += 1) (await clientOf(port)).send(GET.repeat(40));
  await expect.poll(() => taken.length, PATIENCE).toBe(120);
  expect(taken).not.toContain(false);
});
