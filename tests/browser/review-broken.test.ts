import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BROKEN_RULES,
  BROKEN_SHOP,
  BROKEN_SITES,
  CHAT_HOST,
  COUNTER,
  MENU_HOST,
} from '../support/broken-shop.ts';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { expectFits, expectNoViolations, logIn, shoot } from '../support/review.ts';
import { openWorld, type World } from '../support/world.ts';

const NAMES = [BROKEN_SHOP, MENU_HOST, CHAT_HOST, COUNTER];
const PATIENCE = { timeout: 10_000 };

describe.skipIf(!hasChromium())('a shop whose menu hangs on a blocked script', () => {
  let world: World;
  let browser: Browser;
  let status: Page;
  let base: string;
  beforeAll(async () => {
    world = await openWorld({
      names: NAMES,
      sites: BROKEN_SITES,
      rules: { 'too-much.txt': BROKEN_RULES },
      config: { devices: [{ match: '127.0.0.1', level: 'full', name: 'Laptop' }] },
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
    status = browser.context.pages()[0] ?? (await browser.context.newPage());
    base = world.eyelid.pageUrl.replace(/\/$/, '');
    await logIn(status, base, world.eyelid.code ?? '');
  });
  beforeEach(() => world.home.write('rules/my-rules.txt', ''));
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const personal = () => readFileSync(join(world.home.path, 'rules/my-rules.txt'), 'utf8');
  const said = () => status.locator('#broken .culprits .said');
  const first = () => said().first().textContent();

  /** The shop in a window of its own, as it is after loading. */
  async function visit(): Promise<{ readonly menu: string; readonly chat: string }> {
    const shop = await browser.context.newPage();
    await shop.goto(`https://${BROKEN_SHOP}/`, { waitUntil: 'load' });
    const [menu, chat] = await Promise.all([
      shop.locator('#menu').textContent(),
      shop.locator('#chat').textContent(),
    ]);
    await shop.close();
    return { menu: menu ?? '', chat: chat ?? '' };
  }

  /** A file that was written by hand is read within a second. */
  async function startBroken(): Promise<void> {
    await expect.poll(visit, PATIENCE).toEqual({ menu: '', chat: '' });
  }

  test('is found, tried by one click, works, and is kept', async () => {
    await startBroken();
    await status.goto(`${base}/broken`);
    await expect
      .poll(() => said().allTextContents(), PATIENCE)
      .toEqual(expect.arrayContaining([expect.stringContaining(`from ${MENU_HOST} was blocked`)]));
    expect(await status.locator('select[name=device]').inputValue()).toBe('ip:127.0.0.1');
    // The pixel is there too, but not before the eyes.
    const pixel = said().filter({ hasText: `A picture from ${COUNTER}` });
    expect([await pixel.count(), await pixel.isVisible()]).toEqual([1, false]);
    await expectNoViolations(status);
    await expectFits(status);
    await shoot(status, 'broken');
    // What is folded away is looked at too.
    for (const summary of await status.locator('#broken summary').all()) {
      if (await summary.isVisible()) await summary.click();
    }
    await status.getByText('The button adds this line').first().waitFor();
    await expectNoViolations(status);
    await expectFits(status);
    await shoot(status, 'broken-more');

    await status
      .getByRole('button', { name: `Try: let this through for 15 minutes: ${MENU_HOST}` })
      .click();
    await status.getByRole('heading', { name: 'Being tried' }).waitFor();
    expect(await visit()).toEqual({ menu: 'Round Square', chat: '' });
    // Without anybody doing anything, the page tells that it was of use.
    await status.getByText('Let through 1 time so far.').waitFor(PATIENCE);
    await expectNoViolations(status);
    await expectFits(status);
    await shoot(status, 'broken-trial');

    await status.getByRole('button', { name: 'It works now: keep' }).click();
    await status.getByText('Kept as line').waitFor();
    expect(personal()).toContain(
      `@@||${MENU_HOST}/v3/menu.js^$domain=${BROKEN_SHOP},device=127.0.0.1\n`,
    );
    expect(personal()).not.toContain('expires=');
    expect(await visit()).toEqual({ menu: 'Round Square', chat: '' });
    expect(await first()).toContain(CHAT_HOST);
  });

  test('with the keyboard alone: tried, no change, undone, and the next one comes first', async () => {
    await startBroken();
    await status.goto(`${base}/broken`);
    await expect.poll(() => said().count(), PATIENCE).toBeGreaterThan(1);
    const culprit = (await first())?.includes(CHAT_HOST) === true ? CHAT_HOST : MENU_HOST;
    await tabTo(`Try: let this through for 15 minutes: ${culprit}/`);
    await Promise.all([status.waitForEvent('framenavigated'), status.keyboard.press('Enter')]);
    await status.getByRole('heading', { name: 'Being tried' }).waitFor();
    const opened = await visit();
    expect(culprit === CHAT_HOST ? opened.chat : opened.menu).not.toBe('');
    await tabTo('No change: undo');
    await Promise.all([status.waitForEvent('framenavigated'), status.keyboard.press('Space')]);
    await status.getByText('The trial is over').waitFor();
    expect(personal()).not.toContain('@@');
    expect(await visit()).toEqual({ menu: '', chat: '' });
    await expect.poll(first, PATIENCE).toContain(culprit === CHAT_HOST ? MENU_HOST : CHAT_HOST);
    await status.getByText('You tried it just now, and it changed nothing.').first().waitFor();
  });

  test('a page that is open shows by itself what happens, but not under the hands of who uses it', async () => {
    await startBroken();
    await status.goto(`${base}/broken`);
    await expect.poll(() => said().count(), PATIENCE).toBeGreaterThan(1);
    const before = await status.locator('#broken').innerHTML();
    await status.locator('#broken summary').first().focus();
    await visit();
    await status.getByText('Not renewed while you use it.').waitFor(PATIENCE);
    expect(await status.locator('#broken').innerHTML()).toBe(before);
    await status.evaluate(() => (document.activeElement as HTMLElement).blur());
    await expect.poll(() => status.locator('#broken').innerHTML(), PATIENCE).not.toBe(before);
  });

  test('a device of which nothing was changed is told so; all of it without scripts too', async () => {
    const quiet = world.clientOf({ ca: world.eyelid.ca, from: '127.0.0.9' });
    await quiet.get(`https://${BROKEN_SHOP}/`).catch(() => null);
    await startBroken();
    const plain = await browser.context.browser()?.newContext({ javaScriptEnabled: false });
    const page = await plain?.newPage();
    if (page === undefined) throw new Error('there is no second window');
    await logIn(page, base, world.eyelid.code ?? '');
    await page.goto(`${base}/broken?device=ip:127.0.0.9`);
    await page.getByText('No request of 127.0.0.9 was changed or blocked').waitFor();
    await shoot(page, 'broken-nothing');
    await page.getByLabel('Device').selectOption({ label: 'Laptop (this one)' });
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('button', { name: `15 minutes: ${MENU_HOST}` }).click();
    expect((await visit()).menu).toBe('Round Square');
    await page.getByRole('button', { name: 'No change: undo' }).click();
    expect((await visit()).menu).toBe('');
    await plain?.close();
  });

  /** Presses Tab until the focus is on a control whose name begins so. */
  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 200; presses += 1) {
      await status.keyboard.press('Tab');
      const focused = await status.evaluate(() => {
        const { activeElement: at } = document;
        return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
      });
      if (focused.startsWith(name)) return;
    }
    throw new Error(`no control whose name begins with "${name}" takes the focus`);
  }
});
