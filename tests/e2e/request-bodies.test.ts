import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { values } from '../support/client.ts';
import { readLog } from '../support/home.ts';
import { connectHttp2 } from '../support/http2-client.ts';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

/** What is taken out of the bodies of requests, through the whole program. */

const SIGNATURES = `
signatures:
  - id: form-data
    when: { host: shop.test }
    action: strip
    strip:
      query: [fbclid]
      body: ['~^ud(ff)?\\[', user_data, fbp]
      within: [dl, page.url]
  - id: pixel-shape
    when:
      host: shop.test
      body: { 'fb.pixel_id': true }
    action: block
`;

const FORM = 'application/x-www-form-urlencoded';
const PAGE = 'https://shop.test/p?fbclid=1&size=2';
const DIRTY = `id=1&udff%5Bem%5D=abc&ev=Lead&dl=${encodeURIComponent(PAGE)}&ud[ph]=x&x=%7e+1`;
const CLEAN = `id=1&ev=Lead&dl=${encodeURIComponent('https://shop.test/p?size=2')}&x=%7e+1`;
const DIRTY_JSON = `{ "event":"Lead", "user_data":{"em":["abc"]},\n "page":{"url":${JSON.stringify(PAGE)}}, "value":1.50 }`;
const CLEAN_JSON = `{ "event":"Lead",\n "page":{"url":"https://shop.test/p?size=2"}, "value":1.50 }`;
const part = (name: string, value: string) =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const FILE = '--B\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\u0000ü\r\n';
const DIRTY_PARTS = `${part('fbp', 'fb.1.2.3')}${part('a', '1')}${part('udff[em]', 'x')}${FILE}--B--\r\n`;
const CLEAN_PARTS = `${part('a', '1')}${FILE}--B--\r\n`;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'other.test'],
    rules: { 'forms.yaml': SIGNATURES },
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** Sends a body and tells how it arrived. */
async function arrived(url: string, body: string | Uint8Array, headers: readonly string[]) {
  const reply = await world.client.get(url, { method: 'POST', headers, body });
  const [received] = world.origin.requests(new URL(url).hostname);
  if (received === undefined) return { reply, text: null, rawHeaders: [], body: Buffer.alloc(0) };
  const { rawHeaders } = received;
  return { reply, text: String(received.body), rawHeaders, body: received.body };
}

const typed = (type: string, ...more: readonly string[]) => ['Content-Type', type, ...more];
const counted = (type: string, body: string | Uint8Array, ...more: readonly string[]) =>
  typed(type, 'Content-Length', String(Buffer.byteLength(body)), ...more);

