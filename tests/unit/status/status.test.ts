import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { hashPassword } from '../../../src/status/access.ts';
import { type Browser, browse, tokenIn } from '../../support/status-browser.ts';
import {
  CODE,
  device,
  type Household,
  type HouseholdOptions,
  household,
  row,
  subscribed,
} from '../../support/status-ports.ts';

function home(options: HouseholdOptions = {}): Household & { readonly browser: Browser } {
  const house = household(options);
  return { ...house, browser: browse(house.ports) };
}

async function loggedIn(options: HouseholdOptions = {}) {
  const house = home(options);
  await house.browser.logIn(CODE);
  return house;
}

const PAGES = ['/', '/log', '/log/1', '/rules', '/lists', '/devices', '/identifiers', '/settings'];
const API = [
  '/api/overview',
  '/api/log',
  '/api/log/1',
  '/api/rules',
  '/api/lists',
  '/api/devices',
  '/api/identifiers',
];
const OPEN: readonly (readonly [string, string])[] = [
  ['/welcome', 'text/html'],
  ['/login', 'text/html'],
  ['/trust', 'application/json'],
  ['/healthz', 'application/json'],
  ['/api/session', 'application/json'],
  ['/ca.pem', 'application/x-pem-file'],
  ['/ca.crt', 'application/x-x509-ca-cert'],
  ['/ca.cer', 'application/x-x509-ca-cert'],
  ['/ca.mobileconfig', 'application/x-apple-aspen-config'],
  ['/proxy.pac', 'application/x-ns-proxy-autoconfig'],
  ['/wpad.dat', 'application/x-ns-proxy-autoconfig'],
  ['/style.css', 'text/css'],
  ['/page.js', 'text/javascript'],
  ['/log.js', 'text/javascript'],
  ['/icon.svg', 'image/svg+xml'],
];
const WRITES = [
  '/rules/allow',
  '/rules/block',
  '/rules/undo',
  '/lists/add',
  '/lists/update',
  '/lists/remove',
  '/identifiers/add',
  '/identifiers/remove',
  '/devices/mac%3A3c',
  '/settings/password',
  '/logout',
];

describe('who sees what', () => {
  test.each(OPEN)('%s is open to everybody, as %s', async (path, type) => {
    const response = await home().browser.get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
  });

  test.each(PAGES)('%s asks for the login', async (path) => {
    const { browser } = home({ rows: [row(1)] });
    const response = await browser.get(path);
    expect(response.status).toBe(303);
    const next = path === '/' ? '/login' : `/login?next=${encodeURIComponent(path)}`;
    expect(response.headers.get('location')).toBe(next);
    expect(await response.text()).toBe('');
  });

  test.each([...API, '/live', '/api/live', '/metrics', '/api/unknown'])(
    '%s says 401',
    async (path) => {
      const response = await home({ rows: [row(1)] }).browser.get(path);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: 'not logged in' });
    },
  );

  test.each(PAGES)('%s opens after the login', async (path) => {
    const { browser, errors } = await loggedIn({ rows: [row(1)] });
    const response = await browser.get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!DOCTYPE html><html lang="en">.*<\/html>$/s);
    expect(errors).toEqual([]);
  });

  test.each(API)('%s opens after the login', async (path) => {
    const response = await (await loggedIn({ rows: [row(1)] })).browser.get(path);
    expect(response.status).toBe(200);
    expect(await response.json()).toBeTypeOf('object');
  });

  test.each(['/log/2', '/log/x', '/log/99999999999999999', '/nothing', '/log/1/2'])(
    '%s is not there',
    async (path) => {
      const response = await (await loggedIn({ rows: [row(1)] })).browser.get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('Not found');
    },
  );

  test('the numbers are open to the machine itself, not through the proxy', async () => {
    const { browser } = home();
    const asked = (info: object) => browser.get('/metrics', {}, info).then((r) => r.status);
    expect(await asked({ clientAddress: '127.0.0.1' })).toBe(200);
    expect(await asked({ clientAddress: '::1' })).toBe(200);
    expect(await asked({ clientAddress: '127.0.0.1', viaProxy: true })).toBe(401);
    expect(await asked({ clientAddress: '192.168.1.20' })).toBe(401);
  });

  test.each(['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'])(
    'nor to whom a proxy of this machine stands in for: %s',
    async (name) => {
      const own = { clientAddress: '127.0.0.1' };
      const { status } = await home().browser.get('/metrics', { [name]: '203.0.113.5' }, own);
      expect(status).toBe(401);
    },
  );
});

