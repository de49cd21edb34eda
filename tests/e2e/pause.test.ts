import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { command, run } from '../support/home.ts';
import { logIn } from '../support/page.ts';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

// Each device of these tests is an address of its own.
const KID = '127.0.0.2';
const OTHER = '127.0.0.3';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'tracker.test'],
    rules: { 'test.txt': '||tracker.test^\n' },
    config: {
      devices: [
        { match: KID, name: 'Tablet' },
        { match: '127.0.0.1', level: 'full' },
      ],
      groups: { kids: { members: ['tablet'], level: 'full', mode: 'enforce' } },
    },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** Whether the rules are carried out for a device, by plain HTTP. */
async function isFiltered(from: string): Promise<boolean> {
  const reply = await world.clientOf({ from }).get('http://tracker.test/');
  return reply.headers['x-eyelid'] !== undefined;
}

/** Whether it sees our certificate, or that of the origin. */
async function isOpened(from: string): Promise<boolean> {
  const options = { port: world.eyelid.proxyPort, from, authority: 'shop.test:443' };
  const socket = await openTls({ ...options, ca: world.eyelid.ca }).catch(() => null);
  socket?.destroy();
  return socket !== null;
}

/** What the command line wrote is followed within a second; on a busy machine, within more. */
async function until(expected: boolean, ask: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if ((await ask()) === expected) return;
    await setTimeout(100);
  }
  expect(await ask()).toBe(expected);
}

const eyelid = (...words: readonly string[]) => command(world.home, ...words);

test('a group gives its members a level', async () => {
  expect(await isOpened(KID)).toBe(true);
  expect(await isOpened(OTHER)).toBe(false);
  const { stdout } = await eyelid('devices', 'tablet', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ level: 'full', levelFrom: 'group', groups: ['kids'] });
});

describe('a pause of a group, by the command line', () => {
  test('lets the rules rest for its devices alone', async () => {
    expect(await isFiltered(KID)).toBe(true);
    const { status, stdout } = await eyelid('devices', 'pause', 'group:kids', '--for', '10m');
    expect([status, stdout.split('\t')[0]]).toEqual([0, 'group:kids']);
    await until(false, () => isFiltered(KID));
    expect(await isOpened(KID)).toBe(false);
    expect(await isFiltered(OTHER)).toBe(true);
    expect(world.eyelid.output()).toContain('a pause begins');
  });

  test('can be ended', async () => {
    expect((await eyelid('devices', 'resume', 'group:kids')).status).toBe(0);
    const again = await eyelid('devices', 'resume', 'group:kids');
    expect([again.status, again.stderr]).toEqual([
      1,
      'eyelid: ending the pause of "group:kids": there is none\n',
    ]);
  });
});

test('a pause of one device, by the page, ends by itself', async () => {
  const page = await logIn(world.eyelid);
  const { devices } = (await (await page.get('/api/devices')).json()) as {
    readonly devices: readonly { readonly id: string; readonly address: string }[];
  };
  expect(await isFiltered(OTHER)).toBe(true);
  const id = devices.find(({ address }) => address === OTHER)?.id ?? `ip:${OTHER}`;
  const answer = await page.post('/api/pauses', { target: `device:${id}`, for: '3s' });
  expect(answer.status).toBe(200);
  expect(await isFiltered(OTHER)).toBe(false);
  expect(await isFiltered('127.0.0.4')).toBe(true);
  await until(true, () => isFiltered(OTHER));
  const told = () =>
    [...world.eyelid.output().matchAll(/^\{.*"target":"([^"]+)".*"msg":"(a pause [^"]+)"\}$/gm)]
      .filter(([, target]) => target === `device:${id}`)
      .map(([, , words]) => words);
  await until(true, async () => told().length === 2);
  expect(told()).toEqual(['a pause begins', 'a pause is over']);
});

test.each([
  [['pause', 'nobody'], 'looking for the device "nobody": no device of that name'],
  [['pause', 'group:x'], 'pausing the group "x": the config file has no group of that name'],
  [['pause', 'all', '--for', 'ever'], 'pausing for "ever": must be like 10m'],
])('devices %j is refused', async (words, message) => {
  const { status, stderr } = await eyelid('devices', ...words);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

test('a pause survives a restart', async () => {
  const own = await openWorld({
    names: ['tracker.test'],
    rules: { 'test.txt': '||tracker.test^\n' },
  });
  try {
    const page = await logIn(own.eyelid);
    expect((await page.post('/api/pauses', { target: 'all', for: 'tomorrow' })).status).toBe(200);
    await own.eyelid.stop();
    const again = await run(own.home);
    try {
      const client = own.clientOf({ port: again.proxyPort });
      const reply = await client.get('http://tracker.test/');
      expect([reply.text, reply.headers['x-eyelid']]).toEqual(['hello', undefined]);
    } finally {
      await again.stop();
    }
  } finally {
    await own.close();
  }
});
