import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../support/client.ts';
import {
  GATEWAY,
  GATEWAY_SITES,
  LOADER_HOST,
  PIXEL,
  SETTINGS,
  SHOP,
  SHOP_NAMES,
} from '../support/gateway-shop.ts';
import { command } from '../support/home.ts';
import { logIn, type PageSession } from '../support/page.ts';
import { openWorld, type World } from '../support/world.ts';

/** Another site, which did nothing wrong. */
const BANK = 'www.bank.test';
const EVENT = JSON.stringify({ event_name: 'PageView', 'fb.pixel_id': PIXEL, custom_data: {} });
const WAIT = { timeout: 20_000 };

let world: World;
let page: PageSession;
beforeAll(async () => {
  world = await openWorld({
    names: [...SHOP_NAMES, BANK],
    sites: { ...GATEWAY_SITES, [BANK]: (_request, response) => response.end('welcome') },
    rules: 'shipped',
  });
  page = await logIn(world.eyelid);
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** A call that a script of the shop makes. */
function post(
  url: string,
  body: string,
  change: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const headers = {
    Origin: `https://${SHOP}`,
    Referer: `https://${SHOP}/`,
    'Content-Type': 'text/plain;charset=UTF-8',
    'Sec-Fetch-Dest': 'empty',
    'Sec-Fetch-Mode': 'cors',
    ...change,
  };
  return world.client.get(url, { method: 'POST', headers: Object.entries(headers).flat(), body });
}

async function learnt(): Promise<readonly string[]> {
  const response = await page.get('/api/learnt');
  const { gateways } = (await response.json()) as {
    readonly gateways: readonly Readonly<Record<string, string>>[];
  };
  return gateways.map(({ from, host, path }) => `${from} ${host}${path}`).toSorted();
}

describe('a call that is recognised', () => {
  const url = `https://${SHOP}/assets/k2`;
  /** Too long to be looked into. */
  const LONG = 'x'.repeat(100_000);

  test('before it, what cannot be read passes', async () => {
    expect((await post(url, LONG)).status).toBe(404);
    expect(await learnt()).toEqual([]);
  });

  test('is answered, and teaches its address', async () => {
    const reply = await post(url, EVENT);
    expect([reply.status, reply.headers['x-eyelid']]).toEqual([
      204,
      expect.stringMatching(/^meta\.yaml:/),
    ]);
    await expect.poll(learnt, WAIT).toEqual([`request ${SHOP}/assets/k2`]);
    expect(world.origin.requests(SHOP)).toEqual([]);
  });

  test('so that the next one is known, whatever is in it', async () => {
    await expect.poll(async () => (await post(url, LONG)).status, WAIT).toBe(204);
    world.origin.forget();
    const reply = await post(`${url}?a=1`, LONG);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': `https://${SHOP}`,
      'access-control-allow-credentials': 'true',
      'x-eyelid': expect.stringMatching(/^learnt:\d+$/),
    });
    expect(world.origin.requests(SHOP)).toEqual([]);
  });

  test.each<[string, string, string, Readonly<Record<string, string>>]>([
    [
      'a form',
      url,
      'a=1',
      {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Sec-Fetch-Dest': 'document',
        'Sec-Fetch-Mode': 'navigate',
      },
    ],
    ['JSON', url, '{"quantity":2}', { 'Content-Type': 'application/json' }],
    ['another path', `https://${SHOP}/assets/k2/more`, LONG, {}],
    ['another site', url, LONG, { Origin: `https://${BANK}`, Referer: `https://${BANK}/` }],
  ])('but not %s', async (_, to, body, change) => {
    const reply = await post(to, body, change);
    expect(reply.headers['x-eyelid']).toBeUndefined();
    expect(world.origin.requests(SHOP)).toHaveLength(1);
  });
});

test('a page cannot have another site blocked', async () => {
  const login = `https://${BANK}/login`;
  const before = await learnt();
  // Each is answered, for what is in it; none teaches.
  for (const change of [
    {},
    { Referer: `https://${BANK}/`, Origin: 'null' },
    { 'Content-Type': 'application/json' },
  ]) {
    expect((await post(login, EVENT, change)).headers['x-eyelid']).toMatch(/^meta\.yaml:/);
  }
  // What is learnt next was told later: by then the others had been looked at.
  await post(`https://${SHOP}/assets/k3`, EVENT);
  const after = [...before, `request ${SHOP}/assets/k3`];
  await expect.poll(learnt, WAIT).toEqual(after.toSorted());
  const own = { Origin: `https://${BANK}`, Referer: `https://${BANK}/` };
  expect((await post(login, 'user=1', own)).text).toBe('welcome');
});

describe('settings that a person asks for', () => {
  const gateway = `https://${GATEWAY}/events`;
  const UNREADABLE = { 'Content-Encoding': 'x-own' };

  test('are blocked for devices, and teach nothing by that', async () => {
    const reply = await world.client.get(SETTINGS, { headers: ['Referer', `https://${SHOP}/`] });
    expect(reply.headers['x-eyelid']).toMatch(/^meta\./);
    expect(world.origin.requests(LOADER_HOST)).toEqual([]);
    expect((await post(gateway, 'abc', UNREADABLE)).status).toBe(200);
  });

  test('are fetched once, without cookies, and name the gateway', async () => {
    const { status, stdout } = await command(world.home, 'learn', SETTINGS, '--json');
    expect(status).toBe(0);
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly host: string });
    expect(found.map(({ host }) => host)).toContain(GATEWAY);
    const [asked, ...more] = world.origin.requests(LOADER_HOST);
    expect(more).toEqual([]);
    expect(asked?.headers.cookie).toBeUndefined();
    await expect
      .poll(async () => (await post(gateway, 'abc', UNREADABLE)).headers['x-eyelid'], WAIT)
      .toMatch(/^learnt:/);
  });

  test('and are told of by explain, lists and the page', async () => {
    const body = ['--method', 'POST', '--type', 'xhr', '--header', 'Content-Type: text/plain'];
    const { stdout } = await command(world.home, 'explain', gateway, ...body, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ action: 'block', rule: { list: 'learnt' } });
    expect((await command(world.home, 'lists')).stdout).toMatch(/^learnt: \d addresses/m);
    expect(await (await page.get('/rules')).text()).toContain(`${GATEWAY}/events`);
  });

  test('a click forgets them', async () => {
    expect((await page.post('/api/learnt/forget', { host: GATEWAY })).status).toBe(200);
    expect((await post(gateway, 'abc', UNREADABLE)).status).toBe(200);
    const { stdout } = await command(world.home, 'learnt');
    expect(stdout).toContain(`${GATEWAY}  forgotten, and not learnt again`);
    expect((await command(world.home, 'learnt', '--again', GATEWAY)).stdout).not.toContain(GATEWAY);
  });

  test.each([
    [
      ['learn', 'https://www.shop.test/'],
      'learning from "https://www.shop.test/": it is neither the number of a pixel nor the address of its settings',
    ],
    [
      ['learnt', '--forget', 'other.test'],
      'forgetting "other.test": nothing was learnt of this host',
    ],
    [
      ['learnt', '--again', 'other.test'],
      'learning "other.test" again: this host was not forgotten',
    ],
    [['learnt', '--forget', 'a b'], 'reading "a b": it is no host'],
  ])('%j is refused in words', async (words, reason) => {
    const { status, stderr } = await command(world.home, ...words);
    expect([status, stderr.trim()]).toEqual([1, expect.stringContaining(reason)]);
  });
});
