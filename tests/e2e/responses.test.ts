import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Ask, type Reply, values } from '../support/client.ts';
import { readLog } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

const FILTERS = `! rules of these tests
||pages.test^$replace=/tracker-[0-9]+/gone/g
||pages.test^$csp=script-src 'self'
||pages.test^$cookie=visitor;maxAge=3600;sameSite=lax
||heads.test^$header=x-tracker:/^beacon/
||types.test/thing$image
@@||types.test/thing$script
||px.test^$domain=shop.test
`;

const PAGE = '<!doctype html><p>tracker-17 and tracker-4 say hällo</p>';
const CODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  identity: (text) => Buffer.from(text),
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
};

/** A page in the coding that its query names, as text unless it names a type. */
const pages: Site = (_request, response, { target }) => {
  const query = new URL(target, 'http://pages.test').searchParams;
  const coding = query.get('coding') ?? 'identity';
  const body = (CODINGS[coding] ?? CODINGS['identity'])?.(query.get('text') ?? PAGE) as Buffer;
  response.writeHead(Number(query.get('status') ?? 200), [
    ...['Content-Type', query.get('type') ?? 'text/html; charset=utf-8'],
    ...(coding === 'identity' ? [] : ['Content-Encoding', coding]),
    ...['ETag', '"page"', 'Vary', 'Accept-Encoding'],
    ...['Set-Cookie', 'visitor=7; Max-Age=99999999; Path=/', 'Set-Cookie', 'session=1'],
    ...(query.has('chunked') ? [] : ['Content-Length', String(body.length)]),
  ]);
  response.write(body.subarray(0, 20));
  setImmediate(() => response.end(body.subarray(20)));
};

const heads: Site = (_request, response, { target }) =>
  response
    .writeHead(200, {
      'content-type': 'image/gif',
      'x-tracker': target.startsWith('/bad') ? 'beacon 1' : 'none',
      'set-cookie': 'id=person-7',
    })
    .end('secret');

const types: Site = (_request, response, { target }) =>
  response
    .writeHead(200, { 'content-type': target.includes('js') ? 'text/javascript' : 'image/png' })
    .end('thing');

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['pages.test', 'heads.test', 'types.test', 'cdn.test', 'px.test'],
    sites: { 'pages.test': pages, 'heads.test': heads, 'types.test': types },
    rules: { 'filters.txt': FILTERS },
    config: { log: { scope: 'all' } },
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const NAVIGATION: Ask = {
  headers: [
    ...['Sec-Fetch-Dest', 'document', 'Sec-Fetch-Mode', 'navigate', 'Sec-Fetch-Site', 'none'],
    ...['Accept', 'text/html', 'Accept-Encoding', 'gzip, deflate, br, zstd'],
  ],
};

const open = (url: string, ask: Ask = NAVIGATION): Promise<Reply> => world.client.get(url, ask);

