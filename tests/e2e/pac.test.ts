import http from 'node:http';
import { networkInterfaces } from 'node:os';
import vm from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Reply, readReply } from '../support/client.ts';
import { openWorld, type World } from '../support/world.ts';

// A box with an address in a home network; without one, all is asked on loopback.
const own =
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(
      ({ address, internal }) =>
        !internal && /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address),
    )?.address ?? null;

let world: World;
let statusPort: number;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test'],
    config: {
      // Everywhere, but only this machine is let in by what the tests send.
      listen: { proxy: '0.0.0.0:0', status: '0.0.0.0:0' },
      pac: { fallback: 'none' },
    },
  });
  statusPort = Number(new URL(world.eyelid.pageUrl).port);
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

/** Asks a port like a web server's. */
function ask(address: string, port: number, path: string, host: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: address, port, path, headers: { host }, agent: false });
    request.once('response', (response) => resolve(readReply(response)));
    request.once('error', reject);
  });
}

const proxyIn = (text: string): unknown =>
  vm.runInNewContext(`${text}; FindProxyForURL('https://a.example/', 'a.example')`);

describe.each(['/proxy.pac', '/wpad.dat'])('%s', (path) => {
  test('is served on the port of the page, and on that of the proxy', async () => {
    const address = own ?? '127.0.0.1';
    for (const port of [statusPort, world.eyelid.proxyPort]) {
      const { status, headers, text } = await ask(address, port, path, `${address}:${port}`);
      expect([status, headers['content-type']]).toEqual([200, 'application/x-ns-proxy-autoconfig']);
      if (own !== null) expect(proxyIn(text)).toBe(`PROXY ${own}:${world.eyelid.proxyPort}`);
    }
  });

  test("is served through the proxy, by the box's own address and the internal name", async () => {
    const hosts = ['eyelid.internal', `127.0.0.1:${statusPort}`];
    if (own !== null) hosts.push(`${own}:${statusPort}`, `${own}:${world.eyelid.proxyPort}`);
    for (const host of hosts) {
      const { status, headers } = await world.client.get(`http://${host}${path}`);
      expect([host, status, headers['content-type']]).toEqual([
        host,
        200,
        'application/x-ns-proxy-autoconfig',
      ]);
    }
  });
});

test('devices that look for the name "wpad" get the address that they reached', async () => {
  const address = own ?? '127.0.0.1';
  const { status, text } = await ask(address, statusPort, '/wpad.dat', 'wpad');
  expect(status).toBe(200);
  if (own !== null) expect(proxyIn(text)).toBe(`PROXY ${own}:${world.eyelid.proxyPort}`);
  expect((await ask(address, statusPort, '/proxy.pac', 'wpad.example')).status).toBe(421);
});
