import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, hasChromium, openBrowser } from '../support/chromium.ts';
import { readLog } from '../support/home.ts';
import type { Received, Site } from '../support/origin.ts';
import { openWorld, type World } from '../support/world.ts';

/**
 * A sign-up form on a page whose scripts hash what is typed into it, as the
 * documents of the vendors say: Meta's advanced matching to its pixel and to a
 * gateway on the shop's name, Google's form data, TikTok's pixel, and a relay
 * of the shop's own that no rule knows.
 */
const SHOP = 'www.shop.test';
const RELAY = 'data.shop.test';
const TRACKERS = ['www.facebook.com', 'www.google.com', 'analytics.tiktok.com', 'x.unknown.test'];
const MAIL = 'ana.lopez@example.com';
const PHONE = '+4915112345678';

const digest = (text: string, name: string, encoding: 'hex' | 'base64' | 'base64url') =>
  createHash(name).update(text).digest(encoding);
const FORMS = [MAIL, PHONE, PHONE.slice(1)];
const SECRETS = [
  ...FORMS,
  encodeURIComponent(MAIL),
  ...FORMS.flatMap((form) =>
    ['sha256', 'sha1', 'md5'].flatMap((name) =>
      (['hex', 'base64', 'base64url'] as const).map((encoding) => digest(form, name, encoding)),
    ),
  ),
];

const SCRIPT = `
const hash = async (text) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('');
const url64 = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const post = (address, value) =>
  fetch(address, { method: 'POST', mode: 'no-cors', body: JSON.stringify(value) }).catch(() => null);
const picture = (address) =>
  new Promise((done) => Object.assign(new Image(), { onload: done, onerror: done, src: address }));

async function report(form) {
  const mail = form.email.value.trim().toLowerCase();
  const em = await hash(mail);
  const ph = await hash(form.phone.value.replace(/\\D/g, ''));
  const e164 = await hash(form.phone.value);
  const fields = new URLSearchParams({
    id: '123456789012345', ev: 'Lead', dl: location.href, 'udff[em]': hex(em), 'udff[ph]': hex(ph),
  });
  await Promise.all([
    picture('https://www.facebook.com/tr/?' + fields),
    post('https://${RELAY}/events', {
      'fb.pixel_id': '123456789012345', event_name: 'Lead',
      'fb.advanced_matching': { em: hex(em), ph: hex(ph) },
    }),
    post('https://${RELAY}/own/relay', { kind: 'lead', person: { a: hex(em), b: hex(e164) }, n: 7 }),
    picture('https://${RELAY}/own/seen.gif?p=' + hex(em).toUpperCase() + '&n=7'),
    picture('https://www.google.com/ccm/form-data/1234567?em=tv.1~em.' + url64(em) + '~pn.' + url64(e164)),
    post('https://analytics.tiktok.com/api/v2/pixel', {
      event: 'SubmitForm', context: { pixel: { code: 'C0' }, user: { email: hex(em), phone_number: hex(e164) } },
    }),
    post('https://x.unknown.test/collect', { email_sha: url64(em), email: mail }),
  ]);
}

document.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  await report(event.target);
  event.target.submit();
});
`;

const PAGE = `<!doctype html><html lang="en"><title>Sign up</title>
<form method="post" action="/account">
<input name="email" type="email"><input name="phone" type="tel"><button>Sign up</button>
</form><script src="/matching.js"></script></html>`;

const shop: Site = (_request, response, { method, target }) => {
  const type = target.endsWith('.js') ? 'text/javascript' : 'text/html';
  const text = method === 'POST' ? '<h1>Welcome</h1>' : type === 'text/html' ? PAGE : SCRIPT;
  response.writeHead(200, { 'content-type': type }).end(text);
};
const anything: Site = (_request, response) => response.writeHead(204).end();

