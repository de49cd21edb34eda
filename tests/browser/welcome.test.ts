import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestAuthority } from '../support/authority.ts';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { command } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

/** The state that the check shows once it has looked. */
async function shown(page: Page, state: string): Promise<string> {
  await page.locator(`#check.${state}`).waitFor({ timeout: 30_000 });
  return (await page.locator('#check p:visible').allInnerTexts()).join(' ');
}

const button = (page: Page) => page.getByRole('button', { name: 'Open HTTPS for this browser' });

describe.skipIf(!hasChromium())('the page that sets a device up', () => {
  let world: World;
  const opened: Browser[] = [];
  beforeAll(async () => {
    // The browser is a new device: nobody said anything about it.
    world = await openWorld({ names: ['shop.test'], config: { devices: [] } });
  });
  afterAll(async () => {
    for (const browser of opened) await browser.close();
    await world?.close();
  });

  async function visit(address: string, how: Parameters<typeof openBrowser>[0]): Promise<Page> {
    const browser = await openBrowser(how);
    opened.push(browser);
    const page = await browser.context.newPage();
    await page.goto(address);
    return page;
  }
  const through = () => ({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  const strangers = createTestAuthority().certificatePem;

  test('knows a device that does not go through Eyelid', async () => {
    // A proxy that nobody runs: what is asked of it goes nowhere.
    const page = await visit(`${world.eyelid.pageUrl}welcome`, { ...through(), proxyPort: 1 });
    expect(await shown(page, 'outside')).toContain('does not go through Eyelid yet');
    expect(await button(page).isDisabled()).toBe(true);
  });

  test('knows one that does, by a browser that does not trust the certificate', async () => {
    const page = await visit('http://eyelid.internal/welcome', { ...through(), ca: strangers });
    expect(await shown(page, 'untrusted')).toContain('does not trust its certificate yet');
    expect(await button(page).isDisabled()).toBe(true);
    // It is filtered by name, and has lost nothing.
    expect((await command(world.home, 'devices')).stdout).toContain('hostname (default)');
  });

  test('opens HTTPS for a browser that does, from any of its addresses', async () => {
    for (const address of ['http://eyelid.internal/', world.eyelid.pageUrl]) {
      const page = await visit(`${address}welcome`, through());
      expect(await shown(page, 'trusted')).toContain('this browser trusts its certificate');
      await button(page).click();
      expect(await shown(page, 'open')).toContain('HTTPS is open for this browser.');
      expect(await button(page).isHidden()).toBe(true);
      expect(page.url()).toBe(`${address}welcome`);
    }
  });

  test('says so where a person has chosen otherwise, or a pause is in force', async () => {
    const page = await visit('http://eyelid.internal/welcome', through());
    await shown(page, 'trusted');
    expect((await command(world.home, 'devices', 'pause', 'all', '--for', '10m')).status).toBe(0);
    const line = await command(world.home, 'devices', 'pauses');
    expect(line.stdout).toMatch(/^all\t/);
    // The program follows within a second; each press asks it anew.
    await expect
      .poll(
        async () => {
          await page.reload();
          await shown(page, 'trusted');
          await button(page).click();
          await page.locator('#check:not(.trusted)').waitFor();
          return page.locator('#check').getAttribute('class');
        },
        { timeout: 30_000 },
      )
      .toBe('check paused');
  });
});
