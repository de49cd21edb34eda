import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import type { Site } from '../support/origin.ts';
import { expectFits, expectNoViolations, logIn, shoot } from '../support/review.ts';
import { openWorld, type World } from '../support/world.ts';

const LISTS = 'lists.test';
const LINES = Array.from({ length: 1_200 }, (_, at) => `||tracker${at + 4}.example^`);
const LIST = `! Title: A list of trackers\n||wrong.example^$imgae\nshop.example##.ad\n${LINES.join('\n')}\n`;

const site: Site = (request, response) => {
  const isThere = request.url === '/trackers.txt';
  response.writeHead(isThere ? 200 : 404, { 'content-type': 'text/plain' });
  response.end(isThere ? LIST : 'no such list');
};

describe.skipIf(!hasChromium())('the lists, in a browser', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await openWorld({
      names: [LISTS],
      sites: { [LISTS]: site },
      rules: { 'my-rules.txt': '! none\n' },
    });
    const { proxyPort, ca } = world.eyelid;
    browser = await openBrowser({ proxyPort, ca });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('one is added by its address, read at a line, removed, and had back', async () => {
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const base = world.eyelid.pageUrl.replace(/\/$/, '');
    await logIn(page, base, world.eyelid.code ?? '');
    await page.goto(`${base}/lists`);
    await page.locator('input[name=source][type=url]').fill(`https://${LISTS}/trackers.txt`);
    await page.locator('form.add').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('1,200 rules').waitFor();
    const wrong = page.getByRole('link', { name: '1 line not in force' });
    await wrong.waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'lists');
    await wrong.click();
    await page.getByText('unknown option "imgae"').waitFor();
    await expectNoViolations(page);
    await page.getByRole('link', { name: /^line 2 of / }).click();
    await page.locator('#L2.asked').waitFor();
    expect(await page.locator('ol.rule-lines > li').count()).toBe(500);
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Next' }).click();
    await page.locator('#L501').waitFor();
    await expectNoViolations(page);
    await expectFits(page);
    await page.goto(`${base}/lists`);
    await page.getByRole('button', { name: 'Remove A list of trackers' }).click();
    await page.getByText('Removed trackers').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Added trackers').waitFor();
    await page.getByText('1,200 rules').waitFor();
  });
});
