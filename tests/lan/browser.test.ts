import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { LAN, lanMissing } from '../support/lan.ts';
import { openLanBrowser } from '../support/lan-browser.ts';
import { eventually, type LanWorld, openLanWorld } from '../support/lan-world.ts';

const missing = lanMissing() ?? (hasChromium() ? null : 'Chromium');
if (missing !== null) console.warn(`skipped: a browser on a network needs ${missing}`);

describe.skipIf(missing !== null)('a browser that knows of no proxy', () => {
  let lan: LanWorld;

  beforeAll(async () => {
    lan = await openLanWorld('gateway', { rules: { 'test.txt': '||tracker.test^\n' } });
    await lan.netUp();
    await lan.startEyelid();
  });
  afterAll(() => lan?.close());

  /** Opens the shop, whose page asks for a script of a tracker. */
  async function shop(place: 'phone' | 'tv', trusted: string, family: 'v4' | 'v6') {
    const at = (address: string) => (family === 'v6' ? `[${address}]` : address);
    const { context, close } = await openLanBrowser({
      namespace: lan.namespace(place),
      trusted,
      hosts: { 'site.test': at(LAN.site[family]), 'tracker.test': at(LAN.tracker[family]) },
    });
    onTestFinished(close);
    const page = await context.newPage();
    await page.goto('https://site.test/shop', { waitUntil: 'load' });
    return page.title();
  }

  const asked = (host: string) => lan.seen.filter((one) => one.host === host);

  it('without Eyelid is tracked', async () => {
    await lan.netDown();
    expect(await shop('tv', lan.serverCertificate, 'v4')).toBe('shop, tracked');
    expect(asked('tracker.test')).toHaveLength(1);
    await lan.netUp();
    (lan.seen as unknown[]).splice(0);
  });

  it.each(['v4', 'v6'] as const)('and trusts us is not, over IP%s', async (family) => {
    const words = ['--cacert', lan.ca];
    // The first connection from an IPv6 address is that of a device nobody knows yet.
    await eventually('the phone to be known', async () => {
      const { status } = await lan.curl('phone', 'https://site.test/', LAN.site[family], ...words);
      return status === 0;
    });
    expect(await shop('phone', readFileSync(lan.ca, 'utf8'), family)).toBe('shop');
    expect(asked('site.test').length).toBeGreaterThan(0);
    expect(asked('tracker.test')).toEqual([]);
  });

  it.each(['v4', 'v6'] as const)(
    'and does not trust us sees the real certificate and no tracker, over IP%s',
    async (family) => {
      expect(await shop('tv', lan.serverCertificate, family)).toBe('shop');
      expect(asked('tracker.test')).toEqual([]);
    },
  );
});
