import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readReply, values } from '../support/client.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ names: ['shop.test', 'other.test'] });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** Names of headers as the origin saw them. */
function names(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_value, at) => at % 2 === 0);
}

describe.each(['http', 'https'])('an exchange over %s', (scheme) => {
  const site = `${scheme}://shop.test`;
  const last = () => world.origin.requests('shop.test').at(-1)!;

  test('a page arrives', async () => {
    const reply = await world.client.get(`${site}/`);
    expect([reply.status, reply.text]).toEqual([200, 'hello']);
    expect(last()).toMatchObject({ scheme, method: 'GET', target: '/', host: 'shop.test' });
  });

  test.each([
    '/echo?a=%2f&b=x+y&flag&=&&c%5b%5d=1',
    '/echo/%7Euser/%E2%82%AC//double/./dot/../up?q=%',
    "/echo?json={%22a%22:1}&quote='|^`",
  ])('the target %s is sent on byte for byte', async (target) => {
    await world.client.get(`${site}${target}`);
    expect(last().target).toBe(target);
  });

  test('case, order and duplicates of request headers are kept', async () => {
    await world.client.get(`${site}/echo`, {
      headers: ['X-CaSe', '1', 'X-Dup', 'one', 'Accept', '*/*', 'x-dup', 'two'],
    });
    const sent = names(last().rawHeaders).filter((name) => /^(x-|accept)/i.test(name));
    expect(sent).toEqual(['X-CaSe', 'X-Dup', 'Accept', 'x-dup']);
    expect(values(last().rawHeaders, 'x-dup')).toEqual(['one', 'two']);
    expect(values(last().rawHeaders, 'host')).toEqual(['shop.test']);
  });

  test('duplicate response headers are kept', async () => {
    const reply = await world.client.get(`${site}/duplicates`);
    expect(values(reply.rawHeaders, 'x-dup')).toEqual(['one', 'two']);
    expect(values(reply.rawHeaders, 'set-cookie')).toEqual(['a=1', 'b=2']);
  });

  test('hop-by-hop request headers stay on their hop', async () => {
    await world.client.get(`${site}/echo`, {
      headers: [
        ...['Connection', 'keep-alive, X-Named-Hop', 'X-Named-Hop', '1', 'Keep-Alive', 'timeout=5'],
        ...['Proxy-Connection', 'keep-alive', 'Proxy-Authorization', 'Basic eDp5', 'TE', 'gzip'],
        ...['X-End-To-End', '1'],
      ],
    });
    const seen = names(last().rawHeaders).map((name) => name.toLowerCase());
    expect(seen).toContain('x-end-to-end');
    for (const hop of ['x-named-hop', 'keep-alive', 'te']) expect(seen).not.toContain(hop);
    expect(seen.filter((name) => name.startsWith('proxy-'))).toEqual([]);
  });

  test('hop-by-hop response headers and alt-svc do not come through', async () => {
    const { headers } = await world.client.get(`${site}/hop-by-hop`);
    expect(headers['x-end-to-end']).toBe('yours');
    expect(headers['x-named-hop']).toBeUndefined();
    expect(headers['alt-svc']).toBeUndefined();
    expect(headers['keep-alive'] ?? '').not.toContain('77');
    expect(headers['connection'] ?? '').not.toContain('x-named-hop');
  });

  test.each([
    ['GET', '/204', 204],
    ['GET', '/304', 304],
    ['HEAD', '/head', 200],
  ])('%s %s has no body and no framing of one', async (method, path, status) => {
    const reply = await world.client.get(`${site}${path}`, { method });
    expect([reply.status, reply.body.length]).toEqual([status, 0]);
    expect(reply.headers['transfer-encoding']).toBeUndefined();
    expect(reply.headers['content-length']).toBe(method === 'HEAD' ? '1234' : undefined);
    if (status === 304) expect(reply.headers['etag']).toBe('"one"');
  });

  test.each([200, 201, 206, 302, 404, 418, 500, 503])(
    'status %i comes through as it is',
    async (code) => {
      const reply = await world.client.get(`${site}/status?code=${code}`);
      expect([reply.status, reply.text]).toEqual([code, 'status']);
    },
  );

  test('a chunked body arrives whole', async () => {
    const reply = await world.client.get(`${site}/chunked`);
    expect(reply.text).toBe('one,two,three');
  });

  test.each(['content-length', 'transfer-encoding'])('a body sent by %s arrives', async (how) => {
    const framing = how === 'content-length' ? ['Content-Length', '11'] : [];
    const reply = await world.client.get(`${site}/echo`, {
      method: 'POST',
      headers: ['Content-Type', 'text/plain', ...framing],
      body: 'hello there',
    });
    expect(JSON.parse(reply.text)).toMatchObject({ method: 'POST', bodyBytes: 11 });
    expect(last().body.toString()).toBe('hello there');
    expect(values(last().rawHeaders, how)).toHaveLength(1);
  });

  test('requests of several clients share one upstream connection', async () => {
    const host = 'other.test';
    for (let turn = 0; turn < 3; turn += 1) {
      const client = world.clientOf({ ca: world.eyelid.ca, keepAlive: true });
      await client.get(`${scheme}://${host}/`);
      await client.get(`${scheme}://${host}/echo?turn=${turn}`);
      client.close();
    }
    const used = world.origin.requests(host).filter((entry) => entry.scheme === scheme);
    expect(used).toHaveLength(6);
    expect(new Set(used.map((entry) => entry.connection)).size).toBe(1);
  });

  test('a client connection carries one request after the other', async () => {
    const client = world.clientOf({ ca: world.eyelid.ca, keepAlive: true });
    const ports: (number | undefined)[] = [];
    for (const path of ['/', '/chunked', '/echo']) {
      const reply = await client.open(`${site}${path}`);
      ports.push(reply.socket.localPort);
      await readReply(reply);
    }
    expect(new Set(ports).size).toBe(1);
  });
});
