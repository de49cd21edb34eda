import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { listen } from '../support/origin.ts';
import {
  expectFits,
  expectNoViolations,
  openReview,
  type Review,
  shoot,
} from '../support/review.ts';

describe.skipIf(!hasChromium())('what programs and phones are told', () => {
  let review: Review;
  let phone: Server;
  const heard: string[] = [];
  beforeAll(async () => {
    phone = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => heard.push(text));
      request.on('end', () => response.end());
    });
    const url = `http://127.0.0.1:${await listen(phone)}/a-long-topic`;
    review = await openReview({ config: { notify: { ntfy: [{ url }] } } });
  });
  afterAll(async () => {
    await review?.stop();
    phone?.close();
  });

  test('a token is made by keyboard, opens the API, and opens nothing once it is removed', async () => {
    const { page, base, complaints } = review;
    await page.goto(`${base}/settings`);
    await page.getByRole('link', { name: 'Tokens of the API' }).click();
    await expectNoViolations(page);
    await page.getByLabel('What it is for').focus();
    await page.keyboard.type('Dashboard in the kitchen');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const token = (await page.locator('.notice code').textContent()) ?? '';
    expect(token).toMatch(/^eyelid_[\w-]{43}$/);
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'tokens');
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${base}/api/overview`, { headers })).status;
    };
    expect(await ask()).toBe(200);
    await page.goto(`${base}/settings/tokens`);
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Remove Dashboard in the kitchen' }).press('Enter');
    await page.getByText('opens nothing any more').waitFor();
    expect(await ask()).toBe(401);
    expect(complaints).toEqual([]);
  });

  test('a test of the notifications arrives, and the page says so', async () => {
    const { page, base, complaints } = review;
    await page.goto(`${base}/settings`);
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page.getByRole('button', { name: 'Send a test' }).press('Enter');
    await page.getByText('The test was taken everywhere').waitFor();
    expect(heard).toContain('This is a test of the notifications of Eyelid.');
    // The topic is what keeps others from reading along.
    expect(await page.content()).not.toContain('a-long-topic');
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'notifications');
    expect(complaints).toEqual([]);
  });
});
