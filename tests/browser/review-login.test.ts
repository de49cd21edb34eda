import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import {
  expectFits,
  expectNoViolations,
  logIn,
  openReview,
  type Review,
  shoot,
} from '../support/review.ts';

describe.skipIf(!hasChromium())('logging in', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ logIn: false });
  });
  afterAll(() => review?.stop());

  test('a wrong code is refused in words, the right one opens the page', async () => {
    const { page, base, eyelid, complaints } = review;
    await page.goto(`${base}/log?action=block`);
    expect(page.url()).toBe(`${base}/login?next=${encodeURIComponent('/log?action=block')}`);
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'login');
    await page.keyboard.type('AAAA-BBBB-CCCC');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await expectNoViolations(page);
    await page.locator('input[name=secret]').fill(eyelid.code ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${base}/log?action=block`);
    expect(complaints).toEqual([]);
  });

  test('without scripts it is the same', async () => {
    const plain = await review.browser.context.browser()?.newContext({ javaScriptEnabled: false });
    const other = await plain?.newPage();
    expect(other).toBeDefined();
    if (other === undefined) return;
    await logIn(other, review.base, review.eyelid.code ?? '');
    await other.goto(`${review.base}/devices`);
    expect(await other.locator('main').textContent()).toContain('Living room TV');
    await plain?.close();
  });

  test('what is looked for on every page would be found', async () => {
    const { page } = review;
    await page.evaluate(() => {
      document.documentElement.removeAttribute('lang');
      document.body.append(document.createElement('button'));
    });
    await expect(expectNoViolations(page)).rejects.toThrow('button-name');
  });
});
