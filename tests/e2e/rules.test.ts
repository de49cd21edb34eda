import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Ask, values } from '../support/client.ts';
import { bodyBlocks, bodyHash } from '../support/download.ts';
import { readLog } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

const SIGNATURES = `
tracker: Test Tracker
signatures:
  - id: test-form
    title: A report in a form field
    when: { method: POST, body: { report_to: ~^tracker } }
    action: block
  - id: test-identifiers
    title: The tracker's identifiers
    when: { host: shop.test }
    action: strip
    strip:
      cookies: [_fbp, _fbc]
      setCookies: [_fbp]
      headers: [x-device-id]
      responseHeaders: [x-tracker-hint]
`;
const FILTERS = `! rules of these tests
||blocked.test^
||shop.test/ads/
@@||shop.test/ads/needed.js
||shop.test^$removeparam=fbclid
||scripts.test^$script,third-party
`;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'blocked.test', 'later.test', 'scripts.test'],
    // Nothing listens there.
    hosts: async () => ({ 'shop.test:8443': '127.0.0.1:9' }),
    rules: { 'filters.txt': FILTERS, 'shape.yaml': SIGNATURES, 'extra.txt': '! empty\n' },
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

function asks(type: string, more: readonly string[] = []): Ask {
  const dest: Record<string, string> = { xhr: 'empty', subdocument: 'iframe', ping: 'empty' };
  return {
    headers: [
      ...['Sec-Fetch-Dest', dest[type] ?? type, 'Sec-Fetch-Site', 'cross-site'],
      ...['Sec-Fetch-Mode', type === 'xhr' ? 'cors' : 'no-cors'],
      ...['Referer', 'https://news.test/story', 'Origin', 'https://news.test', ...more],
    ],
  };
}

describe('a blocked request', () => {
  test.each([
    ['script', 200, /javascript/],
    ['image', 200, /^image\/gif/],
    ['style', 200, /^text\/css/],
    ['iframe', 200, /^text\/html/],
  ])('for a %s gets an answer that fits', async (type, status, contentType) => {
    const reply = await world.client.get(`https://blocked.test/x`, asks(type));
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toMatch(contentType);
    expect(reply.headers['cache-control']).toContain('no-store');
    expect(reply.headers['x-eyelid']).toBe('filters.txt:2');
    expect(world.origin.requests('blocked.test')).toEqual([]);
  });

  test('an image is 43 bytes of GIF', async () => {
    const reply = await world.client.get('https://blocked.test/p.gif', asks('image'));
    expect(reply.body.length).toBe(43);
    expect(reply.body.subarray(0, 6).toString()).toBe('GIF89a');
  });

  test('a fetch may be read by the page that sent it', async () => {
    const reply = await world.client.get('https://blocked.test/collect', asks('xhr'));
    expect([200, 204]).toContain(reply.status);
    expect(reply.headers['access-control-allow-origin']).toBe('https://news.test');
    expect(reply.headers['access-control-allow-credentials']).toBe('true');
  });

  test('its preflight passes', async () => {
    const reply = await world.client.get('https://blocked.test/collect', {
      method: 'OPTIONS',
      headers: [
        ...['Origin', 'https://news.test', 'Access-Control-Request-Method', 'POST'],
        ...['Access-Control-Request-Headers', 'content-type,x-token'],
      ],
    });
    expect([200, 204]).toContain(reply.status);
    expect(reply.headers['access-control-allow-origin']).toBe('https://news.test');
    expect(reply.headers['access-control-allow-headers']).toContain('x-token');
  });

  test('HEAD has no body', async () => {
    const reply = await world.client.get('https://blocked.test/x', { method: 'HEAD' });
    expect(reply.body.length).toBe(0);
    expect(reply.headers['x-eyelid']).toBe('filters.txt:2');
  });

  test('its body is taken and the connection goes on', async () => {
    const client = world.clientOf({ ca: world.eyelid.ca, keepAlive: true });
    for (let turn = 0; turn < 3; turn += 1) {
      const reply = await client.get('https://blocked.test/collect', {
        method: 'POST',
        headers: ['Content-Length', '300000', 'Content-Type', 'text/plain'],
        body: Buffer.alloc(300_000, 'x'),
      });
      expect(reply.headers['x-eyelid']).toBe('filters.txt:2');
    }
    expect(world.origin.requests('blocked.test')).toEqual([]);
  });

  test('only its type and party are blocked where the rule says so', async () => {
    const url = 'https://scripts.test/lib.js';
    expect((await world.client.get(url, asks('script'))).headers['x-eyelid']).toBe('filters.txt:6');
    expect((await world.client.get(url, asks('image'))).headers['x-eyelid']).toBeUndefined();
  });

  test('an exception lets its path through', async () => {
    const blocked = await world.client.get('https://shop.test/ads/a.js', asks('script'));
    expect(blocked.headers['x-eyelid']).toBe('filters.txt:3');
    const allowed = await world.client.get('https://shop.test/ads/needed.js', asks('script'));
    expect(allowed.headers['x-eyelid']).toBeUndefined();
  });

  test('is in the log with rule, file and line', async () => {
    await world.client.get('https://blocked.test/logged?id=secret-value&ev=1', asks('image'));
    await expect
      .poll(async () => (await readLog(world.home, '--host', 'blocked.test')).at(-1), {
        timeout: 10_000,
      })
      .toMatchObject({
        host: 'blocked.test',
        action: 'block',
        type: 'image',
        page: 'news.test',
        path: '/logged?id&ev',
        rule: { list: 'filters.txt', line: 2, text: '||blocked.test^' },
      });
  });
});

