import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { REPOSITORY } from '../support/home.ts';
import { type StubPage, stubPage } from '../support/stub-page.ts';
import { META_AND_GOOGLE } from '../support/stub-pages-large.ts';
import { ADS, ANALYTICS, DEFUSERS } from '../support/stub-pages-others.ts';
import { OTHER_PIXELS } from '../support/stub-pages-pixels.ts';
import { openWorld, type World } from '../support/world.ts';

const PAGES = [...META_AND_GOOGLE, ...OTHER_PIXELS, ...ANALYTICS, ...ADS, ...DEFUSERS];
/** Pages with a mistake in what waits. */
const FAIL = `() => { throw new Error('of the page'); }`;
const FAILING: readonly StubPage[] = [
  {
    stub: 'googletagservices_gpt.js',
    before: `window.googletag = { cmd: [${FAIL}, note('before')] };`,
    after: `googletag.cmd.push(${FAIL}); googletag.cmd.push(note('after'));`,
    notes: ['before', 'after'],
  },
  {
    stub: 'prebid.js',
    before: `window.pbjs = { que: [${FAIL}, note('before')] };`,
    after: `pbjs.que.push(${FAIL}); pbjs.que.push(note('after'));`,
    notes: ['before', 'after'],
  },
  {
    stub: 'google-analytics_ga.js',
    before: `window._gaq = [${FAIL}, note('before')];`,
    after: `_gaq.push(${FAIL}); _gaq.push(note('after'));`,
    notes: ['before', 'after'],
  },
];

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
          const isFailing = target.startsWith('/failing/');
          const pages = isFailing ? FAILING : PAGES;
          const page = pages.find(({ stub }) => target.endsWith(`/${stub}`));
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

  test.each(FAILING)(
    '$stub: a mistake of the page is told, and stops nothing else',
    async (one) => {
      const page = await browser.context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`https://${SHOP}/failing/${one.stub}`, { waitUntil: 'load' });
      await expect.poll(() => notesOn(page), { timeout: 10_000 }).toEqual(one.notes.toSorted());
      await expect.poll(() => errors, { timeout: 10_000 }).toEqual(['of the page', 'of the page']);
      await page.close();
    },
  );
});

/** Read from the page's own document, for some stand-ins take `eval` from it. */
async function notesOn(page: Page): Promise<readonly string[]> {
  const text = await page.getAttribute('html', 'data-notes');
  return (JSON.parse(text ?? '[]') as string[]).toSorted();
}
