import type { Socket } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readLog } from '../support/home.ts';
import { connectRaw, openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

/** Of the steered device, by the header that its connections begin with. */
const PHONE = '192.168.1.20';
const SERVER = '198.51.100.7';

let world: World;
let steeredPort: number;

beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'pixel.test', 'later.test'],
    hosts: async (_authority, origin) => ({ [`${SERVER}:443`]: `127.0.0.1:${origin.httpsPort}` }),
    rules: { 'test.txt': '||pixel.test/track^\n', 'later.txt': '! none\n' },
    config: {
      listen: { transparent: ['127.0.0.1:0'], proxyProtocolFrom: ['127.0.0.9'] },
      devices: [
        { match: '127.0.0.2', level: 'trackers' },
        { match: PHONE, level: 'trackers' },
      ],
      log: { scope: 'all' },
    },
  });
  steeredPort = Number(/^transparent 127\.0\.0\.1:(\d+)$/m.exec(world.eyelid.output())?.[1]);
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

type Open = (host: string, ca: string) => Promise<Socket>;

const explicit: Open = (host, ca) =>
  openTls({ port: world.eyelid.proxyPort, from: '127.0.0.2', authority: `${host}:443`, ca });

/** As one whose destination is known, and is an address. */
const steered: Open = async (host, ca) => {
  const { socket } = await connectRaw({ port: steeredPort, from: '127.0.0.9' });
  if (socket === null) throw new Error('it was closed');
  const raw = socket as Socket;
  raw.removeAllListeners('data');
  raw.write(`PROXY TCP4 ${PHONE} ${SERVER} 50000 443\r\n`);
  const secure = tls.connect({ socket: raw, servername: host, ca });
  return new Promise((resolve, reject) => {
    secure.once('secureConnect', () => resolve(secure)).once('error', reject);
  });
};

/** Whose certificate a client is shown. */
async function signer(open: Open, host: string): Promise<'origin' | 'eyelid' | 'nobody'> {
  for (const [who, ca] of [
    ['origin', world.authority.certificatePem],
    ['eyelid', world.eyelid.ca],
  ] as const) {
    const socket = await open(host, ca).catch(() => null);
    socket?.destroy();
    if (socket !== null) return who;
  }
  return 'nobody';
}

describe.each([
  ['explicit', explicit, 'later.test'],
  ['steered', steered, 'shop.test'],
] as const)('at level trackers, %s,', (_how, open, later) => {
  test('a host that some rule is about is opened', async () => {
    expect(await signer(open, 'pixel.test')).toBe('eyelid');
  });

  test('any other is passed through, which the log says', async () => {
    expect(await signer(open, later)).toBe('origin');
    await expect
      .poll(async () => (await readLog(world.home, '--host', later)).at(-1), { timeout: 10_000 })
      .toMatchObject({ kind: 'tunnel', tunnel: 'nothing-to-match' });
  });

  test('and is opened from the next connection on once a rule is about it', async () => {
    const before = await open(later, world.authority.certificatePem);
    world.home.write('rules/later.txt', `||${later}/beacon^\n`);
    await expect.poll(() => signer(open, later), { timeout: 10_000 }).toBe('eyelid');
    expect(before.destroyed).toBe(false);
    before.destroy();
    world.home.write('rules/later.txt', '! none\n');
    await expect.poll(() => signer(open, later), { timeout: 10_000 }).toBe('origin');
  });
});
