import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestAuthority } from '../support/authority.ts';
import { pageOf, type StatusApi } from '../support/status-api.ts';
import { openWorld, type World } from '../support/world.ts';

const LAPTOP = 'ip:127.0.0.1';
const PHONE = 'ip:127.0.0.5';
const TELEVISION = 'ip:127.0.0.6';

interface Found {
  readonly from: string;
  readonly sites: readonly {
    readonly site: string | null;
    readonly culprits: readonly {
      readonly host: string;
      readonly likelihood: string;
      readonly remedy: Readonly<Record<string, string | null>>;
    }[];
  }[];
  readonly trials: readonly {
    readonly used: number;
    readonly rule: { readonly line: number; readonly text: string };
  }[];
  readonly others: object;
}

let world: World;
let page: StatusApi;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'menu.test', 'page.test', 'app.test'],
    rules: { 'test.txt': '||menu.test^\n||page.test^$document\n||blocked.test^\n' },
    config: {
      devices: [
        { match: '127.0.0.1', level: 'full' },
        { match: '127.0.0.5', level: 'full' },
        { match: '127.0.0.6', level: 'hostname' },
      ],
    },
  });
  page = await pageOf(world.eyelid);
});
afterAll(() => world?.close());
afterEach(() => world.eyelid.assertAlive());

const found = async (device: string) =>
  (await page.get(`/api/broken?device=${device}`)) as unknown as Found;
const culprits = async (device: string) =>
  (await found(device)).sites.flatMap((site) => site.culprits);
const personal = () => readFileSync(join(world.home.path, 'rules/my-rules.txt'), 'utf8');

const DOCUMENT = [
  'Accept',
  'text/html',
  'Sec-Fetch-Dest',
  'document',
  'Sec-Fetch-Mode',
  'navigate',
];
const SCRIPT = ['Referer', 'https://shop.test/', 'Sec-Fetch-Dest', 'script'];
const isBlocked = async (url: string, headers: readonly string[]) =>
  (await world.client.get(url, { headers })).headers['x-eyelid'] !== undefined;

/** Asks until it goes as expected, within the second in which rules are read anew. */
async function until(url: string, headers: readonly string[], blocked: boolean): Promise<void> {
  await expect.poll(() => isBlocked(url, headers), { timeout: 10_000 }).toBe(blocked);
}

test('a script that a page waits for: found, tried on this site for this device, kept', async () => {
  await world.client.get('https://shop.test/echo', { headers: DOCUMENT });
  await until('https://menu.test/echo/menu.js', SCRIPT, true);
  await expect.poll(async () => (await culprits(LAPTOP)).length).toBe(1);
  const [culprit] = await culprits(LAPTOP);
  expect(culprit).toMatchObject({ host: 'menu.test', likelihood: 'likely' });
  await page.post('/api/broken/try', { device: LAPTOP, ...culprit?.remedy });
  expect(await isBlocked('https://menu.test/echo/menu.js', SCRIPT)).toBe(false);
  expect(await isBlocked('https://menu.test/echo/else.js', SCRIPT)).toBe(true);
  const elsewhere = ['Referer', 'https://b.test/', 'Sec-Fetch-Dest', 'script'];
  expect(await isBlocked('https://menu.test/echo/menu.js', elsewhere)).toBe(true);
  const phone = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.5' });
  const there = await phone.get('https://menu.test/echo/menu.js', { headers: SCRIPT });
  expect(there.headers['x-eyelid']).toBeDefined();

  await expect.poll(async () => (await found(LAPTOP)).trials[0]?.used).toBe(1);
  const [trial] = (await found(LAPTOP)).trials;
  expect(trial?.rule.text).toMatch(
    /^@@\|\|menu\.test\/echo\/menu\.js\^\$domain=shop\.test,device=127\.0\.0\.1,expires=[\d:T-]+Z$/,
  );
  await page.post('/api/broken/keep', { device: LAPTOP, ...trial?.rule });
  expect(personal()).toContain('@@||menu.test/echo/menu.js^$domain=shop.test,device=127.0.0.1\n');
  expect(personal()).not.toContain('expires=');
  expect(await isBlocked('https://menu.test/echo/menu.js', SCRIPT)).toBe(false);
});

test('a blocked page is let through, and not any more once that is undone', async () => {
  const url = 'https://page.test/echo/story';
  await until(url, DOCUMENT, true);
  const remedy = { device: LAPTOP, host: 'page.test', path: '/echo/story' };
  await expect
    .poll(async () => (await culprits(LAPTOP)).map(({ remedy: { host, path } }) => host && path))
    .toContain('/echo/story');
  await page.post('/api/broken/try', remedy);
  expect(await isBlocked(url, DOCUMENT)).toBe(false);
  await page.post('/api/broken/undo', { device: LAPTOP, all: true });
  expect(await isBlocked(url, DOCUMENT)).toBe(true);
  expect(personal()).not.toContain('page.test');
});

test('a connection that is refused by name is tried as well', async () => {
  const television = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.6' });
  const answers = () =>
    television.get('https://menu.test/echo').then(
      ({ status }) => status,
      () => 'refused',
    );
  // Its own leaf is the origin's, which it does not trust: what counts is that it got there.
  await answers();
  await expect.poll(async () => (await culprits(TELEVISION)).length).toBe(1);
  const [culprit] = await culprits(TELEVISION);
  expect(culprit?.remedy).toMatchObject({ host: 'menu.test', path: null, page: null });
  await page.post('/api/broken/try', { device: TELEVISION, ...culprit?.remedy });
  const before = world.origin.connections.opened;
  await answers();
  expect(world.origin.connections.opened).toBeGreaterThan(before);
});

test('a program that refuses our certificate is told, and what became of that', async () => {
  const stranger = createTestAuthority().certificatePem;
  const app = world.clientOf({ ca: stranger, from: '127.0.0.5' });
  // Node closes without a word; only the second time says something.
  await expect(app.get('https://app.test/echo')).rejects.toThrow();
  await expect(app.get('https://app.test/echo')).rejects.toThrow();
  const refused = async () => (await culprits(PHONE)).find(({ host }) => host === 'app.test');
  await expect.poll(refused).toMatchObject({ likelihood: 'possible', remedy: { kind: 'leave' } });
  const remedy = (await refused())?.remedy;
  // It was passed through at once; a person may have it opened again, and left again.
  await page.post('/api/broken/open', { device: PHONE, ...remedy });
  const left = await page.post('/api/broken/leave', { device: PHONE, ...remedy });
  expect(left).toMatchObject({ done: expect.stringContaining('passed through unopened') });
  const { programs } = (await page.get(`/api/devices/${PHONE}/programs`)) as {
    readonly programs: readonly {
      readonly refusedHosts: readonly { readonly hostname: string }[];
    }[];
  };
  expect(programs.flatMap(({ refusedHosts }) => refusedHosts)).toMatchObject([
    { hostname: 'app.test' },
  ]);
});

test('of a device that did nothing it says so', async () => {
  expect(await page.get('/api/broken?device=ip:127.0.0.9')).toEqual({
    error: 'that device is not known',
  });
  const quiet = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.8' });
  await quiet.get('http://shop.test/echo');
  await expect
    .poll(() => found('ip:127.0.0.8'))
    .toMatchObject({ from: 'memory', sites: [], others: { passed: 1 } });
});
