import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { publicKeyHash } from '../support/authority.ts';
import { type CurlResult, curl } from '../support/curl.ts';
import { command, type Running, run } from '../support/home.ts';
import { has } from '../support/machine.ts';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

const NAMES = ['shop.test', 'news.test', 'pinned.test', 'pinned2.test', 'tracker.test', 'ads.test'];

// Each device of these tests is an address of its own.
let world: World;
let eyelid: Running;
/** A file with our authority and the origin's: a program that trusts whatever it sees. */
let both: string;
beforeAll(async () => {
  world = await openWorld({
    names: NAMES,
    rules: { 'test.txt': '||tracker.test^\n||ads.test^\n' },
    config: { devices: [{ match: '127.0.1.40', level: 'full' }] },
  });
  eyelid = world.eyelid;
  both = join(world.home.path, 'both.pem');
  writeFileSync(both, world.eyelid.ca + world.authority.certificatePem);
});
afterEach(() => eyelid.assertAlive());
afterAll(async () => {
  await eyelid?.stop();
  await world?.close();
});

/** Who signed what Node, as one program of that device, sees of a host. */
async function signer(from: string, hostname: string): Promise<string> {
  const ca = [eyelid.ca, world.authority.certificatePem];
  const port = eyelid.proxyPort;
  const socket = await openTls({ port, from, authority: `${hostname}:443`, ca }).catch(() => null);
  const issuer = String(socket?.getPeerCertificate().issuer.CN ?? 'nobody');
  socket?.destroy();
  return issuer.includes('Eyelid') ? 'eyelid' : issuer;
}

/** curl as another program of that device. */
function ask(from: string, url: string, caPath: string, ...words: string[]): Promise<CurlResult> {
  return curl({ proxyPort: eyelid.proxyPort, caPath }, '--interface', from, ...words, url);
}

const originOnly = () => join(world.home.path, 'origin-ca.pem');

/** The programs of a device, as the command line tells them. */
async function programsOf(from: string): Promise<readonly { readonly [key: string]: unknown }[]> {
  const { stdout } = await command(world.home, 'devices', from, '--json');
  return JSON.parse(stdout).programs;
}

