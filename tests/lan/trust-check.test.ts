import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { LAN, lanMissing } from '../support/lan.ts';
import { openLanBrowser } from '../support/lan-browser.ts';
import { type LanWorld, openLanWorld } from '../support/lan-world.ts';

const missing = lanMissing();
if (missing !== null) console.warn(`skipped: a network to test on needs ${missing}`);

describe.skipIf(missing !== null)('the trust check of a device that is steered', () => {
  let lan: LanWorld;
  beforeAll(async () => {
    lan = await openLanWorld('gateway', { rules: { 'test.txt': '||tracker.test^\n' } });
    await lan.netUp();
    await lan.startEyelid();
  });
  afterAll(() => lan?.close());

  // The box is the gateway, and the TV a device of which nobody said anything.
  const page = `http://${LAN.router.v4}:8081/welcome`;
  const check = async (scheme: string, ...words: readonly string[]) => {
    const url = `${scheme}://192.0.2.1/trust`;
    const { status, stdout } = await lan.run('tv', 'curl', '-s', '-m', '8', ...words, url);
    return status === 0 ? JSON.parse(stdout) : status;
  };

  it('is answered at an address of nobody, with a certificate for that address', async () => {
    expect(await check('http')).toEqual({ trusted: false, viaProxy: true, closed: null });
    expect(await check('https', '--cacert', lan.ca)).toEqual({
      trusted: true,
      viaProxy: true,
      closed: null,
    });
    // Who does not trust us learns just that.
    expect(await check('https', '--cacert', lan.serverCa)).toBe(60);
  });

  it('is all that this address answers', async () => {
    const ask = ['-s', '-m', '8', '-o', '/dev/null', '-w', '%{http_code}'];
    const { stdout } = await lan.run('tv', 'curl', ...ask, 'http://192.0.2.1/welcome');
    expect(stdout).toBe('421');
  });

  describe.skipIf(!hasChromium())('in a browser', () => {
    async function visit(trusted: string): Promise<Page> {
      const { context, close } = await openLanBrowser({
        namespace: lan.namespace('tv'),
        trusted,
        hosts: { 'site.test': LAN.site.v4, 'tracker.test': LAN.tracker.v4 },
      });
      onTestFinished(close);
      const opened = await context.newPage();
      await opened.goto(page);
      return opened;
    }
    const logged = async () =>
      (await lan.log()).filter(({ host }) => host === 'site.test').map(({ kind }) => kind);

    it('that does not trust us, says that the device is steered', async () => {
      const opened = await visit(lan.serverCertificate);
      await opened.locator('#check.untrusted').waitFor();
      expect(await opened.locator('#open-https').isDisabled()).toBe(true);
      await opened.goto('https://site.test/shop');
      expect(await logged()).not.toContain('https');
    });

    it('that trusts us, opens HTTPS for it', async () => {
      const opened = await visit(readFileSync(lan.ca, 'utf8'));
      await opened.locator('#check.trusted').waitFor();
      await opened.locator('#open-https').click();
      await opened.locator('#check.open').waitFor();
      await opened.goto('https://site.test/shop');
      await expect.poll(logged, { timeout: 10_000 }).toContain('https');
    });

    it('says when nothing is steered', async () => {
      await lan.netDown();
      const opened = await visit(readFileSync(lan.ca, 'utf8'));
      await opened.locator('#check.outside').waitFor({ timeout: 30_000 });
    });
  });
});
