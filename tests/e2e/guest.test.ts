import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLog } from '../support/home.ts';
import { logIn } from '../support/page.ts';
import { connectRaw } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

// The devices are told apart by what a header of the PROXY protocol says.
const ANNA = '192.168.77.30';
const BEN = '192.168.77.31';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['anna-only.test', 'ben-only.test'],
    rules: { 'test.txt': '||anna-only.test^\n||ben-only.test^\n' },
    config: {
      devices: [],
      listen: {
        proxy: '127.0.0.1:0',
        status: '127.0.0.1:0',
        proxyProtocolFrom: ['127.0.0.1'],
      },
    },
  });
});
afterAll(() => world?.close());

/** What a device is answered through the proxy, head and body. */
async function ask(from: string, host: string, path: string, more = ''): Promise<string> {
  const client = await connectRaw({ port: world.eyelid.proxyPort });
  client.send(`PROXY TCP4 ${from} 192.168.77.2 50000 80\r\n`);
  client.send(
    `GET http://${host}${path} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`,
  );
  return client.end();
}

const mine = (from: string, path = '/mine', more = '') => ask(from, 'eyelid.internal', path, more);

test('two devices meet a tracker each', async () => {
  await ask(ANNA, 'anna-only.test', '/p.gif?mail=anna@home.test');
  await ask(BEN, 'ben-only.test', '/p.gif');
  await expect
    .poll(async () => (await readLog(world.home)).length, { timeout: 10_000 })
    .toBeGreaterThan(1);
});

describe('who is not logged in', () => {
  test('sees nothing while the setting is off', async () => {
    expect(await mine(ANNA)).toMatch(/^HTTP\/1\.1 303 .*\r\nlocation: \/login/is);
    expect(await mine(ANNA, '/api/mine')).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('sees the own device and no other as soon as it is on, whatever is sent', async () => {
    const page = await logIn(world.eyelid);
    expect((await page.post('/api/settings', { key: 'status.guest', value: true })).status).toBe(
      200,
    );
    for (const [from, own, other] of [
      [ANNA, 'anna-only.test', 'ben-only.test'],
      [BEN, 'ben-only.test', 'anna-only.test'],
    ] as const) {
      const someoneElse = from === ANNA ? BEN : ANNA;
      for (const path of [
        '/mine',
        '/api/mine',
        `/api/mine?device=ip:${someoneElse}&since=0&host=${other}`,
      ]) {
        const text = await mine(from, path, `X-Forwarded-For: ${someoneElse}\r\n`);
        expect(text, path).toMatch(/^HTTP\/1\.1 200 /);
        expect(text, path).toContain(own);
        expect(text, path).not.toContain(other);
        for (const secret of [someoneElse, 'anna@home', 'test.txt', 'p.gif', '||']) {
          expect(text, path).not.toContain(secret);
        }
      }
    }
  });

  test('gets nothing else', async () => {
    for (const path of ['/api/log', '/api/devices', '/api/overview', '/api/settings', '/live']) {
      expect(await mine(ANNA, path), path).toMatch(/^HTTP\/1\.1 401 /);
    }
  });

  test('sees nothing from the machine of the program, which may stand for others', async () => {
    const answer = await fetch(new URL('/api/mine', world.eyelid.pageUrl));
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'this-machine' }]);
  });
});