describe('a program', () => {
  test('is proven by a blocked host alone, and no other of its device with it', async () => {
    const from = '127.0.1.1';
    expect(await signer(from, 'shop.test')).toBe('Test origins');
    const client = world.clientOf({ ca: [eyelid.ca, world.authority.certificatePem], from });
    const before = world.origin.connections.opened;
    const reply = await client.get('https://tracker.test/pixel.gif');
    expect(reply.headers['x-eyelid']).toBe('test.txt:1');
    expect(world.origin.connections.opened).toBe(before);
    expect(await signer(from, 'shop.test')).toBe('eyelid');
  });

  test.skipIf(!has('curl'))(
    'that does not trust us sees no error beside one that does',
    async () => {
      const from = '127.0.1.1';
      for (const name of ['shop.test', 'news.test', 'shop.test']) {
        const { exit, stdout, stderr } = await ask(from, `https://${name}/`, originOnly());
        expect([exit, stderr]).toEqual([0, '']);
        expect(String(stdout)).toBe('hello');
      }
      expect(await signer(from, 'news.test')).toBe('eyelid');
    },
  );

  test.skipIf(!has('curl'))(
    'that does not trust us has trackers refused all the same',
    async () => {
      const from = '127.0.1.2';
      const before = world.origin.requests('tracker.test').length;
      for (let i = 0; i < 4; i += 1) {
        expect((await ask(from, 'https://tracker.test/', originOnly())).exit).not.toBe(0);
        expect((await ask(from, 'https://shop.test/', originOnly())).exit).toBe(0);
      }
      expect(world.origin.requests('tracker.test')).toHaveLength(before);
    },
  );

  test.skipIf(!has('curl'))(
    'that pins works from its third try, and is still blocked',
    async () => {
      const from = '127.0.1.3';
      const proof = await ask(from, 'https://eyelid.internal/trust', both);
      expect(proof.exit).toBe(0);
      const shop = await ask(from, 'https://shop.test/', eyelid.caPath);
      expect(shop.exit).toBe(0);
      const pin = `sha256//${publicKeyHash(world.authority.issue(NAMES).cert)}`;
      const exits: number[] = [];
      for (let i = 0; i < 4; i += 1) {
        const { exit } = await ask(from, 'https://pinned.test/', both, '--pinnedpubkey', pin);
        exits.push(exit);
      }
      // 90: the pinned key is another.
      expect(exits).toEqual([90, 90, 0, 0]);
      const before = world.origin.requests('ads.test').length;
      for (let i = 0; i < 4; i += 1) {
        const { exit } = await ask(from, 'https://ads.test/', both, '--pinnedpubkey', pin);
        expect(exit).toBe(90);
      }
      expect(world.origin.requests('ads.test')).toHaveLength(before);
      // Hosts that work go on to be opened.
      const other = await ask(from, 'https://shop.test/', eyelid.caPath);
      expect(other.exit).toBe(0);
    },
  );

  test.skipIf(!has('curl'))(
    'that was forced open without trusting us works from its second try',
    async () => {
      const from = '127.0.1.40';
      const exits: number[] = [];
      for (let i = 0; i < 3; i += 1) {
        exits.push((await ask(from, 'https://shop.test/', originOnly())).exit);
      }
      // 60: the certificate is not trusted.
      expect(exits).toEqual([60, 0, 0]);
      // After three hosts it is the program.
      expect((await ask(from, 'https://news.test/', originOnly())).exit).toBe(60);
      expect((await ask(from, 'https://pinned.test/', originOnly())).exit).toBe(60);
      expect((await ask(from, 'https://pinned2.test/', originOnly())).exit).toBe(0);
    },
  );

  test.skipIf(!has('curl'))(
    'that speaks RSA alone works from its second try, everywhere',
    async () => {
      const from = '127.0.1.41';
      expect((await ask(from, 'https://eyelid.internal/trust', both)).exit).toBe(0);
      const old = ['--tls-max', '1.2', '--ciphers', 'ECDHE-RSA-AES128-GCM-SHA256'];
      const page = await ask(from, 'https://eyelid.internal/trust', both, ...old);
      expect(page.exit).not.toBe(0);
      for (const name of ['shop.test', 'news.test']) {
        expect((await ask(from, `https://${name}/`, both, ...old)).exit).toBe(0);
      }
    },
  );
});

test('the command line tells of programs, and forgets them', async () => {
  const from = '127.0.1.5';
  const client = world.clientOf({ ca: [eyelid.ca, world.authority.certificatePem], from });
  await client.get('https://eyelid.internal/trust');
  await expect
    .poll(() => programsOf(from), { timeout: 10_000 })
    .toMatchObject([{ program: { proof: 'check' }, refusedHosts: [] }]);
  const { stdout } = await command(world.home, 'devices', from);
  expect(stdout).toMatch(/\n {2}program [0-9a-f]{8}\ttrusts the certificate \(check\)\n/);
  const all = await command(world.home, 'devices');
  const line = all.stdout.split('\n').find((one) => one.includes(from));
  expect(line).toContain('\thostname (default); full for 1 program\t');
  expect(await signer(from, 'shop.test')).toBe('eyelid');
  await command(world.home, 'devices', from, '--forget-trust');
  await expect.poll(() => signer(from, 'shop.test'), { timeout: 10_000 }).toBe('Test origins');
});

test('trust outlives a restart, and what was refused too', async () => {
  await eyelid.stop();
  eyelid = await run(world.home);
  expect(await signer('127.0.1.1', 'news.test')).toBe('eyelid');
  if (!has('curl')) return;
  const pin = `sha256//${publicKeyHash(world.authority.issue(NAMES).cert)}`;
  const pinned = await ask('127.0.1.3', 'https://pinned.test/', both, '--pinnedpubkey', pin);
  expect(pinned.exit).toBe(0);
  expect((await ask('127.0.1.40', 'https://shop.test/', originOnly())).exit).toBe(0);
});
