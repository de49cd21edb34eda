import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { command, readLog } from '../support/home.ts';
import { logIn } from '../support/page.ts';
import { connectRaw, openTls, openTunnel } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

// Each device of these tests is an address of its own, 127.0.0.2 to 127.0.0.9:
// what one proves must not count for another.
let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'tracker.test', 'os-update.test'],
    rules: { 'test.txt': '||tracker.test^\n' },
    config: {
      devices: [
        { match: '127.0.0.1', level: 'full' },
        { match: '127.0.0.6', level: 'off' },
        { match: '127.0.0.7', level: 'full', mode: 'observe' },
        { match: '127.0.0.12', level: 'hostname', mode: 'observe' },
      ],
      tls: { doNotIntercept: [{ host: '.os-update.test', reason: 'pins its certificate' }] },
    },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** Who signed what a device sees: the origin's authority, ours, or nobody it gets to see. */
async function signer(
  from: string,
  authority: string,
  servername?: string,
): Promise<'origin' | 'eyelid' | 'refused'> {
  const port = world.eyelid.proxyPort;
  const name = servername === undefined ? {} : { servername };
  for (const [who, ca] of [
    ['origin', world.authority.certificatePem],
    ['eyelid', world.eyelid.ca],
  ] as const) {
    const socket = await openTls({ port, from, authority, ca, ...name }).catch(() => null);
    socket?.destroy();
    if (socket !== null) return who;
  }
  return 'refused';
}

describe('a new device', () => {
  const from = '127.0.0.2';

  test("sees the origin's own certificate", async () => {
    expect(await signer(from, 'shop.test:443')).toBe('origin');
  });

  test('has its requests answered through the tunnel', async () => {
    const client = world.clientOf({ ca: world.authority.certificatePem, from });
    expect((await client.get('https://shop.test/')).text).toBe('hello');
  });

  test('is refused a host that a rule blocks by name', async () => {
    const before = world.origin.connections.opened;
    expect(await signer(from, 'tracker.test:443')).toBe('refused');
    expect(world.origin.connections.opened).toBe(before);
  });

  test('is refused it by the name in the ClientHello too', async () => {
    expect(await signer(from, 'shop.test:443', 'tracker.test')).toBe('refused');
    expect(world.origin.requests('tracker.test')).toEqual([]);
  });

  test('is refused it over plain HTTP, with an answer', async () => {
    const client = world.clientOf({ from });
    const reply = await client.get('http://tracker.test/pixel.gif', {
      headers: ['Accept', 'image/avif,image/webp,*/*', 'Referer', 'http://shop.test/'],
    });
    expect(reply.headers['x-eyelid']).toBe('test.txt:1');
    expect(world.origin.requests('tracker.test')).toEqual([]);
  });

  test('gets plain HTTP that no rule touches', async () => {
    expect((await world.clientOf({ from }).get('http://shop.test/')).text).toBe('hello');
  });

  test('has a host on the do-not-intercept list passed through', async () => {
    expect(await signer(from, 'os-update.test:443')).toBe('origin');
  });
});

describe('trust', () => {
  test('is proved by a completed exchange with the internal name', async () => {
    const from = '127.0.0.3';
    expect(await signer(from, 'shop.test:443')).toBe('origin');
    const client = world.clientOf({ ca: world.eyelid.ca, from });
    const reply = await client.get('https://eyelid.internal/trust');
    expect(reply.status).toBe(200);
    expect(await signer(from, 'shop.test:443')).toBe('eyelid');
  });

  test('is not proved by a handshake that the client broke off', async () => {
    const from = '127.0.0.4';
    const port = world.eyelid.proxyPort;
    const wrong = world.authority.certificatePem;
    await expect(
      openTls({ port, from, authority: 'eyelid.internal:443', ca: wrong }),
    ).rejects.toThrow();
    expect(await signer(from, 'shop.test:443')).toBe('origin');
  });

  test('is not proved over plain HTTP', async () => {
    const from = '127.0.0.5';
    await world.clientOf({ from }).get('http://eyelid.internal/trust');
    expect(await signer(from, 'shop.test:443')).toBe('origin');
  });
});

