import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { command, type Running, run } from '../support/home.ts';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let eyelid: Running;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'tracker.test'],
    rules: { 'test.txt': '||tracker.test^\n' },
  });
  eyelid = world.eyelid;
});
afterEach(() => eyelid.assertAlive());
afterAll(async () => {
  await eyelid?.stop();
  await world?.close();
});

const ca = async (...words: readonly string[]) => {
  const { status, stdout, stderr } = await command(world.home, 'ca', ...words);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
};
const shown = async () => JSON.parse(await ca('show', '--json'));

/** Who signed what a device that trusts these, and the origin's, sees of a host; throws where it refuses. */
async function signer(from: string, hostname: string, trusted: readonly string[]): Promise<string> {
  const all = [...trusted, world.authority.certificatePem];
  const port = eyelid.proxyPort;
  const socket = await openTls({ port, from, authority: `${hostname}:443`, ca: all });
  const issuer = String(socket.getPeerCertificate().issuer.CN);
  socket.destroy();
  return issuer;
}

/** A request to a host that is blocked anyway shows whom the program trusts. */
const isAnswered = async (from: string, trusted: readonly string[]) => {
  const all = [...trusted, world.authority.certificatePem];
  const client = world.clientOf({ port: eyelid.proxyPort, ca: all, from });
  return (await client.get('https://tracker.test/')).headers['x-eyelid'] === 'test.txt:1';
};

test('a new authority follows the old one, and no device sees an error', async () => {
  const old = eyelid.ca;
  const { name: oldName, fingerprint: oldPrint } = await shown();
  for (const from of ['127.0.1.1', '127.0.1.2']) {
    expect(await isAnswered(from, [old])).toBe(true);
    expect(await signer(from, 'shop.test', [old])).toBe(oldName);
  }

  // It is made and offered; the old one goes on.
  const waits = JSON.parse(await ca('rotate', '--json'));
  expect(waits).toMatchObject({ state: 'waiting', made: true });
  expect((await shown()).next.fingerprint).toBe(waits.fingerprint);
  expect(statSync(join(world.home.path, 'certs/next.key')).mode & 0o777).toBe(0o600);
  const next = await ca('export', '--next');
  const offered = await fetch(`${eyelid.pageUrl}next.pem`);
  expect([offered.status, await offered.text()]).toEqual([200, next]);
  expect(await (await fetch(`${eyelid.pageUrl}welcome`)).text()).toContain(waits.fingerprint);
  expect(await signer('127.0.1.1', 'shop.test', [old])).toBe(oldName);

  // It takes over with the next start.
  expect(await ca('rotate', '--finish')).toContain(waits.fingerprint);
  expect((await shown()).fingerprint).toBe(waits.fingerprint);
  expect((await eyelid.stop()).status).toBe(0);
  eyelid = await run(world.home);
  expect(eyelid.fingerprint).toBe(`SHA256 ${waits.fingerprint}`);
  expect(eyelid.ca).toBe(next);
  expect(readFileSync(join(world.home.path, 'certs/ca.pem'), 'utf8')).toBe(next);
  expect(waits.fingerprint).not.toBe(oldPrint);

  // Who has not got it is passed through; who has is filtered again after the first proof.
  expect(await signer('127.0.1.1', 'shop.test', [old])).toBe('Test origins');
  expect(await signer('127.0.1.2', 'shop.test', [old, next])).toBe('Test origins');
  expect(await isAnswered('127.0.1.2', [old, next])).toBe(true);
  expect(await signer('127.0.1.2', 'shop.test', [old, next])).toBe(waits.name);
}, 60_000);

test.each([
  [['rotate', '--finish'], 'no new one was made; `eyelid ca rotate` makes it'],
  [['rotate', '--cancel'], 'no new one was made; `eyelid ca rotate` makes it'],
  [['rotate', '--finish', '--cancel'], 'mutually exclusive'],
  [['export', '--next'], 'no new authority was made; `eyelid ca rotate` makes it'],
])('ca %j is one clear line', async (words, message) => {
  const { status, stderr } = await command(world.home, 'ca', ...words);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
