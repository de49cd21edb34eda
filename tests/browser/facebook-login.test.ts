import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { APP, CODE, FACEBOOK_HOSTS, FACEBOOK_SITES, TOKEN } from '../support/facebook.ts';
import { readLog } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

const SHOP = 'www.shop.test';
const OTHER = 'www.other.test';
const SDK = 'https://connect.facebook.net/en_US/sdk.js';

/**
 * A site with a login button as components for React make it: the SDK is put
 * into the page by a script, and the button works once fbAsyncInit has run.
 */
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title></head><body>
<div id="root"><button id="login" disabled>Log in with Facebook</button><p id="who">nobody</p></div>
<script>
window.fbAsyncInit = () => {
  FB.init({ appId: '${APP}', version: 'v19.0', cookie: true, xfbml: false });
  FB.getLoginStatus(({ status }) => {
    document.querySelector('#who').textContent = status;
    document.querySelector('#login').disabled = false;
  });
};
document.querySelector('#login').onclick = () => FB.login((reply) => {
  if (reply.status !== 'connected') { document.querySelector('#who').textContent = reply.status; return; }
  document.cookie = 'fbsr_${APP}=signed.request; path=/';
  document.cookie = 'fbm_${APP}=base_domain=.shop.test; path=/';
  FB.api('/me', ({ name }) => { document.querySelector('#who').textContent = name; });
}, { scope: 'public_profile,email' });
const script = document.createElement('script');
script.src = '${SDK}';
script.async = true;
script.crossOrigin = 'anonymous';
document.body.append(script);
</script></body></html>`;

const site: Site = (_request, response, { target }) => {
  if (target.startsWith('/callback'))
    response.end(
      `<!doctype html><title>Back</title>${target.includes(CODE) ? 'logged in' : 'no code'}`,
    );
  else response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
};

describe.skipIf(!hasChromium())('Facebook Login', () => {
  let world: World;
  let browser: Browser;
  let shown: Page;
  let errors: string[];
  beforeAll(async () => {
    world = await openWorld({
      names: [SHOP, OTHER, ...FACEBOOK_HOSTS],
      sites: { ...FACEBOOK_SITES, [SHOP]: site, [OTHER]: site },
      rules: 'shipped',
    });
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  beforeEach(async () => {
    world.origin.forget();
    shown = await browser.context.newPage();
    errors = [];
    shown.on('pageerror', ({ message }) => errors.push(message));
  });
  afterEach(async () => {
    world.eyelid.assertAlive();
    expect(errors).toEqual([]);
    await shown.close();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const targets = (host: string) => world.origin.requests(host).map(({ target }) => target);
  const reached = () => FACEBOOK_HOSTS.flatMap(targets);
  const who = () => shown.textContent('#who');
  const open = async (host: string) => {
    await shown.goto(`https://${host}/`, { waitUntil: 'load' });
    await expect.poll(who).toBe('unknown');
  };

  /** Clicks, and agrees in the window that opens. */
  async function logIn(context: BrowserContext): Promise<void> {
    const popup = context.waitForEvent('page');
    await shown.click('#login');
    await (await popup).click('#agree');
  }

  test('before the click nobody is told anything; after it, the real SDK takes over', async () => {
    await open(SHOP);
    expect(reached()).toEqual([]);

    await logIn(browser.context);
    await expect.poll(who, { timeout: 10_000 }).toBe('Ada');
    expect(await shown.evaluate('window.FB.__real')).toBe(true);
    expect(targets('connect.facebook.net')).toEqual([
      '/en_US/sdk.js',
      '/en_US/sdk.js?hash=0123456789abcdef&ua=modern_es6',
    ]);
    // What the SDK asks about the login is answered by Facebook again, on this site.
    expect(await shown.evaluate('window.loginStatus')).toBe('not_authorized');
    expect(targets('graph.facebook.com')).toEqual([`/v19.0/me?access_token=${TOKEN}`]);
    const rows = async () =>
      (await readLog(world.home)).filter(({ host }) => host === 'connect.facebook.net');
    await expect
      .poll(async () => (await rows()).map(({ action }) => action), { timeout: 10_000 })
      .toEqual(expect.arrayContaining(['stub', 'allow']));

    // The cookies of the login stay, and the next page of the site has the real SDK at once.
    world.origin.forget();
    await shown.goto(`https://${SHOP}/account`, { waitUntil: 'load' });
    await expect.poll(() => shown.evaluate('window.FB && window.FB.__real')).toBe(true);
    const [asked] = world.origin.requests(SHOP, '/account');
    expect(asked?.headers.cookie).toContain(`fbsr_${APP}=signed.request`);
    expect(asked?.headers.cookie).toContain(`fbm_${APP}=base_domain=.shop.test`);
  });

  test('another site is told nothing by that', async () => {
    await open(OTHER);
    expect(reached()).toEqual([]);
    const status = `fetch('https://www.facebook.com/x/oauth/status?client_id=${APP}', { credentials: 'include' }).then((reply) => reply.headers.get('fb-s'))`;
    expect(await shown.evaluate(status)).toBeNull();
    expect(reached()).toEqual([]);
  });

  test('the address in the stand-in is of no use to another site, and goes nowhere', async () => {
    await open(OTHER);
    const load = (url: string) =>
      shown.evaluate(`new Promise((resolve) => {
        const script = Object.assign(document.createElement('script'), { src: ${JSON.stringify(url)} });
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
        document.head.append(script);
      })`);
    // What a script reads has no address in it.
    expect(await shown.evaluate(`fetch('${SDK}').then((reply) => reply.text())`)).toContain(
      "LOAD = ''",
    );
    const stub = await world.client.get(SDK, {
      headers: [
        'Sec-Fetch-Dest',
        'script',
        'Sec-Fetch-Site',
        'cross-site',
        'Referer',
        `https://${SHOP.replace('www', 'm')}/`,
      ],
    });
    const address = /'(https:[^']+eyelid-load=[^']+)'/.exec(stub.text)?.[1] ?? '';
    expect(address).toContain(`${SDK}?eyelid-load=`);
    expect(await load(address)).toBe('refused');
    expect(reached()).toEqual([]);
  });

  test('without an SDK: a link to the dialog, which leads back with a code', async () => {
    const back = encodeURIComponent(`https://${SHOP}/callback`);
    await shown.goto(
      `https://www.facebook.com/v19.0/dialog/oauth?client_id=${APP}&redirect_uri=${back}&state=s1&response_type=code`,
    );
    await shown.click('#agree');
    await expect.poll(() => shown.textContent('body')).toBe('logged in');
    expect(targets(SHOP)).toContain(`/callback?code=${CODE}&state=s1`);
  });
});