describe.skipIf(!hasChromium())('C P2 household sentinel, when a person signs up at a shop', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await open('shipped');
    browser = await openBrowser({ proxyPort: world.eyelid.proxyPort, ca: world.eyelid.ca });
  });
  afterEach(() => world.eyelid.assertAlive());
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  /** Enters an identifier on the status page, which then shows its label alone. */
  async function enter(page: Page, value: string, label: string): Promise<void> {
    await page.getByLabel(/^E-mail address, or phone number/).fill(value);
    await page.getByLabel('What you call it').fill(label);
    await page.getByRole('button', { name: 'Watch for it' }).click();
    await page.getByText(`Watching for ${label}.`).waitFor();
    expect(await page.content()).not.toContain(value);
  }

  test('after entering their address and number on the page', async () => {
    const page = await browser.context.newPage();
    await page.goto(new URL('/login?next=/identifiers', world.eyelid.pageUrl).href);
    await page.fill('input[name=secret]', world.eyelid.code ?? '');
    await page.click('button.primary');
    await page.waitForURL((url) => url.pathname === '/identifiers');
    await enter(page, MAIL, "Ana's mail");
    await enter(page, PHONE, "Ana's mobile");
    await page.close();
  });

  test('the shop gets the form, and no tracker a value or a hash of it', async () => {
    await signUp(browser);
    const [form] = world.origin.requests(SHOP, '/account');
    const sent = Object.fromEntries(new URLSearchParams(form?.body.toString()));
    expect(sent).toEqual({ email: MAIL, phone: PHONE });

    expect(othersOf(world).flatMap(secretsIn)).toEqual([]);
    // What no rule knows went on, without what it was for.
    const relayed = (target: string) => world.origin.requests(RELAY, target).at(-1);
    expect(JSON.parse(String(relayed('/own/relay')?.body))).toEqual({
      kind: 'lead',
      person: { a: '', b: '' },
      n: 7,
    });
    expect(relayed('/own/seen.gif')?.target).toBe('/own/seen.gif?p=&n=7');
  });

  test('without rules and without identifiers, all of them get it', async () => {
    // The control: what the test above does not find is there to be found.
    const plain = await open(undefined);
    const other = await openBrowser({ proxyPort: plain.eyelid.proxyPort, ca: plain.eyelid.ca });
    try {
      await signUp(other);
      const told = othersOf(plain).filter((received) => secretsIn(received).length > 0);
      expect(new Set(told.map(({ host }) => host))).toEqual(new Set(OTHERS));
      expect(told).toHaveLength(7);
    } finally {
      await other.close();
      await plain.close();
    }
  });

  test('the log tells of it, and keeps none either', async () => {
    await expect
      .poll(async () => (await readLog(world.home, '--host', RELAY)).length, { timeout: 10_000 })
      .toBeGreaterThan(2);
    const rows = await readLog(world.home);
    expect(rows.map((row) => JSON.stringify(row)).flatMap(textSecrets)).toEqual([]);
    const told = rows.find(({ path }) => String(path).startsWith('/own/relay'));
    expect(told).toMatchObject({
      action: 'strip',
      rule: { list: 'identifiers' },
      removed: ['your e-mail, hashed', 'your phone number, hashed'],
      summary: expect.stringContaining(
        `Your e-mail, hashed (Ana's mail); your phone number, hashed (Ana's mobile) on the way to ${RELAY}`,
      ),
    });
  });
});

const OTHERS = [RELAY, ...TRACKERS];

function open(rules: 'shipped' | undefined): Promise<World> {
  return openWorld({
    names: [SHOP, ...OTHERS],
    sites: { [SHOP]: shop, ...Object.fromEntries(OTHERS.map((name) => [name, anything])) },
    config: { log: { detail: 'values', scope: 'all' } },
    ...(rules === undefined ? {} : { rules }),
  });
}

async function signUp({ context }: Browser): Promise<void> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`https://${SHOP}/signup`);
  await page.fill('input[name="email"]', MAIL);
  await page.fill('input[name="phone"]', PHONE);
  await page.click('button');
  await page.getByRole('heading', { name: 'Welcome' }).waitFor();
  expect(errors).toEqual([]);
  await page.close();
}

function othersOf({ origin }: World): readonly Received[] {
  return OTHERS.flatMap((name) => origin.requests(name));
}

function secretsIn({ host, target, rawHeaders, body }: Received): readonly string[] {
  return textSecrets(`${host}${target} ${rawHeaders.join(' ')} ${body}`);
}

function textSecrets(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return SECRETS.filter((secret) => lower.includes(secret.toLowerCase())).map(
    (secret) => `${secret} in ${text.slice(0, 200)}`,
  );
}
