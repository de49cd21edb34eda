import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import net, { type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { BODY_LIMIT, readWhole } from '../../../src/proxy/request-body.ts';
import { listenForTest, readAll } from './sockets.ts';

/** Sends a head, and gives the request as a server sees it and the client's socket. */
async function ask(headers: string): Promise<{ request: IncomingMessage; client: Socket }> {
  const server = http.createServer();
  const port = await listenForTest(server);
  const arrived = new Promise<IncomingMessage>((resolve) => server.once('request', resolve));
  const client = net.connect(port, '127.0.0.1');
  client.on('error', () => undefined);
  onTestFinished(() => void client.destroy());
  client.write(`POST / HTTP/1.1\r\nHost: a.test\r\n${headers}\r\n\r\n`);
  return { request: await arrived, client };
}

it.each([0, 1, BODY_LIMIT - 1, BODY_LIMIT])('a body of %d bytes is read', async (length) => {
  const { request, client } = await ask(`Content-Length: ${length}`);
  const body = randomBytes(length);
  const read = readWhole(request);
  client.write(body.subarray(0, 10));
  client.write(body.subarray(10));
  expect((await read)?.equals(body)).toBe(true);
});

it('a chunked body is read', async () => {
  const { request, client } = await ask('Transfer-Encoding: chunked');
  client.write('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n');
  expect((await readWhole(request))?.toString()).toBe('abcde');
});

it.each([
  ['counted', (body: Buffer) => body, (length: number) => `Content-Length: ${length}`],
  [
    'chunked',
    (body: Buffer) =>
      Buffer.concat([
        Buffer.from(`${body.length.toString(16)}\r\n`),
        body,
        Buffer.from('\r\n0\r\n\r\n'),
      ]),
    () => 'Transfer-Encoding: chunked',
  ],
] as const)('a longer %s body is put back in order', async (_how, encode, header) => {
  const body = randomBytes(BODY_LIMIT * 5 + 1);
  const { request, client } = await ask(header(body.length));
  client.write(encode(body));
  expect(await readWhole(request)).toBeNull();
  expect(request.isPaused()).toBe(true);
  expect((await readAll(request)).equals(body)).toBe(true);
});

it('a body one byte too long is put back too', async () => {
  const body = randomBytes(BODY_LIMIT + 1);
  const { request, client } = await ask(`Content-Length: ${body.length}`);
  client.write(body);
  expect(await readWhole(request)).toBeNull();
  expect((await readAll(request)).equals(body)).toBe(true);
});

it('a client that leaves in the middle is an error', async () => {
  const { request, client } = await ask('Content-Length: 100');
  const read = readWhole(request);
  client.write('only this', () => client.destroy());
  await expect(read).rejects.toThrow();
});

it('a body that breaks the rules of chunks is an error', async () => {
  const { request, client } = await ask('Transfer-Encoding: chunked');
  const read = readWhole(request);
  client.write('zz\r\n');
  client.end();
  await expect(read).rejects.toThrow();
});

it('a body that stops is given up, and one that goes on is not', async () => {
  const stopped = await ask('Content-Length: 10');
  const given = readWhole(stopped.request, 50);
  stopped.client.write('abc');
  await expect(given).rejects.toThrow('nothing came for 50 ms');
  const whole = await ask('Content-Length: 3');
  const read = readWhole(whole.request, 60_000);
  whole.client.write('abc');
  expect((await read)?.toString()).toBe('abc');
});
