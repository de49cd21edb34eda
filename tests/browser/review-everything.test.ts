import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { FIRST_DEVICE } from '../support/hostile.ts';
import { expectFits, expectNoViolations, openReview, type Review } from '../support/review.ts';
import { addressOf, isStream, statusRoutes } from '../support/status-routes.ts';

const NAMES = { device: FIRST_DEVICE, row: '40', file: 'meta.txt' };
/** What a page needs to be told to have something to show. */
const QUERIES: Readonly<Record<string, string>> = {
  '/insight/tracker': '?name=Meta%20Pixel',
  '/insight/site': '?name=shop.example',
  '/broken': `?device=${encodeURIComponent(FIRST_DEVICE)}`,
};

const routes = statusRoutes('GET').filter(
  (route) =>
    !isStream(route) &&
    !/^\/(?:api\/|ca\.|next\.)|\/(?:export|part|rows)$|\.(?:pac|dat|css|js|svg|ico)$/.test(
      route.path,
    ) &&
    !['/metrics', '/healthz', '/trust', '/login', '/rules/file/:name/past/:id'].includes(
      route.path,
    ),
);

describe.skipIf(!hasChromium())('every page that the router knows', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ config: { status: { guest: true } } });
  });
  afterAll(() => review?.stop());

  test.each(routes)('$path can be read by all, on a phone too', async (route) => {
    const { page, base, complaints } = review;
    const address = addressOf(route, NAMES) + (QUERIES[route.path] ?? '');
    const answer = await page.goto(base + address);
    expect([address, answer?.status()]).toEqual([address, 200]);
    expect(await page.locator('h1').count()).toBe(1);
    await expectNoViolations(page);
    await expectFits(page);
    const size = ((await answer?.body()) ?? Buffer.alloc(0)).length;
    expect(size, 'bytes of the page').toBeLessThan(200_000);
    expect(complaints).toEqual([]);
  });

  test('there are as many as people are promised', () => {
    expect(routes.length).toBeGreaterThan(15);
  });
});
