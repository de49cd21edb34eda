import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { SHOP, SHOP_SITES, TRACKERS } from '../support/shop.ts';
import { openWorld, type World } from '../support/world.ts';

describe.skipIf(!hasChromium())('a browser that can speak HTTP/2', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await openWorld({
      names: [SHOP, 'expired.test', ...TRACKERS],
      certificates: { 'expired.test': 'expired' },
      sites: SHOP_SITES,
      rules: 'shipped',
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('does, the page works, and the trackers are not reached', async () => {
    const page = await browser.context.newPage();
    await page.goto(`https://${SHOP}/`, { waitUntil: 'load' });
    await expect.poll(() => page.textContent('#price')).toBe('89.90 EUR');
    const protocols = await page.evaluate(
      `performance.getEntries().filter((e) => e.name.startsWith('https://${SHOP}/'))
        .map((e) => e.nextHopProtocol).filter(Boolean)`,
    );
    expect(new Set(protocols as string[])).toEqual(new Set(['h2']));
    expect(TRACKERS.flatMap((name) => world.origin.requests(name))).toEqual([]);
    await page.close();
  });

  test('shows its own warning about a certificate that is not good', async () => {
    const page = await browser.context.newPage();
    const reached = page.goto('https://expired.test/');
    await expect(reached).rejects.toThrow(/net::ERR_CERT_/);
    await page.close();
  });
});
