import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../support/home.ts';
import { connectHttp2 } from '../support/http2-client.ts';
import { openWorld, type World } from '../support/world.ts';

const RULES = [
  '||social.test/plugins/$placeholder',
  '||social.test/sdk.js$stub=fb-sdk.js',
  '||social.test/blocked$important',
];
const SIGNATURE = `tracker: Social
signatures:
  - id: login-status
    title: Who is logged in
    when: { host: social.test, path: /status }
    action: block
`;
const STAND_IN = "// Stands in\n// opens: login-status\nload('__EYELID_LOAD__');\n";

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['social.test', 'shop.test'],
    rules: {
      'test.txt': `${RULES.join('\n')}\n`,
      'test.yaml': SIGNATURE,
      'stubs/fb-sdk.js': STAND_IN,
    },
    sites: {
      'social.test': (_request, response, { target, method }) => {
        if (target === '/plugins/old') response.writeHead(302, { location: '/plugins/new' }).end();
        else if (target === '/plugins/leads')
          response.writeHead(302, { location: '/blocked' }).end();
        else response.end(`real ${method} ${target}`);
      },
    },
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const asked = () => world.origin.requests('social.test').map(({ target }) => target);

/** What a browser says of a frame of another site. */
const FRAME = [
  'Accept',
  'text/html',
  'Sec-Fetch-Dest',
  'iframe',
  'Sec-Fetch-Mode',
  'navigate',
  'Sec-Fetch-Site',
  'cross-site',
  'Referer',
  'https://shop.test/',
];
/** And of one over plain HTTP. */
const PLAIN = ['Accept', 'text/html', 'Referer', 'http://shop.test/'];
const SCRIPT = [
  'Sec-Fetch-Dest',
  'script',
  'Sec-Fetch-Site',
  'cross-site',
  'Referer',
  'https://shop.test/',
];

const frame = (url: string, headers = FRAME, client = world.client) => client.get(url, { headers });
const press = (url: string, client = world.client) =>
  client.get(url, {
    method: 'POST',
    headers: [
      'Content-Type',
      'application/x-www-form-urlencoded',
      'Content-Length',
      '0',
      'Origin',
      'null',
    ],
  });
