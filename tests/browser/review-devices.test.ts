import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { command } from '../support/home.ts';
import {
  expectFits,
  expectNoViolations,
  openReview,
  type Review,
  shoot,
} from '../support/review.ts';

/** Looks at the page as it stands: what axe finds, whether it fits, and how it looks. */
async function inspect({ page }: Review, name: string): Promise<void> {
  await expectNoViolations(page);
  await expectFits(page);
  await shoot(page, name);
}

describe.skipIf(!hasChromium())('devices, onboarding and settings', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ config: { groups: { kids: ['Tablet'] } } });
  });
  afterAll(async () => {
    await review?.stop();
  });

  test('the devices are listed, each leads to its own page with a history', async () => {
    const { page, base } = review;
    await page.goto(`${base}/devices`);
    expect(await page.locator('.devices > li').count()).toBeGreaterThan(3);
    await inspect(review, 'devices');
    await page.getByRole('link', { name: 'Laptop' }).click();
    await page.getByRole('heading', { name: 'How it is filtered' }).waitFor();
    await page.locator('#history svg.bars-chart').waitFor();
    await inspect(review, 'device');
  });

  test('a device is renamed, paused and resumed by the keyboard alone', async () => {
    const { page, base } = review;
    await page.goto(`${base}/devices`);
    await page.locator('.devices h2 a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Kitchen <b>tablet</b>');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Saved Kitchen' }).waitFor();
    const pause = page.getByRole('button', { name: /^Pause Kitchen .* 10 min$/ });
    await pause.focus();
    await page.keyboard.press('Enter');
    await page.getByText('paused until').first().waitFor();
    await page.getByRole('button', { name: /^End the pause of Kitchen/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The rules are in force again').waitFor();
  });

  test('a device is forgotten after a question', async () => {
    const { page, base } = review;
    await page.goto(`${base}/devices`);
    const before = await page.locator('.devices > li').count();
    await page.locator('.devices h2 a').last().click();
    await page.getByRole('link', { name: /^Forget/ }).click();
    await inspect(review, 'device-forget');
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByRole('status').filter({ hasText: 'Forgot' }).waitFor();
    expect(await page.locator('.devices > li').count()).toBe(before - 1);
  });

  test('a device is added by a code to scan', async () => {
    const { page, base } = review;
    await page.goto(`${base}/devices/add`);
    const code = page.getByRole('img', { name: /^QR code of http:/ });
    await code.waitFor();
    await inspect(review, 'add-device');
    const label = (await code.getAttribute('aria-label')) ?? '';
    expect(label).toMatch(/\/welcome$/);
  });

  test('a setting is changed in force at once, and undone', async () => {
    const { page, base, home } = review;
    await page.goto(`${base}/settings`);
    await inspect(review, 'settings');
    await page
      .getByRole('combobox', { name: 'What is done with the verdicts' })
      .selectOption('observe');
    await page.getByRole('button', { name: 'Save: What is done with the verdicts' }).click();
    const told = page.getByRole('status').filter({ hasText: 'Changed mode' });
    await told.waitFor();
    await page.goto(`${base}/devices`);
    await page.getByText('only observed').first().waitFor();
    expect((await command(home, 'settings', 'mode')).stdout).toMatch(/mode +observe +chosen/);
    await page.goto(`${base}/settings`);
    await page.getByRole('spinbutton', { name: 'Days that a login lasts' }).fill('20');
    await page.getByRole('button', { name: 'Save: Days that a login lasts' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Changed status.sessionDays from 20 to 30').waitFor();
  });

  test('a shorter log is asked about first', async () => {
    const { page, base } = review;
    await page.goto(`${base}/settings`);
    await page.getByRole('spinbutton', { name: 'Days that the log goes back' }).fill('7');
    await page.getByRole('button', { name: 'Save: Days that the log goes back' }).click();
    await page.getByRole('heading', { name: 'Delete a part of the log?' }).waitFor();
    expect(await page.locator('.hint').textContent()).toMatch(/\d+ days of the log would go/);
    await inspect(review, 'settings-loss');
    await page.getByRole('link', { name: 'Keep them' }).click();
    expect(
      await page.getByRole('spinbutton', { name: 'Days that the log goes back' }).inputValue(),
    ).toBe('30');
  });

  test('what the policy forbids was never asked for', () => {
    expect(review.complaints).toEqual([]);
  });
});

describe.skipIf(!hasChromium())('who is not logged in', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ logIn: false, config: { status: { guest: true } } });
  });
  afterAll(async () => {
    await review?.stop();
  });

  test.each([
    ['apple-phone', 'Certificate Trust Settings'],
    ['android', 'CA certificate'],
    ['windows', 'certutil -user -addstore'],
    ['mac', 'Always Trust'],
    ['linux', 'update-ca-certificates'],
    ['firefox', 'Trust this CA to identify websites'],
    ['chromeos', 'Import'],
    ['other', 'stays at level hostname'],
  ])('is told the steps of %s', async (platform, words) => {
    const { page, base } = review;
    await page.goto(`${base}/welcome?for=${platform}`);
    await page.getByText(words).first().waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    if (platform === 'apple-phone') await shoot(page, 'welcome');
    if (platform === 'linux') await shoot(page, 'welcome-linux');
  });

  test('sees nothing of the household', async () => {
    const { page, base } = review;
    await page.goto(`${base}/`);
    expect(new URL(page.url()).pathname).toBe('/mine');
    // The browser is on the machine that runs Eyelid, which may stand for others.
    await page.getByText('the machine that runs Eyelid').waitFor();
    await inspect(review, 'mine');
    await page.goto(`${base}/devices`);
    expect(new URL(page.url()).pathname).toBe('/login');
    // The trust check asks an address that only answers where connections are steered here.
    const others = review.complaints.filter((text) => !text.includes('ERR_TUNNEL_CONNECTION'));
    expect(others).toEqual([]);
  });
});
