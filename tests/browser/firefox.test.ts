import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/proxy/fingerprint.ts';
import { type Firefox, firefoxMissing, openFirefox } from '../support/firefox.ts';
import { type HelloServer, startHelloServer } from '../support/hellos.ts';
import { readLog } from '../support/home.ts';
import { SHOP, SHOP_SITES, TRACKERS } from '../support/shop.ts';
import { openWorld, type World } from '../support/world.ts';

const missing = firefoxMissing();

describe.skipIf(missing !== null)('Firefox, sent to the proxy by its settings', () => {
  let server: HelloServer;
  let world: World;
  let firefox: Firefox;
  beforeAll(async () => {
    server = await startHelloServer('one.example', 'two.example');
    const here = `127.0.0.1:${server.port}`;
    world = await openWorld({
      names: [SHOP, 'expired.test', ...TRACKERS],
      certificates: { 'expired.test': 'expired' },
      sites: SHOP_SITES,
      rules: 'shipped',
      // The server sees the ClientHellos of Firefox itself, through a tunnel.
      hosts: async () => ({ 'one.example:443': here, 'two.example:443': here }),
      config: {
        log: { scope: 'all' },
        tls: { doNotIntercept: [{ host: '.example', reason: 'the server is to see who asks' }] },
      },
    });
    firefox = await openFirefox({
      proxyPort: world.eyelid.proxyPort,
      authorities: [world.eyelid.ca, server.certificate],
    });
  });
  afterAll(async () => {
    await firefox?.close();
    await world?.close();
    server?.close();
  });

  test('has one fingerprint, for pages, WebSockets, resumed sessions and names of all kinds', async () => {
    await firefox.visit('https://one.example/');
    await firefox.evaluate(`await Promise.all([
      fetch('/again'), fetch('/credentials', { credentials: 'omit' }),
      new Promise((resolve) => {
        new WebSocket('wss://one.example/socket').onerror = resolve;
      }),
    ])`);
    await firefox.visit('https://one.example/resumed');
    await firefox.visit('https://two.example/');
    const names = new Set(server.hellos.map(({ sni }) => sni));
    expect(names).toEqual(new Set(['one.example', 'two.example']));
    const offered = server.hellos.map(({ extensions }) => extensions);
    // Resumed and new, and with Encrypted ClientHello, which it offers to hosts that know none.
    expect(offered.some((extensions) => extensions.includes(41))).toBe(true);
    expect(offered.some((extensions) => !extensions.includes(41))).toBe(true);
    expect(offered.every((extensions) => extensions.includes(0xfe0d))).toBe(true);
    expect(new Set(server.hellos.map(fingerprint)).size).toBe(1);
  });

  test('speaks HTTP/2, the page works, and the trackers are not reached', async () => {
    await firefox.visit(`https://${SHOP}/`);
    const price = () => firefox.evaluate('return document.querySelector("#price").textContent');
    await expect.poll(price, { timeout: 30_000 }).toBe('89.90 EUR');
    const protocols = await firefox.evaluate(
      `return performance.getEntries().filter((e) => e.name.startsWith('https://${SHOP}/'))
        .map((e) => e.nextHopProtocol).filter(Boolean)`,
    );
    expect(new Set(protocols as string[])).toEqual(new Set(['h2']));
    expect(TRACKERS.flatMap((name) => world.origin.requests(name))).toEqual([]);
  });

  test('opens HTTPS for itself on the page that sets a device up', async () => {
    await firefox.visit('http://eyelid.internal/welcome');
    const state = () => firefox.evaluate('return document.querySelector("#check").className');
    await expect.poll(state, { timeout: 30_000 }).toBe('check trusted');
    await firefox.evaluate('document.querySelector("#open-https").click()');
    await expect.poll(state, { timeout: 30_000 }).toBe('check open');
  });

  test('shows its own warning about a certificate that is not good', async () => {
    await expect(firefox.visit('https://expired.test/')).rejects.toThrow(/insecure certificate/);
  });

  test('asks for nothing by itself', async () => {
    const known = [
      SHOP,
      'expired.test',
      'one.example',
      'two.example',
      ...TRACKERS,
      'eyelid.internal',
    ];
    const asked = (await readLog(world.home)).map(({ host }) => String(host));
    expect(asked).toContain(SHOP);
    expect(asked.filter((host) => !known.includes(host))).toEqual([]);
  });
});
