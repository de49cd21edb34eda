import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/proxy/fingerprint.ts';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { type HelloServer, startHelloServer } from '../support/hellos.ts';
import { openWorld, type World } from '../support/world.ts';

describe.skipIf(!hasChromium())('a browser has one fingerprint', () => {
  let server: HelloServer;
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    server = await startHelloServer('one.test', 'two.test');
    const here = `127.0.0.1:${server.port}`;
    world = await openWorld({
      names: [],
      // The server sees the ClientHellos of the browser itself, through a tunnel.
      hosts: async () => ({ 'one.test:443': here, 'two.test:443': here }),
      config: {
        tls: { doNotIntercept: [{ host: '.test', reason: 'the server is to see who asks' }] },
      },
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: server.certificate });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
    server?.close();
  });

  test('for pages, scripts, WebSockets, resumed sessions and names of all kinds', async () => {
    const page = await browser.context.newPage();
    await page.goto('https://one.test/', { waitUntil: 'load' });
    await page.evaluate(`Promise.all([
      fetch('/again'), fetch('/credentials', { credentials: 'omit' }),
      new Promise((resolve) => {
        new WebSocket('wss://one.test/socket').onerror = resolve;
      }),
    ])`);
    await page.goto('https://one.test/resumed', { waitUntil: 'load' });
    await page.goto('https://two.test/', { waitUntil: 'load' });
    const names = new Set(server.hellos.map(({ sni }) => sni));
    expect(names).toEqual(new Set(['one.test', 'two.test']));
    expect(server.hellos.some(({ alpn }) => !alpn.includes('h2'))).toBe(true);
    expect(server.hellos.some(({ extensions }) => extensions.includes(41))).toBe(true);
    expect(new Set(server.hellos.map(fingerprint)).size).toBe(1);
  });
});