const actionOf = (html: string) =>
  (/<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

describe('a frame', () => {
  test.each([
    ['https://social.test/plugins/post?a=1&b=2', FRAME],
    ['http://social.test/plugins/post?a=1&b=2', PLAIN],
  ])('%s is held back, and loaded once after its button was pressed', async (url, headers) => {
    const held = await frame(url, headers);
    expect([held.status, asked()]).toEqual([200, []]);
    expect(held.headers).toMatchObject({ 'cache-control': 'no-store', 'x-eyelid': 'test.txt:1' });
    const pressed = await press(actionOf(held.text));
    expect([pressed.status, pressed.headers['location']]).toEqual([303, url]);
    expect(asked()).toEqual([]);

    expect((await frame(url, headers)).text).toBe('real GET /plugins/post?a=1&b=2');
    expect((await frame(url, headers)).text).toContain('<button');
    expect(asked()).toEqual(['/plugins/post?a=1&b=2']);
  });

  test('over HTTP/2, where the log tells of it', async () => {
    const { proxyPort: port, ca } = world.eyelid;
    const client = await connectHttp2({ port, ca, authority: 'social.test:443' });
    const headers = {
      accept: 'text/html',
      'sec-fetch-dest': 'iframe',
      'sec-fetch-site': 'cross-site',
      referer: 'https://shop.test/',
    };
    const action = actionOf((await client.get('/plugins/h2', headers)).text);
    const path = action.slice('https://social.test'.length);
    const pressed = await client.get(
      path,
      { 'content-type': 'application/x-www-form-urlencoded' },
      Buffer.alloc(0),
    );
    expect([pressed.status, pressed.headers.location]).toEqual([
      303,
      'https://social.test/plugins/h2',
    ]);
    expect((await client.get('/plugins/h2', headers)).text).toBe('real GET /plugins/h2');
    expect((await client.get('/plugins/h2', headers)).text).toContain('<button');
    client.close();
    const rows = async () =>
      (await readLog(world.home)).filter(({ path: one }) => one === '/plugins/h2');
    await expect
      .poll(async () => (await rows()).map(({ action: one }) => one).toSorted(), {
        timeout: 10_000,
      })
      .toEqual(['allow', 'placeholder', 'placeholder']);
    const loaded = (await rows()).find(({ action: one }) => one === 'allow');
    expect(loaded).toMatchObject({
      rule: { text: 'loaded after a click' },
      undone: { list: 'test.txt', line: 1 },
      page: 'shop.test',
    });
  });

  test('nobody else can use its pass, nor can it be used for another frame', async () => {
    const url = 'https://social.test/plugins/mine';
    const action = actionOf((await frame(url)).text);
    const neighbour = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.9' });
    await press(action, neighbour).catch(() => null);
    expect((await frame(url)).text).toContain('<button');

    await press(action.replace('/mine', '/other'));
    expect((await frame('https://social.test/plugins/other')).text).toContain('<button');
    expect((await frame(url)).text).toContain('<button');

    await press(action);
    expect((await frame(url)).text).toContain('real');
    expect((await frame(url)).text).toContain('<button');
    expect(asked()).toEqual(['/plugins/mine']);
  });

  test('a script gets no pass, and cannot read a placeholder', async () => {
    const url = 'https://social.test/plugins/mine';
    const call = [
      'Sec-Fetch-Dest',
      'empty',
      'Sec-Fetch-Mode',
      'cors',
      'Sec-Fetch-Site',
      'cross-site',
      'Origin',
      'https://shop.test',
    ];
    const old = [
      'Accept',
      'text/html',
      'Origin',
      'https://shop.test',
      'Referer',
      'https://shop.test/',
    ];
    for (const headers of [call, old])
      expect((await frame(url, headers)).text).not.toContain('eyelid-load');
    expect((await frame(url)).headers['access-control-allow-origin']).toBeUndefined();
    // Reading changes nothing.
    const action = actionOf((await frame(url)).text);
    expect((await frame(action)).status).toBe(403);
    expect((await frame(url)).text).toContain('<button');
    expect(asked()).toEqual([]);
  });

  test('what it leads to is loaded too, unless it is blocked', async () => {
    const load = async (url: string) => press(actionOf((await frame(url)).text));
    await load('https://social.test/plugins/old');
    expect((await frame('https://social.test/plugins/old')).headers['location']).toBe(
      '/plugins/new',
    );
    expect((await frame('https://social.test/plugins/new')).text).toBe('real GET /plugins/new');
    expect((await frame('https://social.test/plugins/new')).text).toContain('<button');

    await load('https://social.test/plugins/leads');
    expect((await frame('https://social.test/plugins/leads')).headers['location']).toBe('/blocked');
    expect((await frame('https://social.test/blocked')).text).not.toContain('real');
  });
});

describe('a stand-in', () => {
  const url = 'https://social.test/sdk.js';
  const status = 'https://social.test/status';
  const script = (of: string, headers = SCRIPT, client = world.client) =>
    client.get(of, { headers });
  const addressIn = (text: string) => /load\('([^']*)'\)/.exec(text)?.[1] ?? '';
  const elsewhere = SCRIPT.map((value) =>
    value === 'https://shop.test/' ? 'https://other.test/' : value,
  );

  test('leads to the real script, for its site, its device and a while; the pass goes no further', async () => {
    const address = addressIn((await script(url)).text);
    expect(address).toMatch(/^https:\/\/social\.test\/sdk\.js\?eyelid-load=[\w-]{48}$/);
    expect((await script(status)).text).toBe('');
    expect((await script(address, elsewhere)).status).toBe(403);

    const led = await script(address);
    expect([led.status, led.headers['location']]).toEqual([307, url]);
    expect((await script(url)).text).toBe('real GET /sdk.js');
    expect((await script(`${url}?hash=1`)).text).toBe('real GET /sdk.js?hash=1');
    // What it says it opens, by the rule.
    expect((await script(status)).text).toBe('real GET /status');
    expect((await script(address)).status).toBe(403);

    expect((await script(url, elsewhere)).text).toContain('// Stands in');
    const neighbour = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.9' });
    const other = await script(url, SCRIPT, neighbour).catch(() => null);
    expect(other?.text ?? '').not.toContain('real');
    expect(asked().every((target) => !target.includes('eyelid'))).toBe(true);
  });

  test('whose site is not known has no way to it', async () => {
    const nobody = ['Sec-Fetch-Dest', 'script', 'Sec-Fetch-Site', 'cross-site'];
    expect(addressIn((await script(url, nobody)).text)).toBe('');
    expect(asked()).toEqual([]);
  });
});
