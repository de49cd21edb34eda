import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

const SHOP = 'www.shop.test';
/** A shop that says what its pages may load. */
const STRICT = 'www.strict.test';
/** One whose pages have elements of the SDK, and no script for it. */
const ELEMENTARY = 'www.elements.test';
/** One for which the real SDK cannot be had. */
const UNLUCKY = 'www.unlucky.test';
const SDK = 'connect.facebook.net';
const FACEBOOK = 'www.facebook.com';

/**
 * As components for React write it: the state says when the SDK is there, and
 * the button is dead until then. Our own words for what they do.
 */
const PAGE = (policy: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>A shop</title>${policy}</head><body>
<div id="root"></div><div class="fb-like" data-href="https://${SHOP}/tea"></div>
<script nonce="n1">
  let state = { isReady: false, status: '?' };
  const set = (more) => { state = { ...state, ...more }; render(); };
  function render() {
    const button = document.createElement('button');
    button.disabled = !state.isReady;
    button.textContent = 'Log in: ' + state.status;
    button.onclick = () => sdk.login(({ status }) => set({ status }), { scope: 'email' });
    document.getElementById('root').replaceChildren(button);
  }
  let sdk = null;
  let readies = 0;
  window.fbAsyncInit = () => {
    readies += 1;
    FB.init({ appId: '123', cookie: true, xfbml: true, version: 'v19.0' });
    FB.Event.subscribe('auth.statusChange', ({ status }) => { document.title = status; });
    // Kept, as a component keeps it.
    sdk = window.FB;
    FB.getLoginStatus(({ status }) => set({ isReady: true, status }));
    if (location.search === '?pushy') {
      FB.login(({ status }) => { document.title = 'pushed: ' + status; });
    }
  };
  render();
  const script = document.createElement('script');
  script.id = 'facebook-jssdk';
  script.nonce = 'n1';
  script.crossOrigin = 'anonymous';
  script.src = 'https://${SDK}/en_US/sdk.js';
  document.head.append(script);
</script></body></html>`;

/**
 * What the vendor documents of the SDK. It does nothing where there is an FB
 * already, and is there in two steps: what comes first has no calls yet.
 */
const REAL = `if (!window.FB) {
  window.FB = { __buffer: {} };
  const rest = document.createElement('script');
  rest.src = 'https://${SDK}/en_US/bundle/sdk.js/?_ver=1';
  rest.nonce = document.currentScript.nonce;
  document.head.append(rest);
}`;

const REST = `{
  const listeners = [];
  window.FB = {
    init: (options) => { FB.options = options; },
    Event: { subscribe: (name, listener) => listeners.push(listener) },
    getLoginStatus: (callback) => callback({ status: 'connected' }),
    login: (callback, how) => {
      window.real = [FB.options.appId, how.scope, navigator.userActivation.isActive];
      const reply = { status: 'connected', authResponse: { userID: '7', accessToken: 'T' } };
      for (const listener of listeners) listener(reply);
      fetch('https://${FACEBOOK}/x/oauth/status?client_id=123', { credentials: 'include' })
        .then((answer) => answer.text())
        .then((text) => { window.told = text; callback(reply); });
    },
    getUserID: () => '7',
    api: (path, callback) => callback({ name: 'Somebody', path }),
  };
  if (window.fbAsyncInit && !window.fbAsyncInit.hasRun) {
    window.fbAsyncInit.hasRun = true;
    window.fbAsyncInit();
  }
}`;

/** What the stand-in makes of elements, and a button that shares. */
const ELEMENTS = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title></head>
<body><div id="here"><fb:login-button scope="email" onlogin="checkLogin()"></fb:login-button></div>
<div id="later"></div>
<button id="share" onclick="FB.ui({ method: 'share', href: 'https://${SHOP}/tea' }, ({ error_code }) => { document.title = error_code; })">Share</button>
<script>
  window.late = 0;
  addEventListener('DOMContentLoaded', () => { window.fbAsyncInit = () => { window.late += 1; }; });
  const checkLogin = () => FB.getLoginStatus(({ status }) => { document.title = status; });
</script>
<script src="https://${SDK}/en_US/sdk.js#xfbml=1&version=v19.0&appId=123"></script>
</body></html>`;

const POLICY =
  `<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-n1' https://${SDK}; ` +
  `frame-src https://${FACEBOOK}">`;

const SITES: Readonly<Record<string, Site>> = {
  [SHOP]: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE(''));
  },
  [ELEMENTARY]: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(ELEMENTS);
  },
  [UNLUCKY]: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE(''));
  },
  [STRICT]: (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE(POLICY));
  },
  [SDK]: ({ headers }, response, { target }) => {
    if (headers.referer === `https://${UNLUCKY}/`) {
      response.writeHead(503).end();
      return;
    }
    const cors = { 'access-control-allow-origin': '*' };
    response
      .writeHead(200, { 'content-type': 'text/javascript', ...cors })
      .end(target.includes('/bundle/') ? REST : REAL);
  },
  [FACEBOOK]: ({ headers }, response) => {
    const cors = {
      'access-control-allow-origin': headers.origin ?? '',
      'access-control-allow-credentials': 'true',
    };
    response.writeHead(200, { 'content-type': 'text/plain', ...cors }).end('real');
  },
};

