import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

/** `rewrite:` in a signature, and what it may take out beside, through the whole program. */

const SIGNATURES = `
signatures:
  - id: defused
    when: { host: settings.test }
    action: rewrite
    rewrite: meta-defuse-config
    strip:
      query: [r]
      body: [em]
`;
/** In the shape of the settings of a pixel, with a character that is no ASCII. */
const SETTINGS =
  'config.set("1","automaticMatching",{"selectedMatchKeys":["em"]});fbq.set("1","ü");' +
  'instance.optIn("1","InferredEvents",true);config.set("1","other",{});';
const OTHER = 'console.log("no settings");';

const site: Site = (request, response, { target }) => {
  const text = target.startsWith('/other') ? OTHER : SETTINGS;
  const packed = request.headers['accept-encoding']?.includes('gzip') === true;
  const body = packed ? gzipSync(text) : Buffer.from(text);
  const coding = packed ? { 'content-encoding': 'gzip' } : {};
  const type = { 'content-type': 'application/x-javascript; charset=utf-8', etag: '"1"' };
  request.on('end', () => response.writeHead(200, { ...type, ...coding }).end(body)).resume();
};

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['settings.test'],
    sites: { 'settings.test': site },
    rules: { 'own.yaml': SIGNATURES },
  });
});
beforeEach(() => world.origin.forget());
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

describe.each(['identity', 'gzip, br, zstd'])('a response asked for in %s', (codings) => {
  const headers = ['Sec-Fetch-Dest', 'script', 'Accept-Encoding', codings];

  test('is rewritten', async () => {
    const reply = await world.client.get('https://settings.test/1?v=2&r=stable', { headers });
    expect(reply.text).not.toMatch(/automaticMatching|InferredEvents/);
    expect(reply.text).toContain('fbq.set("1","ü")');
    expect(reply.text).toContain('config.set("1","other",{})');
    expect(() => new Function(reply.text)).not.toThrow();
    expect(reply.headers).not.toHaveProperty('content-encoding');
    expect(reply.headers).not.toHaveProperty('etag');
    expect(world.origin.requests('settings.test')[0]?.target).toBe('/1?v=2');
  });

  test('that is another text arrives as it was sent', async () => {
    const reply = await world.client.get('https://settings.test/other', { headers });
    expect(reply.body.equals(codings === 'identity' ? Buffer.from(OTHER) : gzipSync(OTHER))).toBe(
      true,
    );
    expect(reply.headers).toMatchObject({ etag: '"1"' });
  });
});

test('a body is edited, and the response to it rewritten', async () => {
  const body = 'em=1&a=2';
  const type = ['Content-Type', 'application/x-www-form-urlencoded'];
  const headers = [...type, 'Content-Length', String(body.length), 'Accept-Encoding', 'gzip'];
  const url = 'https://settings.test/logged';
  const reply = await world.client.get(url, { method: 'POST', headers, body });
  expect(reply.text).not.toContain('automaticMatching');
  expect(String(world.origin.requests('settings.test')[0]?.body)).toBe('a=2');
  const row = async () => (await readLog(world.home)).find(({ path }) => path === '/logged');
  await expect.poll(row, { timeout: 10_000, interval: 200 }).toMatchObject({
    action: 'rewrite',
    rule: { list: 'own.yaml', text: 'defused' },
    removed: ['em (body)', 'body (rewritten)'],
  });
});
