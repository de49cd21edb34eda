import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProxyClient } from '../support/client.ts';
import { command, makeHome, type Running, run } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

/** Enough lines that they are compiled in a thread and kept. */
const MANY = Array.from({ length: 6_000 }, (_, i) => `||host${i}.example^\n/path${i}/x*.js$script`);
const LONG = MANY.join('\n');
const CONFIG = {
  listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' },
  log: { level: 'debug' },
};

/** Asks for the host's page through the proxy, in plain HTTP. */
function isBlocked({ proxyPort }: Running, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const path = `http://${host}/`;
    const asked = request({ host: '127.0.0.1', port: proxyPort, path, headers: { host } });
    asked.on('error', reject);
    asked.on('response', (reply) => {
      reply.resume();
      resolve(reply.headers['x-eyelid'] !== undefined);
    });
    asked.end();
  });
}

describe('a restart', () => {
  test('reads the rules from the snapshot, and compiles them where it is broken', async () => {
    const home = makeHome({ config: CONFIG, rules: { 'long.txt': LONG } });
    const snapshot = join(home.path, 'data/rules.snapshot');
    const start = async () => {
      const eyelid = await run(home);
      const blocked = await isBlocked(eyelid, 'host5999.example');
      expect((await eyelid.stop()).status).toBe(0);
      expect(blocked).toBe(true);
      expect(eyelid.output()).not.toMatch(/thread failed/);
      return /rules (?:compiled|read from the snapshot)/.exec(eyelid.output())?.[0];
    };
    expect(await start()).toBe('rules compiled');
    expect(statSync(snapshot).mode & 0o777).toBe(0o600);
    expect(await start()).toBe('rules read from the snapshot');

    const bytes = readFileSync(snapshot);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(snapshot, bytes);
    expect(await start()).toBe('rules compiled');
    expect(await start()).toBe('rules read from the snapshot');

    // What changed while nothing ran is in force.
    home.write('rules/long.txt', `${LONG}\n@@||host5999.example^\n||other.example^`);
    const eyelid = await run(home);
    expect(eyelid.output()).toContain('rules compiled');
    expect(await isBlocked(eyelid, 'other.example')).toBe(true);
    await eyelid.stop();
    home.remove();
  });

  test('and explain says the same with a snapshot and without', async () => {
    const home = makeHome({ config: CONFIG, rules: { 'long.txt': LONG } });
    const ask = () => command(home, 'explain', 'https://host77.example/x', '--json');
    const before = await ask();
    await (await run(home)).stop();
    const after = await ask();
    expect(after).toEqual(before);
    expect(JSON.parse(after.stdout)).toMatchObject({ action: 'block', rule: { line: 155 } });
    home.remove();
  });
});

describe('rules that change while requests flow', () => {
  let world: World | null = null;
  afterEach(async () => {
    await world?.close();
    world = null;
  });

  /** The first and the last line of a long list, which belong together. */
  const listOf = (name: string) =>
    `||shop.test^$removeparam=${name}1\n${LONG}\n||shop.test^$removeparam=${name}2\n`;
  const ASKED = '/echo?x1=1&x2=1&y1=1&y2=1';
  const LEFT = { x: '/echo?y1=1&y2=1', y: '/echo?x1=1&x2=1' };

  test('no request sees half of them', async () => {
    world = await openWorld({ names: ['shop.test'], rules: { 'long.txt': listOf('x') } });
    const { home, eyelid, origin, clientOf } = world;
    const seen: string[] = [];
    let asking = true;
    const ask = async (client: ProxyClient) => {
      while (asking) {
        const reply = await client.get(`https://shop.test${ASKED}`);
        expect(reply.status).toBe(200);
        await new Promise(setImmediate);
      }
    };
    const clients = Array.from({ length: 4 }, () => clientOf({ ca: eyelid.ca, keepAlive: true }));
    const flows = clients.map(ask);
    const inForce = (left: string) =>
      expect
        .poll(
          () => {
            const all = origin.requests('shop.test').map(({ target }) => target);
            seen.push(...all);
            origin.forget();
            return all.length > 0 && all.every((target) => target === left);
          },
          { timeout: 20_000, interval: 100 },
        )
        .toBe(true);
    await inForce(LEFT.x);
    for (const name of ['y', 'x', 'y'] as const) {
      // As an editor saves: the new file takes the place of the old one.
      home.write('rules/.draft', listOf(name));
      renameSync(join(home.path, 'rules/.draft'), join(home.path, 'rules/long.txt'));
      await inForce(LEFT[name]);
    }
    // A file that is broken changes nothing but the list of what is wrong.
    home.write('rules/broken.yaml', 'signatures: [');
    home.write('rules/bad.txt', '||shop.test^$nosuchoption\n/(a+)+$/\n');
    await expect
      .poll(async () => (await command(home, 'check')).status, { timeout: 10_000 })
      .toBe(1);
    await inForce(LEFT.y);
    asking = false;
    await Promise.all(flows);
    expect([...new Set(seen)].sort()).toEqual([LEFT.x, LEFT.y].sort());
    expect(seen.length).toBeGreaterThan(100);
    eyelid.assertAlive();
  });
});
