import { once } from 'node:events';
import type { Socket } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Cutter, startCutter } from '../support/cutter.ts';
import { openFiles } from '../support/machine.ts';
import { connectRaw } from '../support/raw.ts';
import { rawSession, requestFields } from '../support/raw-http2.ts';
import { openWorld, type World } from '../support/world.ts';

const TIMES = 60;
const AT_ONCE = 20;
const GET = 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n';
const POST = `POST /up HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 3000\r\n\r\n${'x'.repeat(3_000)}`;
const UPGRADE =
  'GET /ws HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x85abcdefghi';
const HTTP2 = rawSession([
  { fields: requestFields('shop.test', '/big') },
  { fields: requestFields('shop.test', '/ws') },
]).toString('latin1');
const CONNECT = 'CONNECT shop.test:80 HTTP/1.1\r\nHost: shop.test:80\r\n\r\n';
const absolute = (request: string) => request.replace(' /', ' http://shop.test/');

let world: World;
let server: Cutter;
let seed = 20_261_122;
/** The same numbers in each run. */
function below(limit: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}

beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'tracker.test'],
    rules: { 'test.txt': '||tracker.test^\n||shop.test^$replace=/hello/bye/\n' },
    hosts: async (_authority, origin) => {
      server = await startCutter({ port: origin.httpsPort, resets: 'client' });
      return { 'cut.test:443': `127.0.0.1:${server.port}` };
    },
    config: {
      listen: { transparent: ['127.0.0.1:0'], proxyProtocolFrom: ['127.0.0.9'] },
      log: { scope: 'all' },
    },
  });
});
// A program that never worked with a host, and leaves time and again, is left alone there.
beforeAll(() => world.client.get('https://shop.test/'));
afterAll(async () => {
  await world?.close();
  await server?.close();
});
afterEach(async () => {
  world.eyelid.assertAlive();
  expect((await world.client.get('https://shop.test/x')).status).toBe(200);
});

const steeredPort = () => Number(/^transparent .*:(\d+)$/m.exec(world.eyelid.output())?.[1]);

/** Says it inside TLS, in a tunnel where one is asked for. */
async function sayInTls(
  port: number,
  tunnel: string | null,
  say: string,
  options: ConnectionOptions,
) {
  const client = await connectRaw({ port });
  if (tunnel !== null) {
    client.send(`CONNECT ${tunnel} HTTP/1.1\r\nHost: ${tunnel}\r\n\r\n`);
    await client.until(/\r\n\r\n/);
  }
  const socket = client.socket as Socket;
  socket.removeAllListeners('data');
  const secure = tls.connect({ socket, rejectUnauthorized: false, ...options });
  secure.on('error', () => undefined).on('data', () => undefined);
  secure.write(say, 'latin1');
  await once(secure, 'close');
}

async function say(port: number, bytes: string): Promise<void> {
  const client = await connectRaw({ port });
  client.send(bytes);
  await client.end();
}

type Visit = (port: number) => Promise<void>;
const inTls = (bytes: string, protocol: string, tunnel: string | null = 'shop.test:443'): Visit => {
  const options = { servername: 'shop.test', ALPNProtocols: [protocol] };
  return (port) => sayInTls(port, tunnel, bytes, options);
};

const WAYS: readonly (readonly [string, number, Visit])[] = [
  ['a request over HTTP', 600, (port) => say(port, absolute(GET))],
  ['an upload over HTTP', 4_000, (port) => say(port, absolute(POST))],
  ['a WebSocket over HTTP', 1_000, (port) => say(port, absolute(UPGRADE))],
  ['a request over HTTPS', 4_000, inTls(GET, 'http/1.1')],
  ['an upload over HTTPS', 7_000, inTls(POST, 'http/1.1')],
  ['a WebSocket over HTTPS', 4_000, inTls(UPGRADE, 'http/1.1')],
  ['two streams over HTTP/2', 12_000, inTls(HTTP2, 'h2')],
  ['a blocked host', 4_000, inTls(GET, 'http/1.1', 'tracker.test:443')],
  ['the page', 6_000, inTls(GET, 'http/1.1', 'eyelid.internal:443')],
  ['what is neither', 150, (port) => say(port, `${CONNECT}\x05\x01\x00`)],
];

/** Lets many clients come, each of which is cut somewhere else. Returns how many were. */
async function cutAnywhere(cutter: Cutter, bytes: number, visit: Visit): Promise<number> {
  const before = cutter.counts.reset;
  cutter.cutAt(() => below(bytes));
  for (let round = 0; round < TIMES / AT_ONCE; round += 1) {
    const visits = Array.from({ length: AT_ONCE }, () => visit(cutter.port));
    await Promise.allSettled(visits);
  }
  return cutter.counts.reset - before;
}

async function expectNothingLeft(before: number): Promise<void> {
  world.origin.closeIdle();
  await expect
    .poll(() => openFiles(world.eyelid.pid) - before, { timeout: 20_000 })
    .toBeLessThan(15);
}

describe('a client that resets its connection anywhere', () => {
  const entrances = [
    ['the explicit port', () => ({ port: world.eyelid.proxyPort })],
    ['the port for redirected connections', () => ({ port: steeredPort() })],
    [
      'a sender of PROXY headers',
      () => ({
        port: steeredPort(),
        from: '127.0.0.9',
        greeting: 'PROXY TCP4 127.0.0.1 127.0.0.1 50000 443\r\n',
      }),
    ],
  ] as const;

  test.each(entrances)('by %s does not hurt', async (_name, to) => {
    const cutter = await startCutter({ ...to(), resets: 'server' });
    const before = openFiles(world.eyelid.pid);
    for (const [name, bytes, visit] of WAYS) {
      const resets = await cutAnywhere(cutter, bytes, visit);
      expect(resets, name).toBeGreaterThan(TIMES / 10);
      world.eyelid.assertAlive();
    }
    console.info(`${cutter.counts.reset} resets, ${cutter.counts.ended} ended before`);
    await cutter.close();
    await expectNothingLeft(before);
  });
});

test('a server that resets its connections anywhere does not hurt', async () => {
  const port = world.eyelid.proxyPort;
  const options = { servername: 'cut.test' };
  const before = openFiles(world.eyelid.pid);
  const visits: readonly (readonly [number, Visit])[] = [
    [5_000, (to) => sayInTls(to, 'cut.test:443', GET.replace('shop', 'cut'), options)],
    [9_000, (to) => sayInTls(to, 'cut.test:443', POST.replace('shop', 'cut'), options)],
    [5_000, (to) => sayInTls(to, 'cut.test:443', UPGRADE.replace('shop', 'cut'), options)],
  ];
  for (const [bytes, visit] of visits) {
    expect(await cutAnywhere(server, bytes, () => visit(port))).toBeGreaterThan(TIMES / 10);
    world.eyelid.assertAlive();
  }
  await expectNothingLeft(before);
});
