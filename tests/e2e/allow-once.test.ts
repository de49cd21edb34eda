import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectRaw } from '../support/raw.ts';
import { pageOf, type StatusApi } from '../support/status-api.ts';
import { openWorld, type World } from '../support/world.ts';

const NAMES = ['shop.test', 'menu.test', 'other.test'];
const LAPTOP = 'ip:127.0.0.1';
const PHONE = 'ip:127.0.0.5';

let world: World;
let page: StatusApi;
beforeAll(async () => {
  world = await openWorld({
    names: NAMES,
    rules: { 'test.txt': '||menu.test^\n||other.test^$important\n$removeparam=fbclid\n' },
    config: {
      devices: [
        { match: '127.0.0.1', level: 'full' },
        { match: '127.0.0.5', level: 'hostname' },
      ],
    },
  });
  page = await pageOf(world.eyelid);
});
afterAll(() => world?.close());
afterEach(() => world.eyelid.assertAlive());

const FROM_SHOP = ['Referer', 'https://shop.test/', 'Sec-Fetch-Dest', 'script'];
const isBlocked = async (url: string, headers = FROM_SHOP) =>
  (await world.client.get(url, { headers })).headers['x-eyelid'] !== undefined;
const once = (fields: object) =>
  page.post('/api/rules/allow', { device: LAPTOP, for: 'once', ...fields });

test('what was allowed once goes through once, on that site, for that device, and the log says so', async () => {
  expect(await isBlocked('https://menu.test/echo/menu.js')).toBe(true);
  const done = await once({ host: 'menu.test', path: '/echo/menu.js', page: 'shop.test' });
  expect(done).toMatchObject({ rule: null });
  expect(await isBlocked('https://menu.test/echo/other.js')).toBe(true);
  expect(await isBlocked('https://menu.test/echo/menu.js', ['Referer', 'https://b.test/'])).toBe(
    true,
  );
  expect(await isBlocked('https://menu.test/echo/menu.js?fbclid=1')).toBe(false);
  expect(world.origin.requests('menu.test').map(({ target }) => target)).toEqual([
    '/echo/menu.js?fbclid=1',
  ]);
  // What follows on the same page within half a minute is part of it.
  expect(await isBlocked('https://menu.test/echo/part.js')).toBe(false);
  const allowed = async () =>
    ((await page.get('/api/log?action=allow')) as { readonly rows: readonly object[] }).rows;
  await expect.poll(async () => (await allowed()).length, { timeout: 10_000 }).toBe(2);
  expect((await allowed())[0]).toMatchObject({
    action: 'allow',
    host: 'menu.test',
    rule: { list: 'allow-once', text: 'allowed once' },
    undone: { list: 'test.txt', text: '||menu.test^' },
  });
});

test('it goes past what no list can except, and past what would be taken out', async () => {
  await once({ host: 'other.test' });
  expect(await isBlocked('https://other.test/echo', [])).toBe(false);
  await once({ host: 'shop.test', path: '/echo' });
  await world.client.get('https://shop.test/echo?fbclid=1', {
    headers: ['Sec-Fetch-Dest', 'empty'],
  });
  expect(world.origin.requests('shop.test').at(-1)?.target).toBe('/echo?fbclid=1');
});

test('a connection that is not opened goes through too', async () => {
  const connect = async () => {
    const client = await connectRaw({ port: world.eyelid.proxyPort, from: '127.0.0.5' });
    client.send('CONNECT menu.test:80 HTTP/1.1\r\nHost: menu.test:80\r\n\r\n');
    // What is neither TLS nor HTTP is handed on as it is, and a server of HTTP says 400 to it.
    client.send('hello there\r\n\r\n');
    const said = await client.end();
    return said.includes(' 400 ') ? 'the server answered' : 'refused';
  };
  expect(await connect()).toBe('refused');
  await once({ device: PHONE, host: 'menu.test' });
  expect(await connect()).toBe('the server answered');
});

test('it is asked for in words that say what is wrong', async () => {
  const wrong = await page.post('/api/rules/allow', { host: 'menu.test', for: 'once' });
  expect(wrong).toEqual({ error: 'allowing once: the device is not given' });
});
