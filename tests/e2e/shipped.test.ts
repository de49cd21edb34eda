import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { values } from '../support/client.ts';
import { readLog } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

/** The rules as they ship, through the whole program: a visit to a shop that tells Meta. */

const HASH = '60c61206e36204aa3ac3b26c9994204e05c1f48ad55414a653704cecae7c43be';
const FBP = 'fb.1.1745853804711.505853085526430295';
const PIXEL = 'id=605277233983629&ev=PageView&dl=https%3A%2F%2Fshop.test%2F';
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'capi.shop.test', 'www.facebook.com', 'rum.test'],
    rules: 'shipped',
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** A fetch by a page of the shop. */
function send(url: string, type: string, body: string, dest = 'empty') {
  const headers = [
    ...['Content-Type', type, 'Content-Length', String(Buffer.byteLength(body))],
    ...['Origin', 'https://shop.test', 'Referer', 'https://shop.test/', 'Sec-Fetch-Dest', dest],
  ];
  return world.client.get(url, { method: 'POST', headers, body });
}

const arrivedAt = (host: string) => world.origin.requests(host).map(({ body }) => String(body));

describe('hits', () => {
  test.each([
    ['a gateway', 'https://capi.shop.test/events', JSON.stringify({ 'fb.pixel_id': '1' })],
    ['the site itself', 'https://shop.test/x', JSON.stringify({ event_name: 'Lead', fbp: FBP })],
  ])('to %s are answered so that nothing else is tried', async (_what, url, body) => {
    const reply = await send(url, 'text/plain;charset=UTF-8', body);
    expect(reply.status).toBe(204);
    expect(values(reply.rawHeaders, 'access-control-allow-origin')).toEqual(['https://shop.test']);
    expect(values(reply.rawHeaders, 'access-control-allow-credentials')).toEqual(['true']);
    expect(world.origin.received).toEqual([]);
  });

  test('posted into a hidden frame get a page that loads', async () => {
    const reply = await send('https://www.facebook.com/tr/', FORM, PIXEL, 'iframe');
    expect([reply.status, reply.text]).toEqual([200, '']);
    expect(world.origin.received).toEqual([]);
  });

  test('as a picture, by way of the shop, get a picture', async () => {
    const headers = ['Sec-Fetch-Dest', 'image', 'Referer', 'https://shop.test/'];
    const reply = await world.client.get(`https://shop.test/p?${PIXEL}`, { headers });
    expect(values(reply.rawHeaders, 'content-type')).toEqual(['image/gif']);
    expect(world.origin.received).toEqual([]);
  });
});

describe('what goes on', () => {
  test('loses hashed data and the ids of Meta, and nothing else', async () => {
    const body = `{ "page":"cart", "user":{"hashedEmail":"${HASH}","plan":2}, "fbp":"${FBP}" }`;
    await send('https://shop.test/api/visit', JSON_TYPE, body);
    const [arrived = ''] = arrivedAt('shop.test');
    expect(JSON.parse(arrived)).toEqual({ page: 'cart', user: { plan: 2 } });
  });

  test('loses click ids inside addresses', async () => {
    const page = encodeURIComponent('https://shop.test/p?size=2&fbclid=IwAR0');
    await send('https://rum.test/v1', FORM, `dl=${page}&n=1`);
    const left = encodeURIComponent('https://shop.test/p?size=2');
    expect(arrivedAt('rum.test')).toEqual([`dl=${left}&n=1`]);
  });

  test.each([
    ['a login', '/login', `email=${HASH}&password=${HASH}`],
    ['a checkout', '/checkout/address', 'email=maria%40shop.test&ph=0401234567'],
    ['a contact form', '/contact', 'name=Maria&email=maria%40shop.test&text=fb.1.2'],
  ])('byte for byte: %s', async (_what, path, body) => {
    await send(`https://shop.test${path}`, FORM, body);
    expect(arrivedAt('shop.test')).toEqual([body]);
  });

  test('keeps its session, without the cookies of trackers, both ways', async () => {
    const headers = ['Cookie', `session=keep; _fbp=${FBP}; _ga=GA1.1.2; cart=3`];
    const reply = await world.client.get('https://shop.test/cookies', { headers });
    expect(world.origin.requests('shop.test')[0]?.headers.cookie).toBe('session=keep; cart=3');
    expect(values(reply.rawHeaders, 'set-cookie')).toEqual(['session=keep; Path=/; HttpOnly']);
  });

  test('is a page without the click id that led to it', async () => {
    const headers = ['Sec-Fetch-Dest', 'document', 'Sec-Fetch-Mode', 'navigate'];
    const reply = await world.client.get('https://shop.test/?fbclid=IwAR0&a=1', { headers });
    expect(reply.status).toBe(307);
    expect(values(reply.rawHeaders, 'location')).toEqual(['https://shop.test/?a=1']);
    expect(world.origin.received).toEqual([]);
  });
});

test('the log names rules and fields, and none of the values', async () => {
  await send('https://shop.test/logged', JSON_TYPE, JSON.stringify({ a: 1, hem: HASH }));
  const row = async () => (await readLog(world.home)).find(({ path }) => path === '/logged');
  await expect.poll(row, { timeout: 10_000, interval: 200 }).toMatchObject({
    action: 'strip',
    rule: { list: 'personal-data.yaml', text: 'hashed-data-named-so' },
    removed: ['hem (body)'],
  });
  expect(JSON.stringify(await readLog(world.home))).not.toContain(HASH);
});