describe('the host', () => {
  test.each([
    ['http://eyelid.internal/healthz', 200],
    ['http://EYELID.internal:80/healthz', 200],
    ['http://localhost:8081/healthz', 200],
    ['http://127.0.0.1:8081/healthz', 200],
    ['http://127.8.0.1/healthz', 200],
    ['http://[::1]:8081/healthz', 200],
    ['http://192.168.1.2:8081/healthz', 200],
    ['http://[fd00::2]:8081/healthz', 200],
    ['http://pi.home.arpa/healthz', 200],
    ['http://192.168.1.3/healthz', 421],
    ['http://evil.example/healthz', 421],
    ['http://eyelid.internal.evil.example/healthz', 421],
    ['http://127.0.0.1.evil.example/healthz', 421],
    ['http://evil.example/', 421],
    ['http://evil.example/api/log', 421],
    ['http://evil.example/ca.pem', 421],
  ])('%s: %i', async (address, status) => {
    const response = await home().browser.get(address);
    expect(response.status).toBe(status);
    if (status === 421) expect(await response.text()).toContain('does not answer to');
  });

  test('a login does not follow to another name', async () => {
    const { browser } = await loggedIn();
    expect((await browser.get('http://evil.example/log')).status).toBe(421);
  });
});

describe('headers', () => {
  test.each(['/login', '/log', '/healthz', '/ca.pem', '/nothing', 'http://evil.example/'])(
    'of %s',
    async (path) => {
      const { headers } = await (await loggedIn()).browser.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('files whose address names their content are kept for good', async () => {
    const { browser } = home();
    const page = await (await browser.get('/login')).text();
    for (const [, address] of page.matchAll(/(?:href|src)="(\/[\w.]+\?v=[^"]+)"/g)) {
      const { headers } = await browser.get(address ?? '');
      expect(headers.get('cache-control')).toContain('immutable');
    }
    expect((await browser.get('/style.css')).headers.get('cache-control')).toBe('no-cache');
    expect((await browser.get('/style.css?v=old')).headers.get('cache-control')).toBe('no-cache');
  });

  test('no page holds a script or a style of its own', async () => {
    const { browser } = await loggedIn({ rows: [row(1)] });
    for (const path of [...PAGES, '/welcome']) {
      const text = await (await browser.get(path)).text();
      expect(text).not.toMatch(
        /<script(?![^>]*\ssrc="\/[a-z]+\.js\?v=)|<style|\sstyle=|\son[a-z]+=/i,
      );
    }
  });
});

describe('logging in', () => {
  test('sets a cookie that scripts and other sites do not get', async () => {
    const { browser } = home();
    const response = await browser.logIn(CODE);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    expect(response.headers.get('set-cookie')).toMatch(
      /^eyelid=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  test('under TLS the cookie is secure and has another name', async () => {
    const house = household();
    const browser = browse(house.ports, { encrypted: true, viaProxy: true });
    const response = await browser.logIn(CODE);
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-eyelid=.*; Secure; /);
    expect((await browser.get('/log')).status).toBe(200);
  });

  test('gives a new id, whatever the browser came with', async () => {
    const { browser } = home();
    browser.cookies.set('eyelid', 'planted-by-somebody-else');
    await browser.logIn(CODE);
    const first = browser.cookies.get('eyelid');
    expect(first).not.toBe('planted-by-somebody-else');
    await browser.logIn(CODE);
    const second = browser.cookies.get('eyelid');
    expect(second).not.toBe(first);
    browser.cookies.set('eyelid', first ?? '');
    expect((await browser.get('/log')).status).toBe(303);
  });

  test.each([
    ['/log?action=block', '/log?action=block'],
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['/\t/evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
    [`/${'x'.repeat(2000)}`, '/'],
  ])('goes on to %j as %s', async (next, location) => {
    const { browser } = home();
    const page = await browser.get(`/login?next=${encodeURIComponent(next)}`);
    const csrf = tokenIn(await page.text());
    const response = await browser.post('/login', { csrf, next, secret: CODE });
    expect(response.headers.get('location')).toBe(location);
  });

  test('a wrong code does not', async () => {
    const { browser } = home();
    const response = await browser.logIn('WRONG');
    expect(response.status).toBe(401);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain('That is not right.');
  });

  test('five wrong codes are enough for an address, and time heals it', async () => {
    const { browser, pass } = home();
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await browser.logIn('WRONG')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await browser.logIn(CODE)).status).toBe(429);
    expect((await browser.postJson('/api/login', { secret: CODE })).status).toBe(429);
    pass(15 * 60_000);
    expect((await browser.logIn(CODE)).status).toBe(303);
  });

  test('many addresses do not help to guess', async () => {
    const { browser } = home();
    const statuses = new Set<number>();
    for (let i = 0; i < 120; i += 1) {
      const clientAddress = `192.168.2.${i}`;
      statuses.add(
        (await browser.postJson('/api/login', { secret: 'X' }, {}, { clientAddress })).status,
      );
    }
    expect([...statuses]).toEqual([401, 429]);
    const local = await browser.postJson(
      '/api/login',
      { secret: CODE },
      {},
      { clientAddress: '127.0.0.1' },
    );
    expect(local.status).toBe(200);
  });

  test.each([
    ['no token', { csrf: '' }, {}],
    ['another address', { csrf: 'other' }, {}],
    ['another site', {}, { origin: 'http://evil.example' }],
    ['a page without origin', {}, { origin: 'null' }],
    ['a browser that says cross-site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['a browser that says same-site', {}, { 'sec-fetch-site': 'same-site' }],
  ])('is refused from %s', async (_, fields, headers) => {
    const { browser } = home();
    const csrf = tokenIn(await (await browser.get('/login')).text());
    const response = await browser.post('/login', { csrf, secret: CODE, ...fields }, headers);
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('the token of one address is no use to another', async () => {
    const { browser } = home();
    const page = await browser.get('/login', {}, { clientAddress: '192.168.1.99' });
    const csrf = tokenIn(await page.text());
    expect((await browser.post('/login', { csrf, secret: CODE })).status).toBe(403);
  });

  test('lasts for the days of the settings', async () => {
    const { browser, pass } = await loggedIn();
    pass(30 * 86_400_000 - 1);
    expect((await browser.get('/log')).status).toBe(200);
    pass(1);
    expect((await browser.get('/log')).status).toBe(303);
  });

  test('logging out ends it on the server', async () => {
    const { browser } = await loggedIn();
    const id = browser.cookies.get('eyelid') ?? '';
    const csrf = tokenIn(await (await browser.get('/settings')).text());
    expect((await browser.post('/logout', { csrf })).headers.get('location')).toBe('/login');
    browser.cookies.set('eyelid', id);
    expect((await browser.get('/log')).status).toBe(303);
  });
});

describe('the password', () => {
  const set = async (browser: Browser, current: string, password: string) => {
    const csrf = tokenIn(await (await browser.get('/settings')).text());
    return browser.post('/settings/password', { csrf, current, password });
  };

  test('takes the place of the code and ends the other logins', async () => {
    const house = await loggedIn();
    const other = house.browser.another();
    await other.logIn(CODE);
    expect((await set(house.browser, CODE, 'a long password')).status).toBe(303);
    expect((await house.browser.get('/log')).status).toBe(200);
    expect((await other.get('/log')).status).toBe(303);
    expect((await other.logIn(CODE)).status).toBe(401);
    expect((await other.logIn('a long password')).status).toBe(303);
  });

  test.each([
    ['WRONG', 'a long password', 401, 'not right'],
    [CODE, 'short', 400, '10 to 200 are needed'],
  ])('stays with %j and %j', async (current, password, status, text) => {
    const { browser, ports } = await loggedIn();
    const response = await set(browser, current, password);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect(ports.access.load()?.kind).toBe('code');
  });

  test('cannot be guessed from a stolen session', async () => {
    const { browser } = await loggedIn();
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1)
      statuses.push((await set(browser, 'WRONG', 'a long password')).status);
    expect(statuses.at(-1)).toBe(429);
  });

  test('the login page asks for what is set', async () => {
    const credential = await hashPassword('a long password', (n) => new Uint8Array(n));
    expect(await (await home().browser.get('/login')).text()).toContain('First-run code');
    expect(await (await home({ credential }).browser.get('/login')).text()).toContain('Password');
  });
});

describe('writes', () => {
  test.each(WRITES)('%s by GET changes nothing', async (path) => {
    const { browser, personal } = await loggedIn();
    const status = (await browser.get(`${path}?host=a.example&level=off`)).status;
    expect(status).toBe(404);
    expect(personal).toEqual([]);
    expect((await browser.get('/log')).status).toBe(200);
  });

  test.each(WRITES)('%s without a login leads to it', async (path) => {
    const { browser, personal } = home();
    const response = await browser.post(path, { host: 'a.example' });
    expect(response.headers.get('location')).toBe('/login');
    expect(personal).toEqual([]);
  });

  const attacks: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
    ['no token', { csrf: '' }, {}],
    ['another token', { csrf: 'x'.repeat(43) }, {}],
    ['another site', {}, { origin: 'http://evil.example' }],
    ['another port', {}, { origin: 'http://192.168.1.2:9999' }],
    ['a sandboxed frame', {}, { origin: 'null' }],
    ['a cross-site browser', {}, { 'sec-fetch-site': 'cross-site' }],
    ['text that looks like a form', {}, { 'content-type': 'text/plain' }],
  ];
  test.each(WRITES.flatMap((path) => attacks.map((attack) => [path, ...attack] as const)))(
    '%s with %s is refused',
    async (path, _, fields, headers) => {
      const { browser, personal, listWishes, devices } = await loggedIn();
      const csrf = tokenIn(await (await browser.get('/settings')).text());
      const form = {
        csrf,
        host: 'a.example',
        name: 'easylist',
        source: 'easylist',
        level: 'off',
        current: CODE,
        password: 'a long password',
      };
      const response = await browser.post(path, { ...form, ...fields }, headers);
      expect(response.status).toBe(403);
      expect(personal).toEqual([]);
      expect(listWishes).toEqual([]);
      expect([...devices.values()]).toEqual([device()]);
      expect((await browser.get('/log')).status).toBe(200);
    },
  );

  test('a body has a limit', async () => {
    const { browser } = await loggedIn();
    expect((await browser.post('/rules/allow', { host: 'x'.repeat(70_000) })).status).toBe(413);
  });
});

describe('allowing and blocking', () => {
  test('one click on a row allows its host on its site, and can be undone', async () => {
    const { browser, personal } = await loggedIn({ rows: [row(1)] });
    const log = await (await browser.get('/log?action=block')).text();
    expect(log).toContain('action="/rules/allow"');
    const csrf = tokenIn(log);
    const form = {
      csrf,
      host: 'www.facebook.com',
      page: 'shop.example',
      back: '/log?action=block',
    };
    const response = await browser.post('/rules/allow', form);
    expect(response.headers.get('location')).toBe('/log?action=block');
    expect(personal.map(({ text }) => text)).toEqual(['@@||www.facebook.com^$domain=shop.example']);
    const after = await (await browser.get('/log?action=block')).text();
    expect(after).toContain('Allowed www.facebook.com on shop.example.');
    expect(after).toContain('>Undo<');
    expect(await (await browser.get('/log')).text()).not.toContain('>Undo<');
    const undo = { csrf, line: '2', text: '@@||www.facebook.com^$domain=shop.example' };
    expect((await browser.post('/rules/undo', undo)).status).toBe(303);
    expect(personal).toEqual([]);
    expect((await browser.post('/rules/undo', undo)).status).toBe(409);
  });

  test.each([
    [{ host: 'a b' }, 'is not a hostname'],
    [{ host: 'a.example', path: 'no slash' }, 'reading the path'],
    [{}, 'reading the host'],
  ])('%j is explained', async (fields, text) => {
    const { browser, personal } = await loggedIn();
    const csrf = tokenIn(await (await browser.get('/rules')).text());
    const response = await browser.post('/rules/block', { csrf, ...fields });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(text);
    expect(personal).toEqual([]);
  });

  test('returns to this page only', async () => {
    const { browser } = await loggedIn();
    const csrf = tokenIn(await (await browser.get('/rules')).text());
    const form = { csrf, host: 'a.example', back: '//evil.example/' };
    expect((await browser.post('/rules/block', form)).headers.get('location')).toBe('/');
  });

  test.each([
    ['x', 'y'],
    ['0', '||a^'],
    ['2', 'not the line'],
    ['2', 'x'.repeat(5_000)],
  ])('undoing line %j with %j takes nothing out', async (line, text) => {
    const { browser, personal } = await loggedIn();
    const csrf = tokenIn(await (await browser.get('/rules')).text());
    await browser.post('/rules/block', { csrf, host: 'a.example' });
    const response = await browser.post('/rules/undo', { csrf, line, text });
    expect([400, 409]).toContain(response.status);
    expect(personal).toHaveLength(1);
  });

  test('a fault is told without its insides, and reported', async () => {
    const house = household();
    const ports = {
      ...house.ports,
      rules: { ...house.ports.rules, append: () => Promise.reject(new Error('secret insides')) },
    };
    const browser = browse(ports);
    await browser.logIn(CODE);
    const csrf = tokenIn(await (await browser.get('/rules')).text());
    const response = await browser.post('/rules/block', { csrf, host: 'a.example' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(house.errors).toHaveLength(1);
  });
});

describe('devices', () => {
  const phone = device({
    id: 'mac:d2:00:00:00:00:01' as DeviceId,
    mac: 'd2:00:00:00:00:01',
    address: '192.168.1.31',
    name: null,
    level: 'hostname',
    levelFrom: 'default',
  });
  const change = async (fields: Record<string, string>) => {
    const house = await loggedIn({ devices: [device(), phone] });
    const csrf = tokenIn(await (await house.browser.get('/devices')).text());
    const path = `/devices/${encodeURIComponent(phone.id)}`;
    const response = await house.browser.post(path, { csrf, back: '/devices', ...fields });
    return { status: response.status, now: house.devices.get(phone.id) };
  };

  test.each([
    [{ name: ' Ana \n phone\u202e ' }, { name: 'Ana phone' }],
    [{ name: '  ' }, { name: null }],
    [{ level: 'full' }, { level: 'full', levelFrom: 'hand' }],
    [{ level: 'auto' }, { level: 'hostname', levelFrom: 'default' }],
    [{ level: 'hostname' }, { level: 'hostname', levelFrom: 'hand' }],
    [{ mode: 'observe' }, { mode: 'observe', levelFrom: 'default' }],
    [{ name: '', level: 'auto', mode: 'enforce' }, {}],
  ])('%j', async (fields, expected) => {
    const { status, now } = await change(fields);
    expect(status).toBe(303);
    expect(now).toEqual({ ...phone, ...expected });
  });

  test.each([{ level: 'half' }, { mode: 'loud' }])('%j is refused', async (fields) => {
    const { status, now } = await change({ name: 'X', ...fields });
    expect(status).toBe(400);
    expect(now).toEqual(phone);
  });

  test('shows addresses, a private MAC and which one is looking', async () => {
    const { browser } = await loggedIn({ devices: [device(), phone] });
    const seen = { clientAddress: phone.address };
    const path = `/devices/${encodeURIComponent(phone.id)}`;
    const text = await (await browser.get(path, {}, seen)).text();
    expect(text).toContain('192.168.1.31');
    expect(text).toContain('d2:00:00:00:00:01');
    const list = await (await browser.get('/devices', {}, seen)).text();
    expect(list).toContain('192.168.1.31');
    expect(list.match(/this device/g)).toHaveLength(1);
    expect(text.match(/private address/g)).toHaveLength(1);
    expect(text.match(/this device/g)).toHaveLength(1);
  });
});

describe('hostile texts', () => {
  const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  test('are shown as text, wherever they stand', async () => {
    const { browser } = await loggedIn({
      rows: [
        row(1, {
          host: EVIL,
          path: `/${EVIL}`,
          page: EVIL,
          deviceName: EVIL,
          device: EVIL as DeviceId,
          tracker: EVIL,
          summary: EVIL,
          method: EVIL,
          fields: [EVIL],
          removed: [EVIL],
          rule: { list: EVIL, line: 1, text: EVIL },
          undone: { list: EVIL, line: 1, text: EVIL },
        }),
      ],
      devices: [device({ name: EVIL, id: EVIL as DeviceId, address: EVIL, mac: EVIL })],
      lists: [
        {
          list: EVIL,
          rules: 1,
          stale: true,
          problems: [{ list: EVIL, line: 1, text: EVIL, reason: EVIL, severity: 'error' }],
        },
      ],
      subscribed: [
        subscribed({
          name: EVIL,
          title: EVIL,
          urls: [EVIL],
          version: EVIL,
          lastModified: EVIL,
          error: EVIL,
        }),
        subscribed({ activity: { phase: 'downloading', received: 1, total: 2 } }),
      ],
      overview: {
        total: 1,
        byTracker: [{ name: EVIL, count: 1, stopped: 1 }],
        byPage: [{ name: EVIL, count: 1, stopped: 1 }],
        byAction: [{ name: EVIL, count: 1 }],
        byDevice: [{ name: EVIL, count: 1, device: EVIL, actedOn: 1, tunnelled: 0 }],
      },
    });
    const query = `?text=${encodeURIComponent(EVIL)}&host=${encodeURIComponent(EVIL)}`;
    const paths = [...PAGES, `/log${query}`, `/rules${query}`, `/login?next=/${EVIL}`, '/welcome'];
    for (const path of paths) {
      const text = await (await browser.get(path)).text();
      expect(text, path).not.toContain('<script>alert');
      expect(text, path).not.toContain('<img src=x');
    }
  });

  test('do not make a page grow without bounds', async () => {
    const long = 'x'.repeat(100_000);
    const rows = Array.from({ length: 51 }, (_, i) => row(i + 1, { path: long, summary: long }));
    const { browser } = await loggedIn({ rows });
    expect((await (await browser.get('/log')).text()).length).toBeLessThan(100_000);
    expect((await (await browser.get('/log/1')).text()).length).toBeLessThan(20_000);
    const address = `/log?host=${long.slice(0, 10_000)}&other=${long.slice(0, 10_000)}`;
    expect((await (await browser.get(address)).text()).length).toBeLessThan(100_000);
  });
});

describe('the log', () => {
  const rows = Array.from({ length: 120 }, (_, i) =>
    row(i + 1, { host: i % 2 === 0 ? 'even.example' : 'odd.example' }),
  );
  const ids = (text: string) => [...text.matchAll(/data-id="(\d+)"/g)].map(([, id]) => Number(id));

  test('is paged without losing or repeating a row', async () => {
    const { browser } = await loggedIn({ rows });
    const seen: number[] = [];
    let address: string | undefined = '/log?host=even.example';
    while (address !== undefined) {
      const text: string = await (await browser.get(address)).text();
      seen.push(...ids(text));
      address = /href="([^"]*)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(
      rows
        .filter((_, i) => i % 2 === 0)
        .map(({ id }) => id)
        .toReversed(),
    );
  });

  test('hands the conditions of the address bar to the log, and to the live stream', async () => {
    const { browser, log } = await loggedIn({ rows });
    const text = await (await browser.get('/log?host=odd.example&action=block')).text();
    expect(log.filters.at(-1)).toEqual({ host: 'odd.example', action: 'block', limit: 51 });
    expect(text).toContain('data-live="/live?host=odd.example&amp;action=block"');
    expect(await (await browser.get('/log?before=50')).text()).not.toContain('data-live');
  });

  test('offers a rule where there is no row', async () => {
    const { browser } = await loggedIn();
    const text = await (await browser.get('/log?host=none.example')).text();
    expect(text).toContain('href="/rules?host=none.example"');
    expect(await (await browser.get('/rules?host=none.example')).text()).toContain(
      'value="none.example"',
    );
  });

  test('a row explains itself and offers the opposite', async () => {
    const { browser } = await loggedIn({
      rows: [
        row(1, { fields: ['ud[em]'], removed: ['fbp'] }),
        row(2, { action: 'allow', undone: { list: 'b.txt', line: 7, text: '||x^' } }),
        row(3, { kind: 'tunnel', method: 'TLS', action: 'pass', rule: null, tunnel: 'refused' }),
      ],
    });
    const blocked = await (await browser.get('/log/1')).text();
    for (const part of [
      'because of line 12 of meta.yaml',
      'Does what meta-pixel-hit says.',
      'ud[em]',
      'fbp',
      'class="primary">Allow',
      '<code>@@||www.facebook.com^$domain=shop.example</code>',
      'the server was not asked',
    ]) {
      expect(blocked).toContain(part);
    }
    const allowed = await (await browser.get('/log/2')).text();
    expect(allowed).toContain('Does what ||x^ says.');
    expect(allowed).toContain('class="primary">Block');
    const unopened = await (await browser.get('/log/3')).text();
    expect(unopened).toContain(
      'through unopened: this app does not accept the certificate for this host.',
    );
    expect(unopened).not.toContain('the server was not asked');
  });

  test('live rows come over the stream, as the page shows them', async () => {
    const { browser, log } = await loggedIn({ rows: [row(1)] });
    const page = await (await browser.get('/log?action=block')).text();
    const item = /<li class="row".*?<\/li>/s.exec(page)?.[0];
    const response = await browser.get('/live?action=block&after=1');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe('retry: 3000\n\n');
    log.add({ ...row(1), id: 2 });
    expect(await next()).toBe(
      `id: 2\nevent: row\ndata: ${item?.replaceAll('"1"', '"2"').replace('/log/1', '/log/2')}\n\n`,
    );
    const csrf = tokenIn(page);
    await browser.post('/logout', { csrf });
    expect((await reader.read()).done).toBe(true);
  });

  test('a stream goes on after the last id that the browser saw', async () => {
    const { browser } = await loggedIn({ rows: [row(1), row(2), row(3)] });
    const response = await browser.get('/api/live?after=0', { 'last-event-id': '2' });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const text = new TextDecoder().decode((await reader.read()).value);
    const data = /^id: 3\nevent: row\ndata: (.*)\n\n$/.exec(text)?.[1] ?? '{}';
    expect(JSON.parse(data)).toEqual({ ...row(3), why: null });
    await reader.cancel();
  });
});

describe('trust', () => {
  test.each([
    [{ encrypted: true, viaProxy: true }, 'https://eyelid.internal/trust', true],
    [{ encrypted: false, viaProxy: true }, 'http://eyelid.internal/trust', false],
    [{ encrypted: true, viaProxy: false }, 'https://eyelid.internal/trust', false],
    [{ encrypted: true, viaProxy: true }, 'https://pi.home.arpa/trust', false],
    [{ encrypted: true, viaProxy: true }, 'https://192.0.2.1/trust', true],
    [{ encrypted: false, viaProxy: true }, 'http://192.0.2.1/trust', false],
  ])('%j at %s: %s', async (info, address, trusted) => {
    const { browser } = home();
    const response = await browser.get(address, {}, info);
    expect(await response.json()).toEqual({ trusted, viaProxy: info.viaProxy, closed: null });
  });

  test.each([
    [{}, null],
    [{ level: 'hostname', levelFrom: 'default' }, null],
    [{ level: 'trackers', levelFrom: 'group' }, null],
    [{ level: 'hostname', levelFrom: 'hand' }, 'level'],
    [{ level: 'off', levelFrom: 'config' }, 'level'],
  ] as const)('with a device of %j, HTTPS stays closed: %s', async (changes, closed) => {
    const { browser } = home({ devices: [device(changes)] });
    const inside = { encrypted: true, viaProxy: true };
    const answer = await browser.get('https://eyelid.internal/trust', {}, inside);
    expect(await answer.json()).toEqual({ trusted: true, viaProxy: true, closed });
  });

  test('while paused, HTTPS stays closed', async () => {
    const { browser, ports } = home();
    ports.pauses.begin('all', '10m');
    const inside = { encrypted: true, viaProxy: true };
    const answer = await browser.get('https://eyelid.internal/trust', {}, inside);
    expect(await answer.json()).toMatchObject({ trusted: true, closed: 'paused' });
  });

  test('the address of the check answers the check and nothing else', async () => {
    const { browser } = home();
    for (const path of ['/', '/welcome', '/proxy.pac', '/api/session']) {
      expect((await browser.get(`http://192.0.2.1${path}`)).status).toBe(421);
    }
  });

  test.each([
    ['http://192.168.1.2:8081', 'http://192.168.1.2:8081'],
    ['http://eyelid.internal', 'http://eyelid.internal'],
    ['http://evil.example', null],
    ['http://192.168.1.2.evil.example', null],
    ['null', null],
    ['http://a@192.168.1.2', null],
  ])('only our own origins may read the check: %s', async (origin, allowed) => {
    const { headers } = await home().browser.get('/trust', { origin });
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
  });

  test('the page says what this very request showed', async () => {
    const { browser } = home();
    const shown = async (info: object) => {
      const text = await (await browser.get('https://eyelid.internal/welcome', {}, info)).text();
      return /class="check (\w+)"/.exec(text)?.[1];
    };
    expect(await shown({ encrypted: true, viaProxy: true })).toBe('trusted');
    expect(await shown({ encrypted: false, viaProxy: true })).toBe('untrusted');
    expect(await shown({})).toBe('unknown');
  });
});

describe('setting up', () => {
  test('the certificate in its forms', async () => {
    const { browser, ports } = home();
    const bytes = async (path: string) =>
      new Uint8Array(await (await browser.get(path)).arrayBuffer());
    expect(await (await browser.get('/ca.pem')).text()).toBe(ports.authority.certificatePem);
    expect(await bytes('/ca.crt')).toEqual(ports.authority.certificateDer);
    expect(await bytes('/ca.cer')).toEqual(ports.authority.certificateDer);
    expect((await browser.get('/ca.mobileconfig')).headers.get('content-disposition')).toBe(
      'attachment; filename="eyelid-ca.mobileconfig"',
    );
  });

  test('the certificate that is to follow, where one waits', async () => {
    const { browser, ports } = home();
    for (const form of ['pem', 'crt', 'cer', 'mobileconfig']) {
      expect((await browser.get(`/next.${form}`)).status).toBe(404);
    }
    expect(await (await browser.get('/welcome')).text()).not.toContain('/next.');
    const next = {
      certificatePem: 'next one',
      certificateDer: Uint8Array.of(1, 2),
      mobileconfig: '<plist>next</plist>',
      fingerprint: Array.from({ length: 32 }, () => 'CD').join(':'),
      notAfter: ports.authority.notAfter,
    };
    const waiting = home({ nextAuthority: () => next });
    const text = async (path: string) => (await waiting.browser.get(path)).text();
    expect(await text('/next.pem')).toBe('next one');
    expect(await text('/next.crt')).toBe('\u0001\u0002');
    expect(await text('/next.mobileconfig')).toBe(next.mobileconfig);
    expect((await waiting.browser.get('/next.crt')).headers.get('content-disposition')).toBe(
      'attachment; filename="eyelid-next.crt"',
    );
    const welcome = await text('/welcome');
    expect(welcome).toContain(next.fingerprint);
    expect(welcome).toContain(ports.authority.fingerprint);
    expect(welcome).toContain('href="/next.mobileconfig"');
  });

  test('the configuration names the address that was asked', async () => {
    const { browser } = home();
    const pac = async (address: string) => (await browser.get(address)).text();
    expect(await pac('http://192.168.1.2:8081/proxy.pac')).toContain('PROXY 192.168.1.2:8080');
    expect(await pac('http://[fd00::2]:8081/wpad.dat')).toContain('PROXY [fd00::2]:8080');
    expect(await pac('http://eyelid.internal/proxy.pac')).toContain('PROXY 192.168.1.2:8080');
    expect(await pac('http://wpad/wpad.dat')).toContain('PROXY 192.168.1.2:8080');
    expect((await browser.get('http://wpad/ca.pem')).status).toBe(421);
    expect((await browser.get('http://wpad.example.com/wpad.dat')).status).toBe(421);
    const inside = { localAddress: 'fd00::2' };
    const reached = await browser.get('http://eyelid.internal/proxy.pac', {}, inside);
    expect(await reached.text()).toContain('PROXY [fd00::2]:8080');
  });

  test('the page shows the fingerprint and the steps of the platform, or of a chosen one', async () => {
    const { browser, ports } = home();
    const agent = 'Mozilla/5.0 (Linux; Android 15) Chrome/140';
    const text = await (await browser.get('/welcome', { 'user-agent': agent })).text();
    expect(text).toContain(ports.authority.fingerprint);
    expect(text).toContain('http://192.168.1.2:8081/proxy.pac');
    expect(text.match(/aria-current="true">([^<]*)/)?.[1]).toBe('Android');
    expect(text).toContain('href="/ca.crt">Download eyelid-ca.crt');
    const chosen = await browser.get('/welcome?for=mac', { 'user-agent': agent });
    expect((await chosen.text()).match(/aria-current="true">([^<]*)/)?.[1]).toBe('Mac');
  });
});

describe('the API', () => {
  test('logs in, reads, writes and undoes', async () => {
    const { browser, personal, devices } = home({ rows: [row(1), row(2), row(3)] });
    expect(await (await browser.get('/api/session')).json()).toEqual({ loggedIn: false });
    const { csrf } = await (await browser.postJson('/api/login', { secret: CODE })).json();
    const token = { 'x-csrf-token': csrf };
    expect(await (await browser.get('/api/session')).json()).toMatchObject({
      loggedIn: true,
      csrf,
      hasPassword: false,
    });

    const log = await (await browser.get('/api/log?limit=2')).json();
    expect(log.rows.map(({ id }: { id: number }) => id)).toEqual([3, 2]);
    const rest = await (await browser.get(`/api/log?limit=2&before=${log.next}`)).json();
    expect(rest).toEqual({ rows: [{ ...row(1), why: null }], next: null });
    expect(await (await browser.get('/api/log/9')).json()).toEqual({ error: 'no such row' });

    const added = await browser.postJson('/api/rules/allow', { host: 'a.example' }, token);
    const { rule } = await added.json();
    expect(rule).toEqual({ list: 'my-rules.txt', line: 2, text: '@@||a.example^' });
    expect(personal).toEqual([rule]);
    expect((await browser.postJson('/api/rules/undo', rule, token)).status).toBe(200);
    expect(personal).toEqual([]);

    const path = `/api/devices/${encodeURIComponent(device().id)}`;
    expect((await browser.postJson(path, { level: 'off' }, token)).status).toBe(200);
    expect(devices.get(device().id)?.level).toBe('off');
    expect((await browser.postJson('/api/devices/none', { level: 'off' }, token)).status).toBe(404);

    const next = { current: CODE, password: 'a long password' };
    expect((await browser.postJson('/api/password', next, token)).status).toBe(200);
    expect((await browser.postJson('/api/logout', {}, token)).status).toBe(200);
    expect((await browser.get('/api/log')).status).toBe(401);
  });

  const writes = [
    '/api/rules/allow',
    '/api/rules/undo',
    '/api/devices/x',
    '/api/password',
    '/api/logout',
  ];
  test.each(writes)('%s needs the token and JSON', async (path) => {
    const { browser, personal } = await loggedIn();
    const { csrf } = await (await browser.get('/api/session')).json();
    const body = { host: 'a.example' };
    expect((await browser.postJson(path, body)).status).toBe(403);
    expect((await browser.postJson(path, body, { 'x-csrf-token': 'x' })).status).toBe(403);
    const evil = { 'x-csrf-token': csrf, origin: 'http://evil.example' };
    expect((await browser.postJson(path, body, evil)).status).toBe(403);
    const form = await browser.post(path, { host: 'a.example', csrf }, { 'x-csrf-token': csrf });
    expect(form.status).toBe(415);
    expect(personal).toEqual([]);
    expect((await browser.get('/log')).status).toBe(200);
  });

  test.each(['[]', 'null', '"x"', '{', ''])('%s is no input', async (body) => {
    const { browser } = await loggedIn();
    const { csrf } = await (await browser.get('/api/session')).json();
    const response = await browser.send('POST', '/api/rules/allow', body, {
      'content-type': 'application/json',
      'x-csrf-token': csrf,
    });
    expect(response.status).toBe(415);
  });

  test.each(['/api/rules/lint', '/api/rules/preview', '/api/rules/undo', '/api/broken/undo'])(
    '%s takes no value that says itself how it is written',
    async (path) => {
      const { browser } = await loggedIn({ rows: [row(1)] });
      const { csrf } = await (await browser.get('/api/session')).json();
      const odd = '{"toString":1,"valueOf":null}';
      const body = `{"name":${odd},"text":${odd},"line":${odd},"device":"${row(1).device}"}`;
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf };
      const { status } = await browser.send('POST', path, body, headers);
      expect([400, 404, 409]).toContain(status);
    },
  );

  test('bounds how many rows are asked for', async () => {
    const { browser, log } = await loggedIn();
    for (const limit of ['0', '99999', 'x']) await browser.get(`/api/log?limit=${limit}`);
    expect(log.filters.map(({ limit }) => limit)).toEqual([1, 1000, 100]);
  });
});
