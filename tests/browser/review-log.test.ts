import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { createClient } from '../support/client.ts';
import {
  expectFits,
  expectNoViolations,
  logIn,
  openReview,
  type Review,
  shoot,
} from '../support/review.ts';

describe.skipIf(!hasChromium())('the log', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview();
  });
  afterAll(() => review?.stop());

  const ownRules = () => readFileSync(join(review.home.path, 'rules/my-rules.txt'), 'utf8');
  const address = (page: Page) => page.url().slice(review.base.length);
  const ids = (page: Page) =>
    page
      .locator('#rows > li')
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset['id'])));

  test('shows what happened in words, wide and narrow, light and dark', async () => {
    const { page, base, complaints } = review;
    await page.goto(`${base}/log?last=1h`);
    await page.locator('#live').waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'log');
    await page.goto(`${base}/log?last=1h&page=shop.example`);
    await page.locator('#live').waitFor();
    await page.locator('.conditions summary').click();
    await page.locator('.said a').first().click();
    await page.locator('.part dl').waitFor();
    const tried = page.locator('.part .detail > div', { hasText: 'Exceptions tried' });
    expect(await tried.textContent()).toMatch(/it would be blocked.*: in force/s);
    await expectNoViolations(page);
    await expectFits(page);
    await page.locator('.conditions summary').click();
    await shoot(page, 'log-row');
    expect(complaints).toEqual([]);
  });

  test('a click on a value adds it, a click on a chip takes it away', async () => {
    const { page, base } = review;
    await page.goto(`${base}/log`);
    await page.locator('.facts a', { hasText: 'on shop.example' }).first().click();
    await page.locator('.badge', { hasText: 'Blocked' }).first().click();
    await page.waitForURL(/action=/);
    expect(address(page)).toBe('/log?page=shop.example&action=block');
    await page.locator('.facts a', { hasText: 'Laptop' }).first().click();
    await page.waitForURL(/device=/);
    const rows = await page.locator('.row').allTextContents();
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter((row) => !/Blocked.*Laptop.*on shop\.example/s.test(row))).toEqual([]);
    await page.locator('.chips a', { hasText: 'site' }).click();
    await page.waitForURL((url) => !url.search.includes('page='));
    expect(address(page)).toBe('/log?device=mac%3A3c%3A22%3Afb%3A10%3A20%3A30&action=block');
    await page.getByLabel('Search').fill('tiktok');
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=tiktok/);
    // What was left empty is not in the address.
    expect(address(page)).not.toContain('=&');
    expect(await page.locator('.row').first().textContent()).toContain('TikTok');
  });

  test('dates of the form are of this browser, in the address they are moments', async () => {
    const { page, base } = review;
    await page.goto(`${base}/log`);
    await page.locator('.conditions summary').click();
    await page.getByLabel('From').fill('2026-01-02T03:04');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/since=/);
    const at = await page.evaluate(() => new Date(2026, 0, 2, 3, 4).getTime());
    expect(address(page)).toBe(`/log?since=${at}`);
    expect(await page.locator('input[name=since]').inputValue()).toBe('2026-01-02T03:04');
  });

  test('a row is allowed for a device and an hour, and that is undone, in place', async () => {
    const { page, base, complaints } = review;
    const before = ownRules();
    await page.goto(`${base}/log?action=block&page=shop.example`);
    const row = page.locator('.row').first();
    await row.locator('.said a').click();
    await row.getByText('only 192.168.1.40').click();
    await row.getByLabel('an hour').check();
    const line = row.locator('form[action="/rules/allow"] code');
    await expect.poll(() => line.textContent()).toContain('expires=');
    const shown = (await line.textContent()) ?? '';
    expect(shown).toMatch(/^@@\|\|.*\^\$domain=shop\.example,device=[\w:.]+,expires=/);
    await row.locator('.proposals').getByRole('button', { name: 'Allow' }).click();
    const answer = row.getByRole('status');
    await answer.getByRole('button', { name: 'Undo' }).waitFor();
    // The end counts from the click, so the seconds may differ.
    const withoutSeconds = (text: string) => text.replace(/:\d\dZ/, '');
    expect(withoutSeconds(ownRules())).toContain(withoutSeconds(shown));
    expect(await answer.textContent()).toContain('of my-rules.txt');
    await expectNoViolations(page);
    await answer.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => answer.textContent()).toContain('Removed');
    expect(ownRules()).toBe(before);
    expect(address(page)).toBe('/log?action=block&page=shop.example');
    expect(complaints).toEqual([]);
  });

  test('a row has a page of its own, whose lines follow the choice too', async () => {
    const { page, base, complaints } = review;
    const before = ownRules();
    await page.goto(`${base}/log?action=block&page=shop.example`);
    await page.locator('.said a').first().click();
    await page.getByRole('link', { name: 'a page of its own' }).click();
    await page.waitForURL(/\/log\/\d+$/);
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'log-event');
    await page.getByLabel('everywhere').check();
    const line = page.locator('form[action="/rules/block"] code');
    await expect.poll(() => line.textContent()).toMatch(/^\|\|[\w.-]+\^$/);
    await page.locator('.proposals').getByRole('button', { name: 'Block' }).click();
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await page.locator('.notice', { hasText: 'Removed' }).waitFor();
    expect(ownRules()).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('is read and acted on by keys alone', async () => {
    const { page, base } = review;
    const before = ownRules();
    const focused = () =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll('#rows > li')];
        return rows.findIndex((row) => row.contains(document.activeElement));
      });
    await page.goto(`${base}/log?action=block`);
    const keys = async (...pressed: readonly string[]) => {
      for (const key of pressed) await page.keyboard.press(key);
    };
    await keys('j', 'j', 'ArrowDown', 'k');
    expect(await focused()).toBe(1);
    await keys('Enter');
    await page.locator('.part dl').waitFor();
    expect(await page.locator('.said a[aria-expanded=true]').count()).toBe(1);
    await page.locator('.part .proposals button').first().focus();
    await keys('Enter');
    await page.locator('.row .answer button').waitFor();
    expect(ownRules()).not.toBe(before);
    await page.locator('.row .answer button').focus();
    await keys('Enter');
    await expect.poll(ownRules).toBe(before);
    await keys('Escape');
    expect(await page.locator('.part').count()).toBe(0);
    expect(await focused()).toBe(1);
    await keys('Enter');
    await page.getByRole('button', { name: 'Close' }).focus();
    await keys('Enter');
    expect(await page.locator('.part').count()).toBe(0);
    expect(await focused()).toBe(1);
    await keys('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
    await page.keyboard.type('j?/');
    expect(await page.getByLabel('Search').inputValue()).toBe('j?/');
    await keys('Escape', '?');
    await page.getByRole('dialog').waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await page.getByLabel('Use the keys of one character').uncheck();
    await keys('Escape', '/');
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('search');
    await page.evaluate(() => localStorage.removeItem('keys'));
  });

  test('older rows come below, and whoever comes back finds the place', async () => {
    const { page, base } = review;
    await page.goto(`${base}/log`);
    const first = await ids(page);
    expect(first).toHaveLength(50);
    for (const count of [100, 150]) {
      await page.getByRole('link', { name: 'Older' }).click();
      await expect.poll(async () => (await ids(page)).length).toBe(count);
    }
    const all = await ids(page);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    expect(new Set(all).size).toBe(150);
    const row = page.locator('#rows > li').nth(120);
    await row.scrollIntoViewIfNeeded();
    const top = () => row.evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const before = await top();
    await page.getByRole('link', { name: 'Rules', exact: true }).first().click();
    await page.waitForURL(`${base}/rules`);
    await page.goBack();
    await expect.poll(async () => (await ids(page)).length).toBeGreaterThanOrEqual(120);
    expect((await ids(page)).slice(0, 121)).toEqual(all.slice(0, 121));
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(4);
  });

  test('new rows come by themselves, wait while one reads, and say how many', async () => {
    const { page, base, eyelid, complaints } = review;
    const client = createClient({ port: eyelid.proxyPort });
    // Blocked by a rule, so it goes nowhere.
    const visit = (n: number) =>
      client.get(`http://www.facebook.com/tr/?id=123456789012345${n}&ev=PageView&dl=x`);
    await page.goto(`${base}/log?host=facebook.com`);
    await expect.poll(() => page.locator('#live-state').textContent()).toBe('Live');
    const first = (await ids(page)).length;
    await visit(1);
    await expect.poll(async () => (await ids(page)).length).toBeGreaterThan(first);
    const shown = await ids(page);
    await page.locator('.said a').nth(1).focus();
    await expect.poll(() => page.locator('#live-state').textContent()).toContain('Waiting');
    await visit(2);
    const waiting = page.getByRole('button', { name: /^\d+ new$/ });
    await waiting.waitFor();
    expect(await ids(page)).toEqual(shown);
    await expectNoViolations(page);
    await waiting.click();
    await expect.poll(async () => (await ids(page)).length).toBeGreaterThan(shown.length);
    await expect.poll(() => page.locator('#live-state').textContent()).toBe('Live');
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await page.locator('#live-state').textContent()).toBe('Paused');
    const paused = await ids(page);
    await visit(3);
    await waiting.waitFor();
    expect(await ids(page)).toEqual(paused);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(async () => (await ids(page)).length).toBeGreaterThan(paused.length);
    // Those who listen are told the last of it, not every row.
    await expect
      .poll(() => page.locator('#live-told').textContent(), { timeout: 15_000 })
      .toBe('Live');
    // Who looks on for hours finds the rows of the last while, and the way to those before.
    for (let n = 4; n < 264; n += 1) await visit(n);
    await expect.poll(async () => (await ids(page)).length, { timeout: 20_000 }).toBe(300);
    await expect.poll(() => page.locator('#live-state').textContent()).toBe('Live');
    const last = (await ids(page)).at(-1);
    expect(await page.getByRole('link', { name: 'Older' }).getAttribute('data-rows')).toBe(
      `/log/rows?host=facebook.com&before=${last}`,
    );
    client.close();
    expect(complaints).toEqual([]);
  });

  test('leaves as a file', async () => {
    const { page, base } = review;
    await page.goto(`${base}/log?action=block&page=shop.example&last=24h`);
    const rows = await ids(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'JSON lines' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('eyelid-log.jsonl');
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    const found = lines.map((line) => JSON.parse(line));
    expect(found.map(({ id }) => id).slice(0, rows.length)).toEqual(rows);
    expect(
      found.filter(({ action, page: site }) => action !== 'block' || site !== 'shop.example'),
    ).toEqual([]);
  });

  test('without scripts, all but the live parts', async () => {
    const { base, eyelid, browser } = review;
    const plain = await browser.context.browser()?.newContext({ javaScriptEnabled: false });
    const page = await plain?.newPage();
    expect(page).toBeDefined();
    if (page === undefined) return;
    const before = ownRules();
    await logIn(page, base, eyelid.code ?? '');
    await page.goto(`${base}/log`);
    await page.getByLabel('Action').selectOption('block');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    expect(address(page)).toBe('/log?action=block');
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL(/before=/);
    await page.locator('.said a').first().click();
    await page.waitForURL(/\/log\/\d+$/);
    await page.getByLabel('15 minutes').check();
    await page.getByLabel('everywhere').check();
    await page.getByRole('button', { name: 'Show the lines' }).click();
    await page.waitForURL(/for=15m/);
    const line = await page.locator('form[action="/rules/block"] code').textContent();
    expect(line).toMatch(/^\|\|[\w.-]+\^\$expires=/);
    await page.locator('.proposals').getByRole('button', { name: 'Block' }).click();
    const notice = page.locator('.notice');
    expect(await notice.textContent()).toMatch(/Blocked .* everywhere until/);
    await notice.getByRole('button', { name: 'Undo' }).click();
    expect(await page.locator('.notice').textContent()).toContain('Removed');
    expect(ownRules()).toBe(before);
    await plain?.close();
  });
});