describe.each(['http', 'https'])('over %s', (scheme) => {
  describe('$replace', () => {
    const CHANGED = '<!doctype html><p>gone and gone say hällo</p>';

    test.each([
      ['identity', ''],
      ['gzip', ''],
      ['br', ''],
      ['deflate', ''],
      ['gzip', '&chunked'],
    ])('changes a page in %s%s', async (coding, more) => {
      const reply = await open(`${scheme}://pages.test/?coding=${coding}${more}`);
      expect(reply.text).toBe(CHANGED);
      expect(reply.headers).not.toHaveProperty('content-encoding');
      expect(reply.headers).not.toHaveProperty('etag');
      expect(reply.headers['content-length']).toBe(String(Buffer.byteLength(CHANGED)));
      const [asked] = world.origin.requests('pages.test');
      expect(asked?.headers['accept-encoding']).toBe('gzip, deflate, br');
    });

    test('does not change what is not text, and not one byte of what it does not hit', async () => {
      const image = await open(`${scheme}://pages.test/?type=image/png&coding=gzip`);
      expect(image.body).toEqual(gzipSync(PAGE));
      expect(image.headers).toMatchObject({ 'content-encoding': 'gzip', etag: '"page"' });
      const other = await open(`${scheme}://pages.test/?coding=gzip&text=nothing%20here`);
      expect(other.body).toEqual(gzipSync('nothing here'));
      expect(other.headers).toMatchObject({ 'content-encoding': 'gzip', etag: '"page"' });
    });

    test('lets a long page go unchanged', async () => {
      const text = `${PAGE}${'x'.repeat(40_000)}`.replaceAll('ä', 'a');
      const held = world.origin.hold('/long');
      const pending = world.client.open(`${scheme}://pages.test/long`, NAVIGATION);
      const { response } = await held;
      response.writeHead(200, { 'content-type': 'text/html' });
      for (let i = 0; i < 40; i += 1) response.write(text);
      response.end('end');
      const reply = await pending;
      let length = 0;
      for await (const chunk of reply) length += (chunk as Buffer).length;
      expect(length).toBe(40 * text.length + 3);
    });

    test('leaves the answer to HEAD alone', async () => {
      const reply = await open(`${scheme}://pages.test/`, { ...NAVIGATION, method: 'HEAD' });
      expect(reply.headers).toMatchObject({ etag: '"page"' });
      expect(reply.body).toHaveLength(0);
    });

    test('survives a server that stops in the middle', async () => {
      const held = world.origin.hold('/cut');
      const pending = world.client.open(`${scheme}://pages.test/cut`, NAVIGATION);
      const { response } = await held;
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': 100 });
      response.write('half', () => response.destroy());
      const reply = await pending;
      const read = reply.toArray().then(
        () => 'whole',
        () => 'cut',
      );
      expect(await read).toBe('cut');
    });
  });

  test('$csp adds a policy to pages', async () => {
    const reply = await open(`${scheme}://pages.test/`);
    expect(values(reply.rawHeaders, 'content-security-policy')).toEqual(["script-src 'self'"]);
    const script = { headers: ['Sec-Fetch-Dest', 'image'] };
    const image = await open(`${scheme}://pages.test/?type=image/png`, script);
    expect(values(image.rawHeaders, 'content-security-policy')).toEqual([]);
  });

  test('$cookie limits how long a cookie lives and where it goes', async () => {
    const reply = await open(`${scheme}://pages.test/`);
    const [visitor = '', session] = values(reply.rawHeaders, 'set-cookie');
    expect(visitor).toMatch(/^visitor=7;.*Max-Age=3600/i);
    expect(visitor).toMatch(/SameSite=Lax/i);
    expect(visitor).not.toContain('99999999');
    expect(session).toBe('session=1');
  });

  test('$header blocks by what the server says: nothing of it arrives', async () => {
    const blocked = await open(`${scheme}://heads.test/bad.gif`, {
      headers: ['Accept', 'image/*'],
    });
    expect(blocked.headers).toHaveProperty('x-eyelid');
    expect(JSON.stringify(blocked.rawHeaders) + blocked.text).not.toMatch(/person-7|secret|beacon/);
    const good = await open(`${scheme}://heads.test/good.gif`, { headers: ['Accept', 'image/*'] });
    expect(good.text).toBe('secret');
    expect(values(good.rawHeaders, 'set-cookie')).toEqual(['id=person-7']);
  });

  test('a type that nobody said is known from the Content-Type', async () => {
    const ask = { headers: ['Accept', '*/*', 'Referer', `${scheme}://types.test/`] };
    const image = await open(`${scheme}://types.test/thing`, ask);
    expect(image.headers).toHaveProperty('x-eyelid');
    expect(image.headers['content-type']).toMatch(/^image\//);
    const script = await open(`${scheme}://types.test/thing?js`, ask);
    expect(script.text).toBe('thing');
  });

  test('what a stylesheet loads is loaded by its page', async () => {
    const css = `${scheme}://cdn.test/${scheme}.css`;
    const image = { headers: ['Sec-Fetch-Dest', 'image', 'Referer', css] };
    expect((await open(`${scheme}://px.test/1`, image)).headers).not.toHaveProperty('x-eyelid');
    await open(css, { headers: ['Sec-Fetch-Dest', 'style', 'Referer', `${scheme}://shop.test/a`] });
    expect((await open(`${scheme}://px.test/2`, image)).headers).toHaveProperty('x-eyelid');
    expect(world.origin.requests('px.test').map(({ target }) => target)).toEqual(['/1']);
  });
});

test('the log says what was really done', async () => {
  await open('https://pages.test/logged');
  await open('https://pages.test/quiet?text=nothing', { headers: ['Sec-Fetch-Dest', 'image'] });
  await open('https://heads.test/bad-logged', { headers: ['Sec-Fetch-Dest', 'image'] });
  // A main document is not answered by a rule that does not name documents.
  expect((await open('https://heads.test/bad-page')).text).toBe('secret');
  const rowOf = (path: string) => async () => {
    const rows = await readLog(world.home);
    return rows.find((row) => String(row['path']).startsWith(path));
  };
  const logged = { timeout: 10_000, interval: 200 };
  await expect.poll(rowOf('/bad-logged'), logged).toMatchObject({ action: 'block', status: 200 });
  expect(await rowOf('/logged')()).toMatchObject({
    action: 'rewrite',
    removed: expect.arrayContaining(['body (rewritten)', 'visitor (limited)']),
  });
  expect(await rowOf('/quiet')()).toMatchObject({ removed: ['visitor (limited)'] });
});
