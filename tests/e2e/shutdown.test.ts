import { X509Certificate } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { refuses } from '../support/client.ts';
import { sendBody } from '../support/download.ts';
import { command, makeHome, readLog, run } from '../support/home.ts';
import { openTunnel } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

const LISTEN = { listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' } };

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

test('an interrupt ends it within two seconds, a download, a tunnel and an idle client open', async () => {
  world = await openWorld({
    names: ['shop.test', 'blocked.test'],
    rules: { 'test.txt': '||blocked.test^\n' },
  });
  const held = world.origin.hold('/endless');
  const pending = world.client.open('https://shop.test/endless');
  const { response } = await held;
  const sending = sendBody(response, 400 * 1_048_576);
  const reply = await pending;
  reply.on('error', () => undefined);
  await new Promise((resolve) => reply.once('data', resolve));
  const { client } = await openTunnel(
    { port: world.eyelid.proxyPort, from: '127.0.0.2' },
    'shop.test:443',
  );
  const idle = world.clientOf({ ca: world.eyelid.ca, keepAlive: true });
  await idle.get('https://shop.test/');
  for (let count = 0; count < 20; count += 1) await idle.get(`https://blocked.test/${count}`);

  const { status, milliseconds } = await world.eyelid.stop();
  console.info(`stopped after ${milliseconds.toFixed(0)} ms`);
  expect(status).toBe(0);
  expect(milliseconds).toBeLessThan(2_000);
  expect(await refuses(world.eyelid.proxyPort)).toBe(true);
  // The last request came just before the end: all of them are on disk.
  const rows = await readLog(world.home, '--host', 'blocked.test');
  expect(rows.map((row) => row['path']).sort()).toEqual(
    Array.from({ length: 20 }, (_value, count) => `/${count}`).sort(),
  );
  reply.destroy();
  client.destroy();
  await sending;
});

describe('the start', () => {
  test('makes the home, prints where everything is, and finds it again the next time', async () => {
    const home = makeHome({ config: LISTEN });
    const first = await run(home);
    const certs = join(home.path, 'certs');
    expect(statSync(certs).mode & 0o777).toBe(0o700);
    expect(statSync(join(certs, 'ca.key')).mode & 0o777).toBe(0o600);
    expect(first.caPath).toBe(join(certs, 'ca.pem'));
    expect(first.fingerprint).toBe(`SHA256 ${new X509Certificate(first.ca).fingerprint256}`);
    expect(first.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect((await fetch(new URL('/healthz', first.pageUrl))).status).toBe(200);
    await first.stop();
    const second = await run(home);
    expect(second.ca).toBe(first.ca);
    expect(second.code).toBe(first.code);
    await second.stop();
    home.remove();
  });

  test('is refused with one clear line for a key that others may read', async () => {
    const home = makeHome({ config: LISTEN });
    await (await run(home)).stop();
    const key = join(home.path, 'certs/ca.key');
    chmodSync(key, 0o644);
    const { status, stderr } = await command(home, 'start');
    expect(status).toBe(1);
    expect(stderr).toContain(key);
    expect(stderr).toMatch(/644/);
    expect(stderr).not.toMatch(/\n\s+at /);
    home.remove();
  });

  test('is refused with one clear line for a port that is taken', async () => {
    const home = makeHome({ config: LISTEN });
    const first = await run(home);
    const other = makeHome({
      config: { listen: { ...LISTEN.listen, proxy: `127.0.0.1:${first.proxyPort}` } },
    });
    const { status, stderr } = await command(other, 'start');
    expect(status).toBe(1);
    expect(stderr).toContain(`${first.proxyPort}`);
    expect(stderr).not.toMatch(/\n\s+at /);
    await first.stop();
    home.remove();
    other.remove();
  });

  test('is refused with one clear line for a config with an unknown key', async () => {
    const home = makeHome({ config: { ...LISTEN, levles: {} } });
    const { status, stderr } = await command(home, 'start');
    expect(status).toBe(1);
    expect(stderr).toContain('levles');
    expect(stderr).toContain('levels');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    home.remove();
  });
});
