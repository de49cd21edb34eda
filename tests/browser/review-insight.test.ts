import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import {
  expectFits,
  expectNoViolations,
  openReview,
  type Review,
  shoot,
} from '../support/review.ts';
import { householdDevices, householdEvents } from '../support/review-events.ts';

describe.skipIf(!hasChromium())('insight', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview();
  });
  afterAll(() => review?.stop());

  test('who could link what, and on to one site and one tracker', async () => {
    const { page, base, complaints } = review;
    await page.goto(`${base}/insight`);
    const links = page.locator('#links');
    await links.getByText('An e-mail address was tried on').first().waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'insight');

    await links.getByRole('link', { name: 'shop.example' }).first().click();
    await page.getByRole('heading', { name: 'shop.example', level: 1 }).waitFor();
    expect(await page.locator('main').textContent()).toMatch(
      /Meta Pixel was to be told of AddToCart, with .*hashed e-mail.*; all \d+ were stopped\./,
    );
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'insight-site');

    await page.getByRole('link', { name: 'Meta Pixel' }).first().click();
    await page.getByRole('heading', { name: 'Meta Pixel', level: 1 }).waitFor();
    await page.getByRole('heading', { name: 'What it asked for' }).waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'insight-tracker');

    await page.getByRole('link', { name: 'Its rows in the log' }).click();
    await page.waitForURL(/\/log\?tracker=Meta\+Pixel&since=\d+$/);
    expect(complaints).toEqual([]);
  });

  test('all of it leaves as JSON', async () => {
    const { page, base } = review;
    await page.goto(`${base}/insight?last=30d`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'All of this as JSON' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('insight-30d.json');
    const body = await page.evaluate(async () => (await fetch('/api/insight?last=30d')).json());
    expect(Object.keys(body).sort()).toEqual(['links', 'range', 'sites', 'trackers', 'weeks']);
    expect(body.links.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasChromium())('insight into names without an end', () => {
  const long = 'x'.repeat(60);
  const name = `${long}.${long}.${long}.example`;
  let review: Review;
  beforeAll(async () => {
    const now = Date.now();
    const known = householdDevices(now).map((device) => ({ ...device, name: long }));
    const events = householdEvents(now).map((event) => ({
      ...event,
      deviceName: long,
      page: event.page === null ? null : `${event.page.slice(0, 1)}${name}`,
      tracker: event.tracker === null ? null : `${event.tracker.slice(0, 4)}${long}${long}`,
    }));
    review = await openReview({ devices: known, events });
  });
  afterAll(() => review?.stop());

  test('they fit all the same', async () => {
    const { page, base } = review;
    const query = new URLSearchParams({ name: `s${name}` });
    for (const path of ['/', '/?last=7d', '/insight', `/insight/site?${query}`]) {
      await page.goto(`${base}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.getByText('Not found').count()).toBe(0);
      await expectFits(page);
    }
  });
});
