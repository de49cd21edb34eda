import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { publicKeyHash } from '../support/authority.ts';
import { curl } from '../support/curl.ts';
import { command, type Running, run } from '../support/home.ts';
import { connectHttp2 } from '../support/http2-client.ts';
import { has } from '../support/machine.ts';
import { logIn } from '../support/page.ts';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

const NAMES = ['shop.test', 'bank.test', 'grpc.test', 'pinned.test', 'tracker.test'];

// Each device of these tests is an address of its own.
let world: World;
let eyelid: Running;
beforeAll(async () => {
  world = await openWorld({
    names: NAMES,
    rules: { 'test.txt': '||tracker.test^\n' },
    config: {
      log: { scope: 'all' },
      tls: { doNotIntercept: [{ host: 'bank.test', reason: 'a bank' }] },
      devices: [{ match: '127.0.2.40', level: 'full' }],
    },
  });
  eyelid = world.eyelid;
  writeFileSync(
    join(world.home.path, 'both.pem'),
    world.eyelid.ca + world.authority.certificatePem,
  );
});
afterEach(() => eyelid.assertAlive());
afterAll(async () => {
  await eyelid?.stop();
  await world?.close();
});

interface Row {
  readonly host: string;
  readonly method: string;
  readonly action: string;
  readonly tunnel: string | null;
  readonly why: string | null;
}

/** The log of a device, as the command line tells it, oldest first. */
async function logOf(from: string): Promise<readonly Row[]> {
  const { stdout } = await command(world.home, 'log', '--json', '--device', `ip:${from}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

/** Opens a host by CONNECT and leaves: who signed what was seen of it. */
async function see(from: string, hostname: string): Promise<string> {
  const ca = [eyelid.ca, world.authority.certificatePem];
  const port = eyelid.proxyPort;
  const socket = await openTls({ port, from, authority: `${hostname}:443`, ca });
  const issuer = String(socket.getPeerCertificate().issuer.CN);
  socket.destroy();
  return issuer.includes('Eyelid') ? 'eyelid' : issuer;
}

test('the log says why a connection was passed through, on the command line and the page', async () => {
  expect(await see('127.0.2.1', 'shop.test')).toBe('Test origins');
  expect(await see('127.0.2.40', 'bank.test')).toBe('Test origins');
  const row = { method: 'CONNECT', action: 'pass', host: 'shop.test' };
  await expect
    .poll(() => logOf('127.0.2.1'), { timeout: 10_000 })
    .toMatchObject([{ ...row, tunnel: 'program-unproven', why: expect.stringMatching('trusts') }]);
  const why = 'this host is on the do-not-intercept list';
  await expect
    .poll(() => logOf('127.0.2.40'), { timeout: 10_000 })
    .toMatchObject([{ ...row, host: 'bank.test', tunnel: 'do-not-intercept', why }]);
  const { stdout } = await command(world.home, 'log', '--host', 'bank.test');
  const told = 'contacted bank.test, unopened: this host is on the do-not-intercept list.';
  expect(stdout).toContain(`  Unopened     127.0.2.40 ${told}  bank.test\n`);
  const page = await logIn(eyelid);
  expect(await (await page.get('/api/log?host=bank.test')).json()).toMatchObject({
    rows: [{ tunnel: 'do-not-intercept', why }],
  });
});

test.skipIf(!has('curl'))(
  'a tracker whose answer is not taken is in the log, once a connection',
  async () => {
    const from = '127.0.2.2';
    const caPath = join(world.home.path, 'origin-ca.pem');
    const options = { proxyPort: eyelid.proxyPort, caPath };
    const { exit } = await curl(options, '--interface', from, 'https://tracker.test/');
    // 60: the certificate is not trusted.
    expect(exit).toBe(60);
    const row = { action: 'block', host: 'tracker.test', method: 'CONNECT', tunnel: null };
    await expect.poll(() => logOf(from), { timeout: 10_000 }).toMatchObject([row]);
  },
);

test.skipIf(!has('curl'))('what an app refuses is told as that', async () => {
  const from = '127.0.2.40';
  const pin = `sha256//${publicKeyHash(world.authority.issue(NAMES).cert)}`;
  const options = { proxyPort: eyelid.proxyPort, caPath: join(world.home.path, 'both.pem') };
  const exits: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const words = ['--interface', from, '--pinnedpubkey', pin, 'https://pinned.test/'];
    exits.push((await curl(options, ...words)).exit);
  }
  expect(exits).toEqual([90, 90, 0]);
  const rows = async () => (await logOf(from)).filter(({ host }) => host === 'pinned.test');
  await expect
    .poll(rows, { timeout: 10_000 })
    .toMatchObject([
      { tunnel: 'refused', why: 'this app does not accept the certificate for this host' },
    ]);
});

test('what speaks gRPC is passed through over a restart, until it is tried again', async () => {
  const from = '127.0.2.40';
  const options = { port: eyelid.proxyPort, from, authority: 'grpc.test:443', ca: eyelid.ca };
  const client = await connectHttp2(options);
  const grpc = { 'content-type': 'application/grpc', te: 'trailers' };
  const reply = await client.get('/service/Method', grpc, 'call');
  expect(reply.headers['grpc-status']).toBe('14');
  client.close();
  expect(await see(from, 'grpc.test')).toBe('Test origins');
  await eyelid.stop();
  eyelid = await run(world.home);
  expect(await see(from, 'grpc.test')).toBe('Test origins');
  const { stdout } = await command(world.home, 'devices', from);
  expect(stdout).toContain('\tgrpc.test\tit speaks gRPC with it, which cannot be opened\tuntil ');
  await command(world.home, 'devices', from, '--forget-trust');
  await expect.poll(() => see(from, 'grpc.test'), { timeout: 10_000 }).toBe('eyelid');
});
