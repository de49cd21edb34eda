import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { curl } from '../support/curl.ts';
import { readLog } from '../support/home.ts';
import { connectHttp2, type Http2Client } from '../support/http2-client.ts';
import { has } from '../support/machine.ts';
import { openWorld, type World } from '../support/world.ts';

const RULES = ['||tracker.test^', '||shop.test/pixel$image', '||shop.test^$removeparam=fbclid'];

let world: World;
const clients: Http2Client[] = [];
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'old.test', 'tracker.test'],
    rules: { 'test.txt': `${RULES.join('\n')}\n` },
    config: { tls: { noHttp2: ['old.test'] }, log: { scope: 'all' } },
    sites: {
      'shop.test': (request, response, received) => {
        if (received.target.startsWith('/events')) {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.write('data: first\n\n');
        } else if (received.target === '/big') response.end(Buffer.alloc(5_000_000, 'x'));
        else request.on('end', () => response.end(received.bodyHash)).resume();
      },
    },
  });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  world.eyelid.assertAlive();
});
afterAll(() => world?.close());

async function connect(authority = 'shop.test:443'): Promise<Http2Client> {
  const { proxyPort: port, ca } = world.eyelid;
  const client = await connectHttp2({ port, ca, authority });
  clients.push(client);
  return client;
}

test('rules act on requests over HTTP/2 as on others, and the log tells of each', async () => {
  const client = await connect();
  const [stripped, pixel] = await Promise.all([
    client.get('/page?fbclid=1&x=2', { 'sec-fetch-dest': 'empty' }),
    client.get('/pixel?id=1', { 'sec-fetch-dest': 'image' }),
  ]);
  expect([stripped.status, pixel.status]).toEqual([200, 200]);
  expect(pixel.headers['content-type']).toBe('image/gif');
  const targets = world.origin.requests('shop.test').map(({ target }) => target);
  expect(targets).toContain('/page?x=2');
  expect(targets.some((target) => target.startsWith('/pixel'))).toBe(false);
  await vi.waitFor(
    async () => {
      const rows = await readLog(world.home, '--host', 'shop.test');
      expect(rows.map(({ kind, action }) => `${kind} ${action}`)).toEqual(
        expect.arrayContaining(['https strip', 'https block']),
      );
    },
    { timeout: 10_000 },
  );
});

test('a host that is blocked by name is answered, and nobody is asked', async () => {
  const client = await connect('tracker.test:443');
  const reply = await client.get('/p.gif', { 'sec-fetch-dest': 'image' });
  expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' } });
  expect(world.origin.requests('tracker.test')).toEqual([]);
});

test('a large upload and a large download come whole', async () => {
  const client = await connect();
  const body = Buffer.alloc(4_000_000, 'abc');
  const [up, down] = await Promise.all([client.get('/up', {}, body), client.get('/big')]);
  expect(up.text).toBe(createHash('sha256').update(body).digest('hex'));
  expect(down.text).toHaveLength(5_000_000);
});

test('events come one by one, and a client that leaves ends them', async () => {
  const client = await connect();
  const stream = client.start({ ':path': '/events' });
  expect(String((await once(stream, 'data'))[0])).toBe('data: first\n\n');
  stream.close(8);
});

test('the page is there', async () => {
  const client = await connect('eyelid.internal:443');
  expect((await client.get('/healthz')).status).toBe(200);
  const page = await client.get('/');
  expect([200, 303]).toContain(page.status);
});

test('hosts for which it is off, and clients that do not offer it, speak HTTP/1.1', async () => {
  await expect(connect('old.test:443')).rejects.toThrow();
  expect((await world.client.get('https://old.test/')).status).toBe(200);
  expect((await world.client.get('https://shop.test/')).status).toBe(200);
});

describe.skipIf(!has('curl'))('curl', () => {
  test.each([
    ['shop.test', '2'],
    ['old.test', '1.1'],
  ])('speaks with %s HTTP/%s', async (host, version) => {
    const { stdout } = await curl(
      { proxyPort: world.eyelid.proxyPort, caPath: world.eyelid.caPath },
      ...['--http2', '-o', '/dev/null', '-w', '%{http_code} %{http_version}', `https://${host}/`],
    );
    expect(stdout.toString()).toBe(`200 ${version}`);
  });
});
