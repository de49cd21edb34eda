import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

const FILTERS = `! rules of these tests
||cdn.test/pixel.$domain=shop.test
||shop.test/page^$replace=/tracking is on/tracking is off/
||shop.test/strict^$csp=script-src 'none'
||hits.test^$header=x-beacon
`;

const sheet = (name: string) => `<link rel="stylesheet" href="https://cdn.test/${name}.css">`;
const HTML: Readonly<Record<string, string>> = {
  '/styled': `<!doctype html>${sheet('site')}<p id="p">styled</p>`,
  '/page': '<!doctype html><p id="p">grüße: tracking is on</p>',
  '/strict': '<!doctype html><p id="p">quiet</p><script>p.textContent = "loud"</script>',
  '/hits': '<!doctype html><p id="p"></p><img id="i" src="https://hits.test/a.png">',
};

const shop: Site = (_request, response, { target }) => {
  const body = gzipSync(HTML[target] ?? '<!doctype html>');
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' })
    .end(body);
};

const STYLES: Readonly<Record<string, string>> = {
  '/site.css': '@import "more.css"; p { background: url(pixel.gif) }',
  '/more.css': 'p { border-image: url(pixel.png) 1 } p::after { content: url(good.gif) }',
};

const cdn: Site = (_request, response, { target }) => {
  const style = STYLES[target];
  const type = style === undefined ? 'image/gif' : 'text/css';
  response.writeHead(200, { 'content-type': type }).end(style ?? 'GIF89a');
};

const hits: Site = (_request, response) =>
  response
    .writeHead(200, { 'content-type': 'image/png', 'x-beacon': '1', 'set-cookie': 'id=7' })
    .end('png');

describe.skipIf(!hasChromium())('a browser gets', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await openWorld({
      names: ['shop.test', 'cdn.test', 'hits.test'],
      sites: { 'shop.test': shop, 'cdn.test': cdn, 'hits.test': hits },
      rules: { 'filters.txt': FILTERS },
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  beforeEach(() => world.origin.forget());
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  async function visit(path: string): Promise<Page> {
    const page = await browser.context.newPage();
    await page.goto(`https://shop.test${path}`, { waitUntil: 'load' });
    return page;
  }

  test('nothing that a rule for the page blocks, where its stylesheets ask for it', async () => {
    const page = await visit('/styled');
    const asked = () => world.origin.requests('cdn.test').map(({ target }) => target);
    await expect.poll(asked, { timeout: 10_000 }).toContain('/good.gif');
    expect(asked().toSorted()).toEqual(['/good.gif', '/more.css', '/site.css']);
    await page.close();
  });

  test('a page whose text is rewritten, letters of other languages whole', async () => {
    const page = await visit('/page');
    expect(await page.textContent('#p')).toBe('grüße: tracking is off');
    await page.close();
  });

  test('a policy that a rule adds, and heeds it', async () => {
    const page = await visit('/strict');
    expect(await page.textContent('#p')).toBe('quiet');
    await page.close();
  });

  test('an empty picture for what a header gives away, and no cookie', async () => {
    const page = await visit('/hits');
    expect(world.origin.requests('hits.test')).toHaveLength(1);
    expect(await page.evaluate('document.querySelector("#i").naturalWidth')).toBe(1);
    expect(await browser.context.cookies('https://hits.test/')).toEqual([]);
    await page.close();
  });
});
