import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sendBody } from '../support/download.ts';
import { residentMegabytes } from '../support/machine.ts';
import { type ScriptedOrigin, startScriptedOrigin } from '../support/scripted-origin.ts';
import { openWorld, type World } from '../support/world.ts';

const MEGABYTE = 1_048_576;
const REPLY = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

let world: World;
let stale: ScriptedOrigin;
let closing: ScriptedOrigin;
let refused: number;
beforeAll(async () => {
  // Takes the first request of a connection and hangs up on the second, as a
  // server does whose idle time-out runs out just then.
  const served = new Set<number>();
  stale = await startScriptedOrigin({
    script: (socket, _head, _heads, connection) => {
      if (served.has(connection)) socket.destroy();
      else socket.write(REPLY);
      served.add(connection);
    },
  });
  closing = await startScriptedOrigin({
    script: (socket) => {
      socket.end(REPLY);
    },
  });
  refused = await closedPort();
  world = await openWorld({
    names: ['shop.test'],
    hosts: async () => ({
      'stale.test:80': `127.0.0.1:${stale.port}`,
      'closing.test:80': `127.0.0.1:${closing.port}`,
      'down.test:80': `127.0.0.1:${refused}`,
    }),
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(async () => {
  await world?.close();
  await Promise.all([stale?.close(), closing?.close()]);
});

async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves with the value once it was the same for twenty looks in a row. */
async function settledValue(read: () => number): Promise<number> {
  let same = 0;
  let last = -1;
  await expect
    .poll(
      () => {
        same = read() === last ? same + 1 : 0;
        last = read();
        return same;
      },
      { timeout: 40_000, interval: 50 },
    )
    .toBeGreaterThanOrEqual(20);
  return last;
}

describe.each(['http', 'https'])('over %s', (scheme) => {
  const site = `${scheme}://shop.test`;

  test('a client that leaves before the answer stops the upstream request', async () => {
    const held = world.origin.hold('/leave-early');
    const client = world.clientOf({ ca: world.eyelid.ca });
    const pending = client.open(`${site}/leave-early`).catch(() => null);
    const { response } = await held;
    const gone = new Promise((resolve) => response.once('close', resolve));
    client.close();
    await pending;
    await gone;
    expect(response.writableEnded).toBe(false);
  });

  test('a client that leaves within the body stops the upstream', async () => {
    const held = world.origin.hold('/leave-within');
    const pending = world.client.open(`${site}/leave-within`);
    const { response } = await held;
    const sending = sendBody(response, 400 * MEGABYTE);
    const reply = await pending;
    await new Promise((resolve) => reply.once('data', resolve));
    const gone = new Promise((resolve) => response.once('close', resolve));
    reply.destroy();
    await Promise.all([gone, sending]);
    expect(response.writableFinished).toBe(false);
  });

  test('a client that does not read pauses the upstream', async () => {
    const before = residentMegabytes(world.eyelid.pid);
    const held = world.origin.hold('/flood');
    const pending = world.client.open(`${site}/flood`);
    const { response } = await held;
    let written = 0;
    const sending = sendBody(response, 400 * MEGABYTE, (total) => {
      written = total;
    });
    const reply = await pending;
    reply.pause();
    const settled = await settledValue(() => written);
    const grown = residentMegabytes(world.eyelid.pid) - before;
    reply.destroy();
    await sending;
    console.info(`${scheme}: ${settled / MEGABYTE} MB in flight, RSS ${grown.toFixed(1)} MB up`);
    expect(settled).toBeLessThan(64 * MEGABYTE);
    expect(grown).toBeLessThan(64);
  });

  test('an upstream that does not read pauses the client', async () => {
    const before = residentMegabytes(world.eyelid.pid);
    const held = world.origin.hold('/slow-upload');
    const headers = ['Content-Length', String(400 * MEGABYTE), 'Content-Type', 'application/zip'];
    const upload = world.clientOf({ ca: world.eyelid.ca });
    const request = upload.start(`${site}/slow-upload`, { method: 'POST', headers });
    request.on('error', () => undefined);
    request.flushHeaders();
    const { request: incoming } = await held;
    incoming.pause();
    let written = 0;
    const sending = sendBody(request, 400 * MEGABYTE, (total) => {
      written = total;
    });
    const settled = await settledValue(() => written);
    const grown = residentMegabytes(world.eyelid.pid) - before;
    request.destroy();
    await sending;
    console.info(`${scheme}: ${settled / MEGABYTE} MB taken, RSS ${grown.toFixed(1)} MB up`);
    expect(settled).toBeLessThan(64 * MEGABYTE);
    expect(grown).toBeLessThan(64);
  });
});

test('a request on a stale upstream connection is sent again on a fresh one', async () => {
  expect((await world.client.get('http://stale.test/one')).status).toBe(200);
  expect((await world.client.get('http://stale.test/two')).text).toBe('ok');
  expect(stale.heads.filter((head) => head.startsWith('GET /two'))).toHaveLength(2);
});

test('a request with a body is never sent twice', async () => {
  expect((await world.client.get('http://stale.test/again')).status).toBe(200);
  const reply = await world.client.get('http://stale.test/order', {
    method: 'POST',
    headers: ['Content-Length', '3', 'Content-Type', 'text/plain'],
    body: 'buy',
  });
  expect(stale.heads.filter((head) => head.startsWith('POST /order'))).toHaveLength(1);
  expect([200, 502]).toContain(reply.status);
});

test('an upstream that closes after each answer is dialled anew', async () => {
  for (const path of ['/1', '/2', '/3']) {
    expect((await world.client.get(`http://closing.test${path}`)).text).toBe('ok');
  }
  expect(closing.heads).toHaveLength(3);
});

test('an upstream that refuses is a 502 that names the host and nothing internal', async () => {
  const reply = await world.client.get('http://down.test/');
  expect(reply.status).toBe(502);
  expect(reply.text).toContain('down.test');
  expect(reply.text).not.toMatch(/127\.0\.0\.1|ECONN|Error:|\.js|node:/);
});

test('the response head arrives before the first byte of the body', async () => {
  const held = world.origin.hold('/head-first');
  const pending = world.client.open('https://shop.test/head-first');
  const { response } = await held;
  response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
  const reply = await pending;
  expect(reply.statusCode).toBe(200);
  response.end('late');
  reply.resume();
});