describe('stripping', () => {
  const sent = () => world.origin.requests('shop.test').at(-1)!;

  test.each([
    ['/echo?fbclid=x', '/echo'],
    ['/echo?a=1&fbclid=x&b=%2f+&&flag', '/echo?a=1&b=%2f+&&flag'],
    ['/echo?myfbclid=1&FBCLID=2', '/echo?myfbclid=1&FBCLID=2'],
  ])('%s reaches the origin as %s', async (from, to) => {
    await world.client.get(`https://shop.test${from}`, asks('xhr'));
    expect(sent().target).toBe(to);
  });

  test('of a page that is being opened sends the browser to the clean address', async () => {
    const reply = await world.client.get('https://shop.test/echo?a=1&fbclid=z', {
      headers: [
        ...['Sec-Fetch-Dest', 'document', 'Sec-Fetch-Mode', 'navigate', 'Sec-Fetch-User', '?1'],
        ...['Sec-Fetch-Site', 'cross-site', 'Accept', 'text/html,*/*'],
      ],
    });
    expect([302, 303, 307]).toContain(reply.status);
    expect(reply.headers.location).toBe('https://shop.test/echo?a=1');
  });

  test('never sends a browser round for ever', async () => {
    const headers = ['Sec-Fetch-Dest', 'document', 'Sec-Fetch-Mode', 'navigate'];
    const statuses: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const reply = await world.client.get('https://shop.test/echo?turn&fbclid=z', { headers });
      statuses.push(reply.status);
    }
    expect(statuses).toContain(200);
    expect(sent().target).toBe('/echo?turn');
  });

  test('takes cookies out of the request and leaves the others as they were', async () => {
    await world.client.get('https://shop.test/echo', {
      headers: [
        'Cookie',
        'a=1; _fbp=fb.1.2.3; session="x y"; _fbc=fb.1.2.z; b',
        'X-Device-Id',
        '7',
      ],
    });
    expect(values(sent().rawHeaders, 'cookie')).toEqual(['a=1; session="x y"; b']);
    expect(values(sent().rawHeaders, 'x-device-id')).toEqual([]);
  });

  test('takes cookies and headers out of the response', async () => {
    const reply = await world.client.get('https://shop.test/cookies');
    expect(reply.headers['set-cookie']).toEqual(['session=keep; Path=/; HttpOnly']);
    expect(reply.headers['x-tracker-hint']).toBeUndefined();
    expect(reply.text).toBe('cookies');
  });
});

describe('the log', () => {
  test('does not say that something was taken out where nothing was', async () => {
    await world.client.get('https://shop.test/quiet');
    await world.client.get('https://shop.test:8443/unreachable');
    await world.client.get('https://shop.test/cookies');
    const rows = () => readLog(world.home, '--host', 'shop.test', '--action', 'strip');
    const of = async (path: string) => (await rows()).filter((row) => row['path'] === path);
    // Events are written in order: once the last is there, the others would be.
    await expect.poll(async () => (await of('/cookies')).length, { timeout: 10_000 }).toBe(2);
    expect((await of('/cookies')).at(-1)?.['removed']).toEqual(['_fbp', 'x-tracker-hint']);
    expect(await of('/quiet')).toEqual([]);
    expect(await of('/unreachable')).toEqual([]);
  });
});

