import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['blocked.test'],
    rules: { 'test.txt': '||blocked.test^$document\n$removeparam=fbclid\n' },
  });
});
afterAll(() => world?.close());
afterEach(() => world.eyelid.assertAlive());

const PAGE = [
  ...['Accept', 'text/html', 'Sec-Fetch-Dest', 'document'],
  ...['Sec-Fetch-Mode', 'navigate', 'Sec-Fetch-Site', 'none'],
];
const open = (client = world.client) =>
  client.get('https://blocked.test/echo?a=1&b=2', { headers: PAGE });

const hidden = (html: string, name: string) =>
  (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

function press(html: string, client = world.client) {
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '';
  const fields = { url: hidden(html, 'url'), pass: hidden(html, 'pass') };
  const body = new URLSearchParams(fields).toString();
  const type = ['Content-Type', 'application/x-www-form-urlencoded'];
  const headers = [...type, 'Content-Length', String(body.length)];
  return client.get(action, { method: 'POST', headers, body });
}

test('a blocked page is opened by its button, on that device only, rules that strip still in force', async () => {
  const refused = await open();
  expect([refused.status, world.origin.requests('blocked.test').length]).toEqual([403, 0]);

  const neighbour = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.9' });
  const stolen = await press(refused.text, neighbour).catch(() => null);
  expect(stolen?.status ?? 403).toBe(403);
  expect((await open()).status).toBe(403);

  const pressed = await press(refused.text);
  expect([pressed.status, pressed.headers['location']]).toEqual([
    303,
    'https://blocked.test/echo?a=1&b=2',
  ]);
  expect((await open()).status).toBe(200);

  const clean = await world.client.get('https://blocked.test/echo?fbclid=1&c=3', {
    headers: ['Sec-Fetch-Dest', 'empty', 'Sec-Fetch-Site', 'same-origin'],
  });
  expect(clean.status).toBe(200);
  expect(world.origin.requests('blocked.test').at(-1)?.target).toBe('/echo?c=3');
});

test.each([
  ['nothing', ''],
  ['a made-up pass', 'url=https%3A%2F%2Fblocked.test%2F&pass=zzzz.abc'],
  ['an address that is none', 'url=javascript%3Aalert(1)&pass=a.b'],
])('%s opens nothing', async (_name, body) => {
  const reply = await world.client.get('http://eyelid.internal/open-anyway', {
    method: 'POST',
    headers: ['Content-Length', String(body.length)],
    body,
  });
  expect(reply.status).toBe(403);
});
