import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import {
  expectFits,
  expectNoViolations,
  openReview,
  type Review,
  shoot,
  shootForReadme,
} from '../support/review.ts';

describe.skipIf(!hasChromium())('the overview', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview();
  });
  afterAll(() => review?.stop());

  test('a day and a week at a glance, each number a way to its rows', async () => {
    const { page, base, complaints } = review;
    await page.goto(`${base}/`);
    for (const question of ['Is it working?', 'Who tracked us?', 'Is something broken?']) {
      await page.getByRole('heading', { name: question }).waitFor();
    }
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'overview');
    await shootForReadme(page);
    await page.getByRole('link', { name: 'Last 7 days' }).click();
    await page.waitForURL(`${base}/?last=7d`);
    await page.getByText('The numbers').click();
    await expectNoViolations(page);
    await expectFits(page);
    await page.getByText('The numbers').click();
    await shoot(page, 'overview-week');
    await page.getByRole('link', { name: 'Blocked' }).first().click();
    await page.waitForURL(/\/log\?action=block&since=\d+$/);
    expect(complaints).toEqual([]);
  });

  test('on a phone the menu opens with the keyboard alone', async () => {
    const { page, base } = review;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${base}/`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Insight', exact: true }).waitFor();
    await expectNoViolations(page);
    for (let more = 0; more < 4; more++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${base}/insight`);
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  test('numbers and times are written as the browser writes them', async () => {
    const { page, base } = review;
    await page.goto(`${base}/`);
    const texts = await page.evaluate(() => {
      const time = document.querySelector<HTMLTimeElement>('.axis time');
      const data = document.querySelector<HTMLDataElement>('.tiles data');
      return {
        time: time?.textContent,
        hour: new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).format(
          new Date(time?.dateTime ?? 0),
        ),
        number: data?.textContent,
        value: new Intl.NumberFormat().format(Number(data?.value)),
      };
    });
    expect(texts.time).toBe(texts.hour);
    expect(texts.number).toBe(texts.value);
  });
});

describe.skipIf(!hasChromium())('the overview without scripts', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ javaScript: false });
  });
  afterAll(() => review?.stop());

  test('says the same, and the menu opens', async () => {
    const { page, base, complaints } = review;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${base}/?last=7d`);
    const words = (await page.locator('main').textContent()) ?? '';
    for (const part of [
      'Is it working?',
      'books.example tried to tell',
      'passed through unopened',
    ]) {
      expect(words).toContain(part);
    }
    await page.locator('summary', { hasText: 'Menu' }).click();
    await page.getByRole('link', { name: 'Insight', exact: true }).click();
    await page.getByRole('heading', { name: 'Who could link what' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(!hasChromium())('a fresh install', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ events: [], devices: [] });
  });
  afterAll(() => review?.stop());

  test('says what to do next', async () => {
    const { page, base, complaints } = review;
    await page.goto(`${base}/`);
    await page.getByRole('heading', { name: 'What to do next' }).waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'overview-fresh');
    expect(complaints).toEqual([]);
  });
});
