import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { REPOSITORY } from '../support/home.ts';
import { stubPage } from '../support/stub-page.ts';
import { META_AND_GOOGLE } from '../support/stub-pages-large.ts';
import { ADS, ANALYTICS, DEFUSERS } from '../support/stub-pages-others.ts';
import { OTHER_PIXELS } from '../support/stub-pages-pixels.ts';
import { openWorld, type World } from '../support/world.ts';

const PAGES = [...META_AND_GOOGLE, ...OTHER_PIXELS, ...ANALYTICS, ...ADS, ...DEFUSERS];
const SHOP = 'shop.test';
/** Whoever a stand-in could tell something. */
const OTHERS = [
  ...['tracker.test', 'www.facebook.com', 'www.instagram.com', 'www.threads.com'],
  ...['www.tiktok.com', 'x.com'],
];

const FILTERS = [
  ...PAGES.map(({ stub }) => `||tracker.test/${stub}$script,stub=${stub}`),
  '||facebook.com/*/plugins/$subdocument',
  '||instagram.com/p/*/embed/$subdocument',
  '||threads.com^$subdocument',
  '||tiktok.com/embed/$subdocument',
].join('\n');

describe.skipIf(!hasChromium())('pages live with the stand-ins of rules/stubs/', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await openWorld({
      names: [SHOP, ...OTHERS],
      sites: {
        [SHOP]: (_request, response, { target }) => {
          const page = PAGES.find(({ stub }) => target === `/${stub}`);
          response
            .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
            .end(page === undefined ? '' : stubPage(page));
        },
      },
      rules: { 'filters.txt': FILTERS },
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('there is a page for each of them', () => {
    const files = readdirSync(join(REPOSITORY, 'rules/stubs'));
    expect(PAGES.map(({ stub }) => stub).toSorted()).toEqual(files.toSorted());
  });

  test.each(PAGES)('$stub', async ({ stub, notes }) => {
    const page = await browser.context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (said) => said.type() === 'error' && errors.push(said.text()));
    const answer = page.waitForResponse(`https://tracker.test/${stub}`);
    await page.goto(`https://${SHOP}/${stub}`, { waitUntil: 'load' });
    expect((await answer).headers()['x-eyelid']).toMatch(/^filters\.txt:\d+$/);
    await expect.poll(() => notesOn(page), { timeout: 10_000 }).toEqual(notes.toSorted());
    expect(errors).toEqual([]);
    expect(OTHERS.flatMap((name) => world.origin.requests(name))).toEqual([]);
    await page.close();
  });
});

/** Read from the page's own document, for some stand-ins take `eval` from it. */
async function notesOn(page: Page): Promise<readonly string[]> {
  const text = await page.getAttribute('html', 'data-notes');
  return (JSON.parse(text ?? '[]') as string[]).toSorted();
}
