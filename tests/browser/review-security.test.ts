import http from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../support/chromium.ts';
import { FIRST_DEVICE, HOSTILE_RULES, hostileDevices, hostileEvents } from '../support/hostile.ts';
import { openReview, type Review } from '../support/review.ts';
import { addressOf, isStream, statusRoutes } from '../support/status-routes.ts';

/** Whether anything ran, and what a probe would have made of the page. */
function looked(page: Page) {
  return page.evaluate(() => ({
    ran: 'ran' in window,
    foreign: document.querySelectorAll('iframe, object, embed, img[onerror], svg[onload], base')
      .length,
    inline: [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some(({ name }) => name.startsWith('on')),
    ).length,
    // Links and forms lead somewhere here, or to a page that a person chose to read.
    leads: [...document.querySelectorAll('[href], [action]')]
      .map((element) => element.getAttribute('href') ?? element.getAttribute('action') ?? '')
      .filter((address) => /^\s*(?:javascript|data|vbscript):/i.test(address)),
  }));
}

const HARMLESS = { ran: false, foreign: 0, inline: 0, leads: [] };

describe.skipIf(!hasChromium())('pages that show what strangers wrote', () => {
  let review: Review;
  beforeAll(async () => {
    const now = Date.now();
    review = await openReview({
      events: hostileEvents(now),
      devices: hostileDevices(now),
      rules: HOSTILE_RULES,
      config: { status: { guest: true } },
    });
    review.page.on('dialog', (dialog) => {
      void dialog.dismiss();
      throw new Error(`a page opened a dialog: ${dialog.message()}`);
    });
  });
  afterAll(() => review?.stop());

  const places = statusRoutes('GET').filter(
    (route) => !isStream(route) && !/^\/(?:ca|next)\.|\/export$|\.pac$|^\/wpad/.test(route.path),
  );
  const more = [
    '/log?action=block&text=%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E',
    '/log?host=%22%3E%3Csvg+onload%3Dwindow.ran%3D1%3E&tracker=%27+onfocus%3D%27window.ran%3D1',
    `/broken?device=${encodeURIComponent(FIRST_DEVICE)}`,
    '/rules?host=%22%3E%3Cimg+src%3Dx+onerror%3Dwindow.ran%3D1%3E&path=%3Cscript%3Ewindow.ran=1%3C/script%3E',
    '/insight/tracker?name=%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E',
    '/insight/site?name=%3Cimg+src%3Dx+onerror%3Dwindow.ran%3D1%3E.example',
    '/rules/file/my-rules.txt?line=3',
    '/rules/file/meta.txt/edit',
    '/rules/file/bad.yaml',
    '/login?next=%2F%22%3E%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E',
    '/%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E',
  ];

  test('run none of it, on no page', async () => {
    const { page, base } = review;
    const addresses = places.map((route) =>
      addressOf(route, { device: FIRST_DEVICE, row: '3', file: 'my-rules.txt' }),
    );
    let shown = 0;
    for (const address of [...addresses, ...more]) {
      const answer = await page.goto(base + address);
      expect([address, (answer?.status() ?? 0) < 500]).toEqual([address, true]);
      expect([address, await looked(page)]).toEqual([address, HARMLESS]);
      // Scripts of the page may set a style; what is served has none.
      const isPage = answer?.headers()['content-type']?.startsWith('text/html') === true;
      const served = isPage ? ((await answer?.text()) ?? '') : '';
      const tags = served.replace(/"[^"]*"/g, '""');
      expect([address, /<[a-z][^<>]*\s(?:style|on\w+)=/.exec(tags)?.[0]]).toEqual([
        ...[address, undefined],
      ]);
      if ((await page.content()).includes('window.ran')) shown += 1;
    }
    // The probes were there to be read, or nothing was tested.
    expect(shown).toBeGreaterThan(15);
    // That a page is not there, or wants to be asked otherwise, is no refusal of the policy.
    expect(review.complaints.filter((text) => !text.includes('Failed to load resource'))).toEqual(
      [],
    );
  });

  test('rows that are opened in place, and those that come while one looks, run none either', async () => {
    const { page, base } = review;
    await page.goto(`${base}/log`);
    const ids = await page.evaluate(() =>
      [...document.querySelectorAll('[data-id]')].map((row) => row.getAttribute('data-id') ?? ''),
    );
    expect(ids.length).toBeGreaterThan(10);
    for (const id of ids.slice(0, 10)) {
      await page.goto(`${base}/log/${id}`);
      expect([id, await looked(page)]).toEqual([id, HARMLESS]);
    }
    await page.goto(`${base}/log`);
    for (const row of (await page.locator('[data-id] a, [data-id] summary').all()).slice(0, 5)) {
      if (await row.isVisible()) await row.click();
      await page.waitForLoadState('networkidle');
      expect(await looked(page)).toEqual(HARMLESS);
      if (!page.url().startsWith(`${base}/log`)) await page.goto(`${base}/log`);
    }
  });

  test('neither does what comes in while one looks at the log', async () => {
    const { page, base, eyelid } = review;
    await page.goto(`${base}/log`);
    await page.waitForLoadState('load');
    for (const probe of ['<img src=x onerror=window.ran=1>', '"><script>window.ran=1</script>']) {
      const path = `http://tracker.test/${probe.replaceAll(' ', '/')}?${probe.replaceAll(' ', '+')}`;
      await new Promise((resolve, reject) => {
        const headers = { host: 'tracker.test', referer: `http://shop.test/${probe}` };
        const asked = http.get({ port: eyelid.proxyPort, path, headers }, (answer) => {
          answer.resume().on('end', resolve);
        });
        asked.on('error', reject);
      });
    }
    const row = page.locator('[data-id]').filter({ hasText: 'tracker.test' });
    await row.first().waitFor({ state: 'attached', timeout: 30_000 });
    expect(await looked(page)).toEqual(HARMLESS);
  });

  test('a script that somebody managed to write into a page would not run', async () => {
    const { page, base } = review;
    await page.goto(`${base}/`);
    const refused = page.waitForEvent('console', (message) =>
      /Content Security Policy/.test(message.text()),
    );
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran=1';
      document.body.append(script);
    });
    await refused;
    expect(await looked(page)).toEqual(HARMLESS);
  });

  test('another site can neither frame the page nor send a form to it', async () => {
    const { browser, base } = review;
    const stranger = await browser.context.newPage();
    await stranger.route('http://evil.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${base}/"></iframe>
          <form method="post" action="${base}/pauses"><input name="target" value="all"><input name="for" value="1h"></form>
          <form id="plain" method="post" enctype="text/plain" action="${base}/api/pauses"><input name='{"target":"all","for":"1h","x":"' value='"}'></form>`,
      }),
    );
    await stranger.goto('http://evil.example/');
    const frame = stranger.frames().find((one) => one !== stranger.mainFrame());
    expect(await frame?.evaluate(() => document.body.textContent ?? '')).not.toContain('Eyelid');
    for (const form of ['form', '#plain']) {
      await stranger.goto('http://evil.example/');
      await Promise.all([
        stranger.waitForNavigation(),
        stranger.evaluate(
          (which) => (document.querySelector(which) as HTMLFormElement).submit(),
          form,
        ),
      ]);
    }
    await stranger.goto('http://evil.example/');
    const answer = await stranger.evaluate(
      (address) =>
        fetch(address, {
          method: 'POST',
          credentials: 'include',
          headers: { 'Content-Type': 'application/json' },
          body: '{"target":"all","for":"1h"}',
        }).then(
          () => 'answered',
          () => 'refused',
        ),
      `${base}/api/pauses`,
    );
    expect(answer).toBe('refused');
    await stranger.close();
    await review.page.goto(`${base}/api/pauses`);
    expect(JSON.parse((await review.page.locator('body').textContent()) ?? '').pauses).toEqual([]);
  });
});
