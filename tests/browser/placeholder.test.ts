import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { readLog } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

const SHOP = 'www.shop.test';
const FACEBOOK = 'www.facebook.com';
const INSTAGRAM = 'www.instagram.com';
const THREADS = 'www.threads.net';
const TIKTOK = 'www.tiktok.com';
const HREF = encodeURIComponent('https://www.facebook.com/acme/posts/1');
const POST = `/v19.0/plugins/post.php?href=${HREF}&show_text=true`;
const LIKE = `/plugins/like.php?href=${encodeURIComponent(`https://${SHOP}/`)}&layout=button`;

const page = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>${body}</html>`;
const frame = (url: string, width: number, height: number) =>
  `<iframe src="${url.replaceAll('&', '&amp;')}" width="${width}" height="${height}" style="border:0"></iframe>`;

/** What the pages of the shop hold, by their path. */
const PAGES: Readonly<Record<string, string>> = {
  '/': frame(`https://${FACEBOOK}${POST}`, 500, 300),
  '/sizes': [
    frame(`https://${FACEBOOK}${LIKE}`, 90, 20),
    frame(`https://${FACEBOOK}${LIKE}`, 300, 28),
    frame(`https://${FACEBOOK}${POST}`, 300, 130),
    frame(`https://${FACEBOOK}${POST}`, 550, 420),
  ].join('<hr>'),
  '/policy': frame(`https://${FACEBOOK}${POST}`, 500, 300),
  '/object': `<object data="https://${FACEBOOK}${POST.replaceAll('&', '&amp;')}" width="500" height="300"></object>`,
  '/moved': frame(`https://${FACEBOOK}/plugins/comments.php?href=x`, 500, 300),
  '/embed/instagram':
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Cx1_/"><a href="https://www.instagram.com/p/Cx1_/">A post</a></blockquote><script async src="https://www.instagram.com/embed.js"></script>',
  '/embed/threads':
    '<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/@acme/post/C1a"><a href="https://www.threads.net/@acme/post/C1a">A post</a></blockquote><script async src="https://www.threads.net/embed.js"></script>',
  '/embed/tiktok':
    '<blockquote class="tiktok-embed" data-video-id="7012345678901234567"><section>A video</section></blockquote><script async src="https://www.tiktok.com/embed.js"></script>',
};

const embedded: Site = (_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end(page('<p id="real">A post</p>'));

const SITES: Readonly<Record<string, Site>> = {
  [SHOP]: (_request, response, { target }) => {
    const policy = {
      'content-security-policy': `frame-src https://${FACEBOOK}; script-src 'none'`,
    };
    response
      .writeHead(200, { 'content-type': 'text/html', ...(target === '/policy' ? policy : {}) })
      .end(page(PAGES[target] ?? ''));
  },
  [FACEBOOK]: (_request, response, { target }) => {
    if (target.startsWith('/plugins/comments.php')) {
      response.writeHead(302, { location: '/plugins/feedback.php?href=x' }).end();
      return;
    }
    const inner = '<p id="real">The real one</p><script src="/plugins/part.js"></script>';
    if (target === '/plugins/part.js')
      response.setHeader('content-type', 'text/javascript').end('window.part = 1');
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page(inner));
  },
  [INSTAGRAM]: embedded,
  [THREADS]: embedded,
  [TIKTOK]: embedded,
};

