import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ask, type Reply, values } from '../support/client.ts';
import { command, REPOSITORY, readLog } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

const FILTERS = `! rules of these tests
||ads.test/lib.js$script,redirect=noopjs
||ads.test/film$redirect=noopmp4-1s
||ads.test/gtm.js$script,redirect=googletagmanager_gtm.js
||ads.test/bab.js$script,redirect=prevent-bab.js
||ads.test/own.js$script,stub=my-thing.js
||ads.test/second.js$script,stub=second.js
||ads.test/other^
*$image,redirect-rule=2x2.png,domain=shop.test
||ads.test/mine^$stub=noop.json
||out.test/go?$urlskip=?to
||out.test/closed$document
||out.test/closed?$urlskip=?to
||shop.test/amp/$document,image,urltransform=/\\/amp\\//\\/full\\//
`;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['ads.test', 'out.test', 'shop.test'],
    rules: { 'filters.txt': FILTERS },
    config: { log: { scope: 'all' } },
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const fetching = (dest: string): Ask => ({
  headers: [
    ...['Sec-Fetch-Dest', dest, 'Sec-Fetch-Mode', dest === 'document' ? 'navigate' : 'no-cors'],
    ...['Sec-Fetch-Site', 'cross-site', 'Referer', 'https://shop.test/'],
  ],
});

const get = (url: string, dest: string): Promise<Reply> => world.client.get(url, fetching(dest));

describe('what a rule names answers what it blocks', () => {
  test.each([
    ['a script', 'lib.js', 'script', 'application/javascript; charset=utf-8', 12],
    ['a film', 'film', 'video', 'video/mp4', 633],
    [
      'a script that is not written yet',
      'bab.js',
      'script',
      'application/javascript; charset=utf-8',
      0,
    ],
    [
      'a script that is a file',
      'gtm.js',
      'script',
      'application/javascript; charset=utf-8',
      statSync(join(REPOSITORY, 'rules/stubs/googletagmanager_gtm.js')).size,
    ],
    ['a name of our own', 'mine/x', 'empty', 'application/json', 2],
    ['a rule for what others block', 'other/x', 'image', 'image/png', 86],
    ['by type, where it does not fit', 'film', 'image', 'image/gif', 43],
  ])('%s', async (_title, path, dest, type, length) => {
    const reply = await get(`https://ads.test/${path}`, dest);
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': type,
      'content-length': String(length),
      'cache-control': 'no-store',
    });
    expect(reply.body).toHaveLength(length);
    expect(values(reply.rawHeaders, 'x-eyelid')).toHaveLength(1);
    expect(world.origin.requests('ads.test')).toEqual([]);
  });

  test('a file of a person’s own is served within a second of a save, and kept while broken', async () => {
    const textOf = async (name: string) => (await get(`https://ads.test/${name}`, 'script')).text;
    const served = (name: string) =>
      expect.poll(() => textOf(name), { timeout: 10_000, interval: 100 });
    expect(await textOf('own.js')).toBe('');
    world.home.write('rules/stubs/my-thing.js', 'window.mine = 1;');
    await served('own.js').toBe('window.mine = 1;');
    world.home.write('rules/stubs/my-thing.js', 'window.mine = ;');
    // Read after the other, so that it tells when the other was read.
    world.home.write('rules/stubs/second.js', 'window.second = 1;');
    await served('second.js').toBe('window.second = 1;');
    expect(await textOf('own.js')).toBe('window.mine = 1;');
    const { status, stdout } = await command(world.home, 'check');
    expect(status).toBe(1);
    expect(stdout).toContain('stubs/my-thing.js:1: error: "window.mine = ;": it is no JavaScript');
    world.home.write('rules/stubs/my-thing.js', 'window.mine = 2;');
    await served('own.js').toBe('window.mine = 2;');
  });

  test('HEAD gets the length and no body', async () => {
    const head = { ...fetching('video'), method: 'HEAD' };
    const reply = await world.client.get('https://ads.test/film', head);
    expect(reply.headers).toMatchObject({ 'content-type': 'video/mp4', 'content-length': '633' });
    expect(reply.body).toHaveLength(0);
  });
});

describe('an address that says where it leads', () => {
  test.each(['go', 'closed'])(
    '%s: the page is opened and the tracker is not asked',
    async (path) => {
      const reply = await get(`https://out.test/${path}?to=https%3A%2F%2Fshop.test%2F`, 'document');
      expect(reply.status).toBe(307);
      expect(reply.headers).toMatchObject({
        location: 'https://shop.test/',
        'cache-control': 'no-store',
      });
      expect(world.origin.requests('out.test')).toEqual([]);
    },
  );

  test('a blocked one that leads nowhere is explained', async () => {
    const reply = await get('https://out.test/closed?to=nowhere', 'document');
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('out.test was not opened');
  });

  test('what a page asks for itself is asked for', async () => {
    const reply = await get('https://out.test/go?to=https%3A%2F%2Fshop.test%2F', 'image');
    expect(reply.headers).not.toHaveProperty('location');
    expect(world.origin.requests('out.test')).toHaveLength(1);
  });
});

describe('an address that is rewritten', () => {
  test('is where a page is sent', async () => {
    const reply = await get('https://shop.test/amp/1?a=%20', 'document');
    expect([reply.status, reply.headers.location]).toEqual([
      ...[307, 'https://shop.test/full/1?a=%20'],
    ]);
  });

  test('is asked for in the place of the other', async () => {
    await get('https://shop.test/amp/1?a=%20', 'image');
    expect(world.origin.requests('shop.test').map(({ target }) => target)).toEqual([
      '/full/1?a=%20',
    ]);
  });
});

test('the log says what was done', async () => {
  await get('https://ads.test/lib.js?logged', 'script');
  await get('https://out.test/go?logged&to=https%3A%2F%2Fshop.test%2Fa', 'document');
  await get('https://shop.test/amp/logged', 'image');
  const rowOf = async (path: string) =>
    (await readLog(world.home)).find((row) => String(row['path']).startsWith(path));
  const logged = { timeout: 10_000, interval: 200 };
  await expect
    .poll(() => rowOf('/amp/logged'), logged)
    .toMatchObject({
      action: 'rewrite',
      removed: ['address (rewritten)'],
    });
  expect(await rowOf('/lib.js?logged')).toMatchObject({ action: 'stub' });
  expect(await rowOf('/go?logged')).toMatchObject({
    action: 'rewrite',
    removed: ['address (skipped)'],
  });
});