describe('a configured device', () => {
  test('at full sees a leaf of ours', async () => {
    expect(await signer('127.0.0.1', 'shop.test:443')).toBe('eyelid');
  });

  test('at full has the do-not-intercept list passed through', async () => {
    expect(await signer('127.0.0.1', 'os-update.test:443')).toBe('origin');
  });

  test('at off is left alone, trackers included', async () => {
    expect(await signer('127.0.0.6', 'tracker.test:443')).toBe('origin');
    const client = world.clientOf({ from: '127.0.0.6' });
    expect((await client.get('http://tracker.test/')).text).toBe('hello');
  });

  test('in observe mode has everything forwarded', async () => {
    const client = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.7' });
    expect((await client.get('https://tracker.test/')).text).toBe('hello');
  });
});

test('a device at hostname in observe mode has trackers tunnelled, and the log says what would have been', async () => {
  expect(await signer('127.0.0.12', 'tracker.test:443')).toBe('origin');
  await expect
    .poll(() => readLog(world.home), { timeout: 10_000 })
    .toContainEqual(
      expect.objectContaining({
        device: 'ip:127.0.0.12',
        host: 'tracker.test',
        action: 'block',
        observed: true,
        tunnel: 'level-hostname',
      }),
    );
});

describe('a person', () => {
  test('raises a device on the page', async () => {
    const from = '127.0.0.9';
    expect(await signer(from, 'shop.test:443')).toBe('origin');
    const page = await logIn(world.eyelid);
    const answer = await page.post('/api/devices/ip:127.0.0.9', { level: 'full' });
    expect(answer.status).toBe(200);
    expect(await signer(from, 'shop.test:443')).toBe('eyelid');
    await page.post('/api/devices/ip:127.0.0.9', { level: 'off' });
    expect(await signer(from, 'tracker.test:443')).toBe('origin');
  });

  test('raises a device on the command line, and the running proxy follows', async () => {
    const from = '127.0.0.10';
    expect(await signer(from, 'shop.test:443')).toBe('origin');
    const { status, stderr } = await command(world.home, 'devices', from, '--level', 'full');
    expect([status, stderr]).toEqual([0, '']);
    await expect.poll(() => signer(from, 'shop.test:443'), { timeout: 10_000 }).toBe('eyelid');
  });

  test('takes back on the command line what was set, and it is as before', async () => {
    const from = '127.0.0.11';
    expect(await signer(from, 'shop.test:443')).toBe('origin');
    await command(world.home, 'devices', from, '--level', 'off', '--mode', 'observe');
    const { stdout } = await command(
      world.home,
      ...['devices', from, '--level', 'default', '--mode', 'default', '--json'],
    );
    expect(JSON.parse(stdout)).toMatchObject({
      level: 'hostname',
      levelFrom: 'default',
      mode: 'enforce',
    });
  });

  test('who is not logged in raises nothing', async () => {
    const answer = await fetch(new URL('/api/devices/ip:127.0.0.2', world.eyelid.pageUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"level":"full"}',
      redirect: 'manual',
    });
    expect([303, 401, 403]).toContain(answer.status);
    expect(await signer('127.0.0.2', 'shop.test:443')).toBe('origin');
  });
});

test('the page answers at its internal name without reaching the network', async () => {
  const before = world.origin.connections.opened;
  const reply = await world.client.get('http://eyelid.internal/ca.pem');
  expect(reply.text.trim()).toBe(world.eyelid.ca.trim());
  expect(world.origin.connections.opened).toBe(before);
});

test('a device that says nothing after CONNECT is left waiting, and no one else', async () => {
  const { client } = await openTunnel(
    { port: world.eyelid.proxyPort, from: '127.0.0.8' },
    'shop.test:443',
  );
  const other = await connectRaw({ port: world.eyelid.proxyPort });
  other.send('GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
  expect(await other.end()).toContain('hello');
  client.destroy();
});