describe.skipIf(!hasChromium())('a frame that is held back', () => {
  let world: World;
  let browser: Browser;
  let shown: Page;
  beforeAll(async () => {
    world = await openWorld({
      names: [SHOP, FACEBOOK, INSTAGRAM, THREADS, TIKTOK],
      sites: SITES,
      rules: 'shipped',
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  beforeEach(async () => {
    world.origin.forget();
    shown = await browser.context.newPage();
  });
  afterEach(async () => {
    world.eyelid.assertAlive();
    await shown.close();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const asked = () =>
    world.origin.requests(FACEBOOK).map(({ method, target }) => `${method} ${target}`);

  /** The frame of the page that was just opened. */
  async function open(path: string): Promise<Frame> {
    await shown.goto(`https://${SHOP}${path}`, { waitUntil: 'load' });
    const inner = shown.frames()[1];
    if (inner === undefined) throw new Error(`no frame on ${path}`);
    return inner;
  }

  const real = (inner: Frame) => inner.waitForSelector('#real', { timeout: 10_000 });

  test('says what it is, with a button and a link that have names', async () => {
    const inner = await open('/');
    expect(await inner.locator('html').getAttribute('lang')).toBe('en');
    expect(await inner.title()).toBe('Facebook post, held back by Eyelid');
    expect(await inner.getByRole('heading', { name: 'Facebook post' }).isVisible()).toBe(true);
    expect(
      await inner.getByText(`tells Facebook (Meta) that you are reading ${SHOP}`).isVisible(),
    ).toBe(true);
    expect(await inner.getByRole('button', { name: 'Load Facebook post' }).isVisible()).toBe(true);
    const link = inner.getByRole('link', { name: 'Open on Facebook' });
    expect(await link.getAttribute('href')).toBe('https://www.facebook.com/acme/posts/1');
    await inner.getByText('Which rule').click();
    expect(await inner.getByText('in meta.txt, line').isVisible()).toBe(true);
    expect(asked()).toEqual([]);
  });

  test('is not loaded by a script of another frame of its site', async () => {
    const inner = await open('/sizes');
    await inner.getByRole('button').click();
    await real(inner);
    const press = 'parent.frames[1].document.querySelector("button").click()';
    expect(
      await inner.evaluate(
        `(() => { try { ${press}; return 'pressed'; } catch (e) { return e.name; } })()`,
      ),
    ).toBe('SecurityError');
    expect(asked()).toEqual([`GET ${LIKE}`, 'GET /plugins/part.js']);
  });

  test('is loaded with Tab and Enter, once, and the log says so', async () => {
    const inner = await open('/');
    await shown.keyboard.press('Tab');
    expect(await inner.evaluate('document.activeElement.tagName')).toBe('BUTTON');
    expect(await inner.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe(
      'solid',
    );
    await shown.keyboard.press('Enter');
    await real(inner);
    expect(await inner.evaluate('[location.href, window.part]')).toEqual([
      `https://${FACEBOOK}${POST}`,
      1,
    ]);
    expect(asked()).toEqual([`GET ${POST}`, 'GET /plugins/part.js']);
    expect(JSON.stringify(world.origin.requests(FACEBOOK)[0]?.rawHeaders)).not.toContain('eyelid');

    const again = await open('/');
    expect(await again.getByRole('button').isVisible()).toBe(true);
    expect(asked()).toHaveLength(2);
    const rows = async () =>
      (await readLog(world.home)).filter(
        ({ host, action }) => host === FACEBOOK && action === 'allow',
      );
    await expect
      .poll(async () => (await rows()).map(({ rule }) => (rule as { text: string }).text), {
        timeout: 10_000,
      })
      .toContain('loaded after a click');
  });

  test('its site may limit its frames, and its scripts', async () => {
    const inner = await open('/policy');
    await inner.getByRole('button').click();
    await real(inner);
  });

  test('is loaded by a double click too', async () => {
    const inner = await open('/');
    await inner.getByRole('button').dblclick({ delay: 50 });
    await real(inner);
  });

  test('is loaded in an object too', async () => {
    const inner = await open('/object');
    await inner.getByRole('button').click();
    await real(inner);
  });

  test('goes where its server sends it', async () => {
    const inner = await open('/moved');
    await inner.getByRole('button').click();
    await real(inner);
    expect(asked().slice(0, 2)).toEqual([
      'GET /plugins/comments.php?href=x',
      'GET /plugins/feedback.php?href=x',
    ]);
  });

  test.each([
    ['instagram', INSTAGRAM, 'Load Instagram post', '/p/Cx1_/embed/'],
    ['threads', THREADS, 'Load Threads post', '/@acme/post/C1a/embed'],
    ['tiktok', TIKTOK, 'Load TikTok video', '/embed/v2/7012345678901234567'],
  ])(
    'a quoted post becomes a frame, and the frame the post: %s',
    async (site, host, name, target) => {
      await shown.goto(`https://${SHOP}/embed/${site}`, { waitUntil: 'load' });
      await expect.poll(() => shown.frames().length).toBe(2);
      const inner = shown.frames()[1] as Frame;
      await inner.getByRole('button', { name }).click();
      await real(inner);
      expect(world.origin.requests(host).map((one) => one.target)).toEqual([target]);
    },
  );

  test('no script of the page can press its button', async () => {
    await open('/');
    const tried = await shown.evaluate(`(async () => {
      const url = 'https://${FACEBOOK}${POST}';
      const read = async (options) => {
        try {
          const reply = await fetch(url, options);
          return await reply.text();
        } catch (error) {
          return 'refused';
        }
      };
      const text = [await read({}), await read({ credentials: 'include', headers: { Accept: 'text/html' } })];
      try {
        text.push(frames[0].document.body.innerHTML);
      } catch (error) {
        text.push('refused');
      }
      return text.join(' ');
    })()`);
    expect(tried).not.toContain('eyelid-load');
    expect(tried).toContain('refused');
    expect(asked()).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('fits, whatever its size: %s', async (colorScheme) => {
    await shown.emulateMedia({ colorScheme });
    await open('/sizes');
    const folder = process.env['EYELID_SCREENSHOTS'];
    if (folder !== undefined)
      await shown.screenshot({ path: `${folder}/placeholder-${colorScheme}.png` });
    for (const inner of shown.frames().slice(1)) {
      expect(await inner.getByRole('button', { name: /^Load Facebook / }).isVisible()).toBe(true);
      const over =
        'Math.max(document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight)';
      expect(await inner.evaluate(over)).toBe(0);
      // WCAG 2.2, 1.4.3: text and what is behind it, of the page and of the button.
      expect(Math.min(...((await inner.evaluate(CONTRASTS)) as number[]))).toBeGreaterThan(4.5);
    }
  });
});

/** The contrast of text and background where text is. */
const CONTRASTS = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll('h1, p, a, button, summary')].map((one) => {
    const { color, backgroundColor } = getComputedStyle(one);
    const behind = one.tagName === 'BUTTON' ? backgroundColor : page;
    const [dark, bright] = [light(color), light(behind)].toSorted((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  });
})()`;