describe.each(['http', 'https'])('over %s', (scheme) => {
  const url = `${scheme}://shop.test/collect`;

  test.each([
    ['a form', FORM, DIRTY, CLEAN],
    ['JSON sent as text', 'text/plain;charset=UTF-8', DIRTY_JSON, CLEAN_JSON],
    ['parts with a file', 'multipart/form-data; boundary=B', DIRTY_PARTS, CLEAN_PARTS],
  ])(
    '%s loses what the rule names, and keeps the rest byte for byte',
    async (_what, type, dirty, clean) => {
      const { text, rawHeaders } = await arrived(url, dirty, counted(type, dirty));
      expect(text).toBe(clean);
      expect(values(rawHeaders, 'content-length')).toEqual([String(Buffer.byteLength(clean))]);
      expect(values(rawHeaders, 'transfer-encoding')).toEqual([]);
    },
  );

  test('one that comes in pieces, of no known length', async () => {
    const { text, rawHeaders } = await arrived(
      url,
      DIRTY,
      typed(FORM, 'Transfer-Encoding', 'chunked'),
    );
    expect(text).toBe(CLEAN);
    expect(values(rawHeaders, 'content-length')).toEqual([String(CLEAN.length)]);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('one in %s is sent without compression', async (coding, pack) => {
    const body = pack(DIRTY_JSON);
    const headers = counted('application/json', body, 'Content-Encoding', coding, 'Digest', 'x');
    const { text, rawHeaders } = await arrived(url, body, headers);
    expect(text).toBe(CLEAN_JSON);
    expect(values(rawHeaders, 'content-encoding')).toEqual([]);
    expect(values(rawHeaders, 'digest')).toEqual([]);
  });

  test('one that is compressed, and nobody says so, stays compressed', async () => {
    const body = gzipSync(DIRTY_JSON);
    const sent = await arrived(`${url}?compression=gzip-js`, body, counted('text/plain', body));
    expect(String(gunzipSync(sent.body))).toBe(CLEAN_JSON);
    expect(values(sent.rawHeaders, 'content-length')).toEqual([String(sent.body.length)]);
  });

  test('a compressed one is judged by what it says', async () => {
    const body = gzipSync('{"fb.pixel_id":"1"}');
    const { reply, text } = await arrived(
      url,
      body,
      counted('text/plain', body, 'Content-Encoding', 'gzip'),
    );
    expect(text).toBeNull();
    expect(reply.headers).toHaveProperty('x-eyelid', 'forms.yaml:10');
  });

  test.each([
    ['in which nothing is found', FORM, Buffer.from('id=1&a=%7e'), []],
    [
      'in which nothing is found, compressed',
      'application/json',
      gzipSync('{"a": 1}'),
      ['Content-Encoding', 'gzip', 'Digest', 'x'],
    ],
    ['that is not what it says', 'application/json', Buffer.from('{"user_data":1'), []],
    [
      'that is no gzip',
      'application/json',
      Buffer.from('{"user_data":1}'),
      ['Content-Encoding', 'gzip'],
    ],
    [
      'that expands to more than is read',
      'application/json',
      gzipSync(`{"user_data":1,"x":"${'a'.repeat(600_000)}"}`),
      ['Content-Encoding', 'gzip'],
    ],
    ['that is too long to be read', FORM, Buffer.from(`fbp=1&x=${'a'.repeat(70_000)}`), []],
    ['in a coding of its own', FORM, Buffer.from('fbp=1'), ['Content-Encoding', 'pack']],
  ])('one %s arrives as it was sent', async (_what, type, body, more) => {
    const sent = await arrived(url, body, counted(type, body, ...more));
    expect(sent.body.equals(body)).toBe(true);
    expect(sent.rawHeaders).toEqual(expect.arrayContaining([...more]));
    expect(values(sent.rawHeaders, 'content-length')).toEqual([String(body.length)]);
  });

  test('another host gets what was sent', async () => {
    const { text } = await arrived(`${scheme}://other.test/collect`, DIRTY, counted(FORM, DIRTY));
    expect(text).toBe(DIRTY);
  });

  test('an address in the query is cleaned as one in the body', async () => {
    await world.client.get(`${url}?dl=${encodeURIComponent(PAGE)}&x=%7E`);
    const [received] = world.origin.requests('shop.test');
    expect(received?.target).toBe(
      `/collect?dl=${encodeURIComponent('https://shop.test/p?size=2')}&x=%7E`,
    );
  });
});

test('one that waits to be asked for it (Expect) is asked, and edited', async () => {
  const { proxyPort: port, ca } = world.eyelid;
  const socket = await openTls({ port, ca, authority: 'shop.test:443' });
  const head = [
    'POST /expect HTTP/1.1',
    'Host: shop.test',
    `Content-Type: ${FORM}`,
    `Content-Length: ${DIRTY.length}`,
  ];
  socket.write([...head, 'Expect: 100-continue', 'Connection: close', '', ''].join('\r\n'));
  let said = '';
  for await (const chunk of socket) {
    if (said === '') socket.write(DIRTY);
    said += String(chunk);
  }
  expect(said).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  const [received] = world.origin.requests('shop.test', '/expect');
  expect(String(received?.body)).toBe(CLEAN);
  expect(received?.headers).not.toHaveProperty('expect');
});

test('over HTTP/2', async () => {
  const { proxyPort: port, ca } = world.eyelid;
  const client = await connectHttp2({ port, ca, authority: 'shop.test:443' });
  const packed = gzipSync(DIRTY_JSON);
  const [form, json] = await Promise.all([
    client.get('/h2-form', { 'content-type': FORM }, DIRTY),
    client.get('/h2-json', { 'content-type': 'text/plain', 'content-encoding': 'gzip' }, packed),
  ]);
  client.close();
  expect([form.status, json.status]).toEqual([200, 200]);
  const sent = (target: string) => String(world.origin.requests('shop.test', target)[0]?.body);
  expect([sent('/h2-form'), sent('/h2-json')]).toEqual([CLEAN, CLEAN_JSON]);
});

test('the log names what was taken out, and where it stood', async () => {
  await arrived('https://shop.test/logged', DIRTY, counted(FORM, DIRTY));
  const row = async () => (await readLog(world.home)).find(({ path }) => path === '/logged');
  await expect.poll(row, { timeout: 10_000, interval: 200 }).toMatchObject({
    action: 'strip',
    rule: { list: 'forms.yaml', line: 3, text: 'form-data' },
    removed: ['udff[em] (body)', 'ud[ph] (body)', 'fbclid (in dl)'],
  });
});
