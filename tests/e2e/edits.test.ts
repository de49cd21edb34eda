import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ask, type Reply, values } from '../support/client.ts';
import { readLog } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

/** Modifiers of filters as a device gets them, through the whole program. */

const COOKIES = Array.from({ length: 300 }, (_, i) => `$cookie=_visitor${i}`).join('\n');

const FILTERS = `${COOKIES}
||site.test^$permissions=camera=()|browsing-topics=()
||site.test^$referrerpolicy=no-referrer
||site.test/feed$jsonprune=\\$..ads
||site.test/feed$jsonprune=\\$.items[?(key-eq kind "promoted")]
||site.test/item/$uritransform=/\\/ref=[^\\/?]+//
||out.test/go?$urlskip=?to -base64
||ads.test^
||ads.test/sdk.js$script,redirect-rule=noop.js:1
*$image,redirect-rule=1x1.gif,domain=site.test
||ads.test/plain.$redirect=noop.txt
@@||ads.test/plain.css$redirect
||blocked.test^$document
||blocked.test/leave?$urlskip=/leave\\?(http.+)/ -uricomponent
`;

const FEED =
  '{ "items": [ {"kind":"post","id":12345678901234567890}, {"kind":"promoted"} ],\n "ads": [1, 2] }';

const site: Site = (_request, response, { target }) => {
  const type = target.startsWith('/feed') ? 'application/json' : 'text/html';
  const headers = [
    ...['Content-Type', type, 'Permissions-Policy', 'camera=*'],
    ...['Referrer-Policy', 'unsafe-url', 'Set-Cookie', '_visitor7=1', 'Set-Cookie', 'cart=2'],
  ];
  response.writeHead(200, headers).end(type === 'text/html' ? '<p>page</p>' : FEED);
};

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['site.test', 'out.test', 'ads.test', 'blocked.test'],
    sites: { 'site.test': site },
    rules: { 'filters.txt': FILTERS },
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const ask = (dest: string, ...more: readonly string[]): Ask => {
  const mode = dest === 'document' ? 'navigate' : 'no-cors';
  return { headers: ['Sec-Fetch-Dest', dest, 'Sec-Fetch-Mode', mode, ...more] };
};
const open = (url: string, dest = 'document', ...more: readonly string[]): Promise<Reply> =>
  world.client.get(url, ask(dest, ...more));
const asked = (host: string) => world.origin.requests(host).map(({ target }) => target);

describe.each(['http', 'https'])('over %s', (scheme) => {
  test('policies are added to pages, or take the place of their own', async () => {
    const reply = await open(`${scheme}://site.test/`);
    expect(values(reply.rawHeaders, 'permissions-policy')).toEqual([
      'camera=*',
      'camera=(), browsing-topics=()',
    ]);
    expect(values(reply.rawHeaders, 'referrer-policy')).toEqual(['no-referrer']);
    const image = await open(`${scheme}://site.test/x`, 'image');
    expect(values(image.rawHeaders, 'permissions-policy')).toEqual(['camera=*']);
  });

  test('parts of a JSON text go, and all else stays byte for byte', async () => {
    const reply = await open(`${scheme}://site.test/feed`, 'empty');
    expect(reply.text).toBe('{ "items": [ {"kind":"post","id":12345678901234567890} ] }');
  });

  test('one of hundreds of cookie lines takes its cookie, both ways', async () => {
    const reply = await open(`${scheme}://site.test/`, 'image', 'Cookie', '_visitor9=1; cart=2');
    expect(values(reply.rawHeaders, 'set-cookie')).toEqual(['cart=2']);
    expect(world.origin.requests('site.test')[0]?.headers.cookie).toBe('cart=2');
  });

  test('an address is changed before it is asked for', async () => {
    const page = await open(`${scheme}://site.test/item/7/ref=abc?x=1`);
    expect([page.status, page.headers.location]).toEqual([307, `${scheme}://site.test/item/7?x=1`]);
    await open(`${scheme}://site.test/item/7/ref=abc?x=1`, 'image');
    expect(asked('site.test')).toEqual(['/item/7?x=1']);
  });

  test('who only counts the click is left out', async () => {
    const to = encodeURIComponent(btoa('https://shop.test/a?b=1'));
    const page = await open(`${scheme}://out.test/go?to=${to}`);
    expect([page.status, page.headers.location]).toEqual([307, 'https://shop.test/a?b=1']);
    // What leads nowhere, and what is no page, goes its way.
    await open(`${scheme}://out.test/go?to=x`);
    await open(`${scheme}://out.test/go?to=${to}`, 'image');
    expect(asked('out.test')).toEqual(['/go?to=x', `/go?to=${to}`]);
  });

  test('a blocked page that leads on is left out too', async () => {
    const page = await open(`${scheme}://blocked.test/leave?http%3A%2F%2Fshop.test%2F`);
    expect([page.status, page.headers.location]).toEqual([307, 'https://shop.test/']);
    expect((await open(`${scheme}://blocked.test/other`)).status).toBe(403);
    expect(asked('blocked.test')).toEqual([]);
  });

  test('stand-ins answer what is blocked, if nothing undoes them', async () => {
    const referer = ['Referer', `${scheme}://site.test/`];
    const types = await Promise.all([
      open(`${scheme}://ads.test/sdk.js`, 'script', ...referer),
      open(`${scheme}://ads.test/px`, 'image', ...referer),
      open(`${scheme}://ads.test/plain.txt`, 'empty', ...referer),
      open(`${scheme}://ads.test/plain.css`, 'style', ...referer),
    ]);
    expect(types.map(({ headers }) => String(headers['content-type']).split(';')[0])).toEqual([
      ...['application/javascript', 'image/gif', 'text/plain', 'text/css'],
    ]);
    expect(asked('ads.test')).toEqual([]);
  });
});

test('the log names the line that found something', async () => {
  await open('https://site.test/logged', 'image', 'Cookie', '_visitor42=1');
  const row = async () => {
    const rows = await readLog(world.home);
    return rows.find(({ path }) => path === '/logged');
  };
  await expect.poll(row, { timeout: 10_000, interval: 200 }).toMatchObject({
    action: 'strip',
    rule: { list: 'filters.txt', line: 43, text: '$cookie=_visitor42' },
    removed: ['_visitor42', '_visitor7'],
  });
});