describe.skipIf(!hasChromium())('a page with a button of Facebook Login', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  let errors: string[] = [];
  beforeAll(async () => {
    world = await openWorld({
      names: [SHOP, STRICT, ELEMENTARY, UNLUCKY, SDK, FACEBOOK],
      sites: SITES,
      rules: 'shipped',
    });
  });
  beforeEach(async () => {
    world.origin.forget();
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
    page = await browser.context.newPage();
    errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (said) => said.type() === 'error' && errors.push(said.text()));
  });
  afterEach(async () => {
    world.eyelid.assertAlive();
    await browser?.close();
  });
  afterAll(() => world?.close());

  const reached = (name: string) => world.origin.requests(name).map(({ target }) => target);
  const button = () => page.locator('#root button');

  test.each([SHOP, STRICT])('%s: it comes to life, and Facebook is not asked', async (shop) => {
    await page.goto(`https://${shop}/`, { waitUntil: 'load' });
    await expect.poll(() => button().textContent()).toBe('Log in: unknown');
    expect(await button().isEnabled()).toBe(true);
    expect(await page.evaluate('readies')).toBe(1);
    // Its Like button is a placeholder in a frame.
    const inner = page.frames().find((frame) => frame.url().includes('/plugins/like.php'));
    await expect.poll(() => inner?.getByRole('button').count()).toBe(1);
    expect([...reached(SDK), ...reached(FACEBOOK)]).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('what the page does without a click loads nothing', async () => {
    await page.goto(`https://${SHOP}/?pushy`, { waitUntil: 'load' });
    await expect.poll(() => page.title()).toBe('pushed: unknown');
    expect([...reached(SDK), ...reached(FACEBOOK)]).toEqual([]);
    expect(errors).toEqual([]);
  });

  test.each([SHOP, STRICT])('%s: a click loads the real SDK, which logs in', async (shop) => {
    await page.goto(`https://${shop}/`, { waitUntil: 'load' });
    await expect.poll(() => button().textContent()).toBe('Log in: unknown');
    expect(reached(SDK)).toEqual([]);
    await button().click();
    await expect.poll(() => button().textContent(), { timeout: 10_000 }).toBe('Log in: connected');
    // Once, and without what let it through.
    expect(reached(SDK)).toEqual(['/en_US/sdk.js', '/en_US/bundle/sdk.js/?_ver=1']);
    expect(reached(FACEBOOK)).toEqual(['/x/oauth/status?client_id=123']);
    expect(await page.evaluate('[real, told, readies, document.title]')).toEqual([
      ...[['123', 'email', true], 'real', 1, 'connected'],
    ]);
    // What the page kept goes on to the real one.
    expect(await page.evaluate('[sdk === window.FB, sdk.getUserID()]')).toEqual([false, '7']);
    expect(await page.evaluate('new Promise((done) => sdk.api("/me", done))')).toEqual({
      ...{ name: 'Somebody', path: '/me' },
    });
    expect(errors).toEqual([]);

    // For a while the site has the real one at once, on this device.
    const other = await browser.context.newPage();
    await other.goto(`https://${shop}/`, { waitUntil: 'load' });
    await expect.poll(() => other.textContent('#root button')).toBe('Log in: connected');
    expect(reached(SDK)).toHaveLength(4);
  });

  test('elements are filled, also later, and sharing opens a page of Facebook', async () => {
    await page.goto(`https://${ELEMENTARY}/`, { waitUntil: 'load' });
    await expect.poll(() => page.evaluate('late')).toBe(1);
    const logIn = page.getByRole('button', { name: 'Log in with Facebook' });
    await expect.poll(() => logIn.count()).toBe(1);
    await page.evaluate(`later.innerHTML = '<div class="fb-post" data-href="https://x/" data-width="320"></div>';
      FB.XFBML.parse(later); FB.XFBML.parse();`);
    const frame = page.locator('#later iframe');
    expect(await frame.count()).toBe(1);
    expect(await frame.getAttribute('width')).toBe('320');
    expect(await frame.getAttribute('title')).toBe('Facebook: post');
    expect(reached(FACEBOOK)).toEqual([]);

    const opened = browser.context.waitForEvent('page');
    await page.click('#share');
    const sharer = `https://${FACEBOOK}/sharer/sharer.php?u=${encodeURIComponent(`https://${SHOP}/tea`)}`;
    await expect.poll(async () => (await opened).url()).toBe(sharer);
    await expect.poll(() => page.title()).toBe('4201');
    await (await opened).close();
    expect(reached(SDK)).toEqual([]);

    await logIn.click();
    // The words in `onlogin` run when the real one has logged in.
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('connected');
    expect(await page.evaluate('[real, late]')).toEqual([['123', 'email', true], 1]);
    expect(errors).toEqual([]);
  });

  test('where the real SDK cannot be had, the page is told that nobody logged in', async () => {
    await page.goto(`https://${UNLUCKY}/`, { waitUntil: 'load' });
    await expect.poll(() => button().textContent()).toBe('Log in: unknown');
    await page.evaluate(`set({ status: 'waiting' })`);
    await button().click();
    await expect.poll(() => button().textContent(), { timeout: 10_000 }).toBe('Log in: unknown');
    expect(reached(SDK)).toEqual(['/en_US/sdk.js']);
    expect(await page.evaluate('sdk === window.FB')).toBe(true);
  });
});