describe('a body', () => {
  const form = (body: string) => ({
    method: 'POST',
    headers: [
      ...['Content-Type', 'application/x-www-form-urlencoded'],
      ...['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  });

  test('that a signature describes is blocked', async () => {
    const reply = await world.client.get('https://later.test/s', form('x=1&report_to=tracker-7'));
    expect(reply.headers['x-eyelid']).toMatch(/^shape\.yaml:\d+$/);
    expect(world.origin.requests('later.test', '/s')).toEqual([]);
  });

  test('that was read and is not described reaches the origin unchanged', async () => {
    const body = 'x=1&report_to=me&y=%zz';
    await world.client.get('https://later.test/echo', form(body));
    expect(world.origin.requests('later.test').at(-1)?.body.toString()).toBe(body);
  });

  test('that is too large to read passes through unchanged', async () => {
    const bytes = 3 * 1_048_576;
    const reply = await world.client.get('https://later.test/echo', {
      method: 'POST',
      headers: ['Content-Type', 'application/x-www-form-urlencoded'],
      body: Buffer.concat([...bodyBlocks(bytes)]),
    });
    expect(JSON.parse(reply.text)).toMatchObject({ bodyBytes: bytes, bodyHash: bodyHash(bytes) });
  });
});

describe('a save', () => {
  const isBlocked = async () =>
    (await world.client.get('https://later.test/')).headers['x-eyelid'] ?? null;

  test('of a filter list is in force within a second', async () => {
    expect(await isBlocked()).toBeNull();
    world.home.write('rules/extra.txt', '! one more\n||later.test^\n');
    const saved = performance.now();
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBe('extra.txt:2');
    console.info(`a saved rule was in force after ${(performance.now() - saved).toFixed(0)} ms`);
    world.home.write('rules/extra.txt', '! empty again\n');
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBeNull();
  });

  test('of a file with a bad line keeps the good lines', async () => {
    world.home.write('rules/extra.txt', '||x.test^$no-such-option\n||later.test^\n');
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBe('extra.txt:2');
    world.home.write('rules/extra.txt', '! empty again\n');
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBeNull();
  });

  test('of a broken file keeps its last good version', async () => {
    world.home.write('rules/shape.yaml', 'signatures: [unclosed\n  - {');
    world.home.write('rules/extra.txt', '||later.test^\n');
    // The other file's change shows that the broken one was looked at too.
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBe('extra.txt:1');
    const reply = await world.client.get('https://shop.test/cookies');
    expect(reply.headers['set-cookie']).toEqual(['session=keep; Path=/; HttpOnly']);
    world.home.write('rules/shape.yaml', SIGNATURES);
    world.home.write('rules/extra.txt', '! empty again\n');
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBeNull();
  });

  test('of a new file is noticed, and so is its removal', async () => {
    world.home.write('rules/new.txt', '||later.test^\n');
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBe('new.txt:1');
    world.home.delete('rules/new.txt');
    await expect.poll(isBlocked, { timeout: 10_000, interval: 25 }).toBeNull();
  });
});

describe('observe mode', () => {
  let observed: World;
  beforeAll(async () => {
    observed = await openWorld({
      names: ['shop.test', 'blocked.test'],
      rules: { 'filters.txt': FILTERS },
      config: { mode: 'observe' },
    });
  });
  afterAll(() => observed?.close());

  test('forwards untouched and records what would have been done', async () => {
    const reply = await observed.client.get('https://blocked.test/echo', asks('image'));
    expect(reply.headers['x-eyelid']).toBeUndefined();
    await observed.client.get('https://shop.test/echo?fbclid=1', asks('xhr'));
    expect(observed.origin.requests('shop.test').at(-1)?.target).toBe('/echo?fbclid=1');
    await expect
      .poll(() => readLog(observed.home), { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ host: 'blocked.test', action: 'block', observed: true }),
          expect.objectContaining({ host: 'shop.test', action: 'strip', observed: true }),
        ]),
      );
    observed.eyelid.assertAlive();
  });
});
