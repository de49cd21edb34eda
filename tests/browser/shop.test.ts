import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { readLog } from '../support/home.ts';
import { HASHED_EMAIL, SHOP, SHOP_SITES, TRACKERS } from '../support/shop.ts';
import { openWorld, type World } from '../support/world.ts';

const LOADER = '/en_US/fbevents.js';

const BLOCKED_ON_SHOP = {
  page: SHOP,
  observed: false,
  rule: { list: expect.stringMatching(/^meta\./), line: expect.any(Number) },
};

interface Visit {
  readonly page: Page;
  readonly errors: readonly string[];
}

describe.skipIf(!hasChromium())('a browser visits a shop', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await openWorld({ names: [SHOP, ...TRACKERS], sites: SHOP_SITES, rules: 'shipped' });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function visit(path: string): Promise<Visit> {
    const page = await browser.context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`https://${SHOP}${path}`, { waitUntil: 'load' });
    return { page, errors };
  }

  /** What the shop itself does: a photo, a script and a fetch. */
  async function expectShopWorks({ page, errors }: Visit): Promise<void> {
    await expect.poll(() => page.textContent('#price')).toBe('89.90 EUR');
    expect(await page.evaluate('document.querySelector("#photo").naturalWidth')).toBe(120);
    expect(await page.evaluate('typeof window.fbq')).toBe('function');
    expect(await page.evaluate('window.shopErrors')).toEqual([]);
    expect(errors).toEqual([]);
  }

  const reached = () => TRACKERS.flatMap((name) => world.origin.requests(name));
  const eventsOfTrackers = async () =>
    (await readLog(world.home)).filter(
      ({ host, action }) => TRACKERS.includes(String(host)) && action !== 'allow',
    );

  test('the pixel and the Like frame reach nobody, and the shop works', async () => {
    world.origin.forget();
    const shown = await visit('/');
    await expectShopWorks(shown);
    expect(reached()).toEqual([]);
    await expect.poll(async () => (await eventsOfTrackers()).length, { timeout: 10_000 }).toBe(2);
    const rows = await eventsOfTrackers();
    expect(rows.map(({ host, path }) => `${host}${path}`).toSorted()).toEqual([
      `connect.facebook.net${LOADER}`,
      'www.facebook.com/v19.0/plugins/like.php?href&layout',
    ]);
    for (const row of rows) expect(row).toMatchObject(BLOCKED_ON_SHOP);
    await shown.page.close();
  });

  test('a loader on the shop’s own name sends nothing to the tracker either', async () => {
    world.origin.forget();
    const shown = await visit('/own-loader');
    await expectShopWorks(shown);
    const hits = () => shown.page.evaluate('window.hits.toSorted()');
    await expect
      .poll(hits, { timeout: 10_000 })
      .toEqual(['beacon true', 'form loaded', 'image loaded']);
    // One event for each of the three ways, and no second try by another way.
    const hitEvents = async () =>
      (await eventsOfTrackers()).filter(({ path }) => String(path).startsWith('/tr/'));
    await expect.poll(async () => (await hitEvents()).length, { timeout: 10_000 }).toBe(3);
    const rows = await hitEvents();
    expect(rows.map(({ method }) => method).toSorted()).toEqual(['GET', 'POST', 'POST']);
    for (const row of rows) {
      expect(row).toMatchObject(BLOCKED_ON_SHOP);
      expect(JSON.stringify(row)).not.toContain(HASHED_EMAIL);
    }
    expect(reached()).toEqual([]);
    await shown.page.close();
  });

  test('a visit with a click id arrives without it', async () => {
    world.origin.forget();
    const { page } = await visit('/?colour=red&fbclid=IwAR0abc_def&size=2');
    expect(world.origin.requests(SHOP)[0]?.target).toBe('/?colour=red&size=2');
    await page.close();
  });

  test('one click on allow lets the next one through', async () => {
    const status = await browser.context.newPage();
    await logIn(status);
    await status.goto(new URL('/log?host=connect.facebook.net', world.eyelid.pageUrl).href);
    await status
      .getByRole('button', { name: /^Allow connect\.facebook\.net/ })
      .first()
      .click();
    await status
      .getByText(/Allowed connect\.facebook\.net/)
      .first()
      .waitFor();
    world.origin.forget();
    await expect
      .poll(
        async () => {
          const { page } = await visit('/');
          await page.close();
          return world.origin.requests('connect.facebook.net', LOADER).length;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    // What the loader then sends is another matter, and still blocked.
    expect(world.origin.requests('www.facebook.com')).toEqual([]);
    await status.close();
  });

  test('the log page shows what was blocked', async () => {
    const status = await browser.context.newPage();
    const errors: string[] = [];
    status.on('pageerror', (error) => errors.push(error.message));
    await logIn(status);
    await status.goto(new URL('/log', world.eyelid.pageUrl).href);
    const text = await status.textContent('main');
    for (const part of ['www.facebook.com/tr/', 'plugins/like.php', LOADER, SHOP]) {
      expect(text).toContain(part);
    }
    expect(errors).toEqual([]);
    await status.close();
  });

  test('without rules all of it reaches the tracker', async () => {
    // The control: what the tests above do not find is there to be found.
    const open = await openWorld({ names: [SHOP, ...TRACKERS], sites: SHOP_SITES });
    const other = await openBrowser({ proxyPort: open.eyelid.proxyPort, ca: open.eyelid.ca });
    try {
      const page = await other.context.newPage();
      await page.goto(`https://${SHOP}/?fbclid=1`, { waitUntil: 'load' });
      const hits = () =>
        open.origin
          .requests('www.facebook.com', '/tr/')
          .map(({ method, target, body }) => `${method} ${/rqm=(\w+)/.exec(target + body)?.[1]}`)
          .toSorted();
      await expect
        .poll(hits, { timeout: 10_000 })
        .toEqual(['GET GET', 'POST formPOST', expect.stringMatching(/^POST /)]);
      expect(open.origin.requests('www.facebook.com', '/v19.0/plugins/')).toHaveLength(1);
      expect(open.origin.requests('connect.facebook.net', LOADER)).toHaveLength(1);
      expect(open.origin.requests(SHOP)[0]?.target).toBe('/?fbclid=1');
      const bodies = open.origin
        .requests('www.facebook.com')
        .map(({ target, body }) => target + body);
      expect(bodies.join()).toContain(HASHED_EMAIL);
      open.eyelid.assertAlive();
    } finally {
      await other.close();
      await open.close();
    }
  });

  /** With the code that `start` printed; a session that is still good is kept. */
  async function logIn(page: Page): Promise<void> {
    await page.goto(new URL('/login', world.eyelid.pageUrl).href);
    if (!page.url().includes('/login')) return;
    await page.fill('input[name=secret]', world.eyelid.code ?? '');
    await Promise.all([
      page.waitForURL((url) => url.pathname === '/'),
      page.click('button.primary'),
    ]);
  }
});
