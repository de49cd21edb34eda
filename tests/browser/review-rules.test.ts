import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import {
  expectFits,
  expectNoViolations,
  openReview,
  type Review,
  shoot,
} from '../support/review.ts';

const MINE = `! Our own.
||ads.news.example^
||gone.example^$expires=2026-01-01
@@||shop.example^
`;

/** Looked at as a whole: axe, the width of a phone, a picture. */
async function look({ page, complaints }: Review, name: string): Promise<void> {
  await expectNoViolations(page);
  await expectFits(page);
  await shoot(page, name);
  expect(complaints).toEqual([]);
}

const text = (review: Review, selector: string) =>
  review.page.locator(selector).first().textContent();

describe.skipIf(!hasChromium())('the rules, in a browser', () => {
  let review: Review;
  const go = (path: string) => review.page.goto(`${review.base}${path}`);
  const file = () => join(review.home.path, 'rules/my-rules.txt');
  const onDisk = () => readFileSync(file(), 'utf8');
  const press = (name: string) => review.page.getByRole('button', { name, exact: true }).click();
  /** Writes as an editor outside does, and waits until the program has seen it. */
  const write = async (content: string, sign: string) => {
    writeFileSync(file(), content);
    const shown = async () => {
      await go('/rules');
      return review.page.content();
    };
    await expect.poll(shown, { timeout: 20_000 }).toContain(sign);
  };
  beforeAll(async () => {
    review = await openReview();
  });
  afterAll(() => review?.stop());

  test('a glance at all files, and how often each rule applied', async () => {
    await write(MINE, '1 ended');
    expect(await text(review, '#list-meta-defuse-yaml')).toContain('switched off');
    await look(review, 'rules');
    await review.page.getByRole('link', { name: 'How often each rule applied' }).click();
    await review.page.getByRole('heading', { name: 'Never applied in that time' }).waitFor();
    await look(review, 'rule-hits');
  });

  test('a file at a line, and what is wrong there', async () => {
    await go('/rules/file/my-rules.txt?line=3#L3');
    expect(await text(review, '#L3')).toContain('Warning: it ended with "expires=2026-01-01"');
    await look(review, 'rule-file');
    await press('Take out 1 line that ended');
    await review.page.getByText('Took out what is over').waitFor();
    expect(onDisk()).not.toContain('gone.example');
    await press('Undo');
    await review.page.getByText('Restored my-rules.txt').waitFor();
    expect(onDisk()).toBe(MINE);
  });

  test('a typed line is told right or wrong; a step leads to it', async () => {
    const { page } = review;
    await go('/rules/file/my-rules.txt/edit');
    const area = page.locator('#text');
    await area.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('||www.facebook.com^$imgae\n');
    const wrong = page.locator('#findings .is-error');
    await wrong.waitFor();
    expect(await wrong.textContent()).toContain('unknown option "imgae", did you mean "image"?');
    await look(review, 'rule-editor');
    // A button of the list puts the cursor there, and what is typed replaces the line.
    await wrong.getByRole('button').press('Enter');
    await page.keyboard.type('@@||www.facebook.com^');
    await wrong.waitFor({ state: 'detached' });
    expect(await area.inputValue()).toBe(`${MINE}@@||www.facebook.com^\n`);
    expect(onDisk()).toBe(MINE);
  });

  test('what it would have changed is told before it is saved, then undone from the notice', async () => {
    const { page } = review;
    await press('What would this have changed?');
    await page.getByRole('heading', { name: 'In the last 7 days' }).waitFor();
    const told = (await text(review, '#preview')) ?? '';
    expect(told).toMatch(/\d+ exchanges of [\d,]+ would have been different\./);
    expect(told).toContain('@@||www.facebook.com^');
    await look(review, 'rule-preview');
    await press('Save');
    await page.getByText('Saved my-rules.txt. It is in force.').waitFor();
    expect(onDisk()).toBe(`${MINE}@@||www.facebook.com^\n`);
    await press('Undo');
    await page.getByText('Restored my-rules.txt. It is in force.').waitFor();
    expect(onDisk()).toBe(MINE);
  });

  test('an edit from outside is shown beside one’s own, and an earlier text comes back', async () => {
    const { page } = review;
    await go('/rules/file/my-rules.txt/edit');
    writeFileSync(file(), `${MINE}||theirs.example^\n`);
    await page.locator('#text').fill(`${MINE}||mine.example^\n`);
    await press('Save');
    await page.getByRole('heading', { name: 'my-rules.txt was changed meanwhile' }).waitFor();
    expect(onDisk()).toContain('theirs');
    // The browser says of a 409 what it says of any: that is no complaint of the page.
    await expectNoViolations(page);
    await expectFits(page);
    await shoot(page, 'rule-conflict');
    await press('Keep theirs');
    await page.getByText('Left my-rules.txt as it is.').waitFor();
    await page.locator('#history a').first().click();
    await page.getByText('Written here and not saved').waitFor();
    await look(review, 'rule-earlier');
    await press('Restore it');
    await page.getByText('Restored my-rules.txt.').waitFor();
    expect(onDisk()).toBe(`${MINE}||mine.example^\n`);
  });

  test('who leaves with something unsaved is asked', async () => {
    const { page } = review;
    await go('/rules/file/my-rules.txt/edit');
    await page.locator('#text').focus();
    await page.keyboard.type('! unsaved\n');
    const asked = new Promise<string>((done) => {
      page.once('dialog', (dialog) => {
        done(dialog.type());
        void dialog.accept();
      });
    });
    await go('/rules');
    expect(await asked).toBe('beforeunload');
  });

  test('signatures are edited alike, with a word on what comes with Eyelid', async () => {
    await go('/rules/file/meta.yaml/edit');
    await review.page.getByText('This file comes with Eyelid').waitFor();
    await review.page.locator('#findings p').waitFor();
    await look(review, 'rule-shipped');
  });
});

describe.skipIf(!hasChromium())('the rules, without scripts', () => {
  let review: Review;
  beforeAll(async () => {
    review = await openReview({ javaScript: false, rules: { 'my-rules.txt': MINE } });
  });
  afterAll(() => review?.stop());

  test('are checked, previewed, and saved once more where lines are wrong', async () => {
    const { page, base, home } = review;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page.goto(`${base}/rules/file/my-rules.txt/edit`);
    await page.locator('#text').fill('||a.example^$imgae\n');
    await press('Check');
    await page.getByText('did you mean "image"?').waitFor();
    await press('What would this have changed?');
    await page.getByRole('heading', { name: 'In the last 7 days' }).waitFor();
    await press('Save');
    await page.getByText('Not saved yet: 1 line would not be in force').waitFor();
    await press('Save anyway');
    await page.getByText('Saved my-rules.txt. It is in force.').waitFor();
    const saved = readFileSync(join(home.path, 'rules/my-rules.txt'), 'utf8');
    expect(saved).toBe('||a.example^$imgae\n');
  });
});
