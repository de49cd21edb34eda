import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { browse } from '../../support/status-browser.ts';
import {
  CODE,
  device,
  type HouseholdOptions,
  household,
  NOW,
  row,
} from '../../support/status-ports.ts';

const PHONE = device({
  id: 'mac:aa:bb:cc:00:00:01' as DeviceId,
  address: '192.168.1.30',
  mac: 'aa:bb:cc:00:00:01',
  name: 'Phone',
});
const ROUTER = device({ id: 'ip:192.168.1.1' as DeviceId, address: '192.168.1.1', mac: null });
const GUEST = { clientAddress: PHONE.address };

const ROWS = [
  row(1),
  row(2, {
    at: NOW - 60_000,
    device: PHONE.id,
    deviceName: 'Phone',
    path: '/tr/?id=123&email=anna@shop.example',
    summary: 'Meta was told: Purchase 89.90 EUR',
    report: { what: 'Purchase', asked: ['hashed e-mail'], marks: [] },
    rule: { list: 'my-rules.txt', line: 3, text: '||secret-wish.example^' },
  }),
];

function home(options: HouseholdOptions = {}) {
  const house = household({
    devices: [device(), PHONE, ROUTER],
    rows: ROWS,
    guest: true,
    ...options,
  });
  return { ...house, browser: browse(house.ports) };
}

describe('while the setting is off, who is not logged in', () => {
  test('sees nothing', async () => {
    const { browser } = home({ guest: false });
    const page = await browser.get('/mine', {}, GUEST);
    expect([page.status, page.headers.get('location')]).toEqual([303, '/login?next=%2Fmine']);
    expect((await browser.get('/api/mine', {}, GUEST)).status).toBe(401);
    expect((await browser.get('/', {}, GUEST)).headers.get('location')).toBe('/login');
  });

  test('the owner sees the own device there all the same', async () => {
    const { browser } = home({ guest: false });
    await browser.logIn(CODE);
    expect(await (await browser.get('/mine', {}, GUEST)).text()).toContain(
      'Phone: the last 24 hours',
    );
  });
});

describe('while it is on, who is not logged in', () => {
  test('is led to the own day, and sees what was done, without values, paths and rules', async () => {
    const { browser, log } = home();
    expect((await browser.get('/', {}, GUEST)).headers.get('location')).toBe('/mine');
    const text = await (await browser.get('/mine', {}, GUEST)).text();
    expect(text).toContain('Phone: the last 24 hours');
    expect(text).toContain('about: Purchase');
    expect(text).toContain('www.facebook.com');
    for (const secret of ['89.90', 'anna@', 'secret-wish', 'my-rules', '/tr/', 'Laptop', 'csrf']) {
      expect(text, secret).not.toContain(secret);
    }
    expect(log.filters).toEqual([
      { device: PHONE.id, since: NOW - 86_400_000, until: NOW, limit: 51 },
    ]);
  });

  test.each([
    '?device=mac%3A3c%3A22%3Afb%3A10%3A20%3A30',
    '?since=0&until=99999999999999&limit=1000',
    '?before=7&host=a.example',
    '?before=-1',
    '?before=1%20OR%201',
  ])('cannot ask for more than that: %s', async (query) => {
    const { browser, log } = home();
    const spoofed = { 'x-forwarded-for': '192.168.1.20', forwarded: 'for=192.168.1.20' };
    for (const path of ['/mine', '/api/mine']) {
      expect((await browser.get(`${path}${query}`, spoofed, GUEST)).status).toBe(200);
    }
    for (const { before: _, ...filter } of log.filters) {
      expect(filter).toEqual({ device: PHONE.id, since: NOW - 86_400_000, until: NOW, limit: 51 });
    }
  });

  test('sees nothing else of the page', async () => {
    const { browser, ports } = home();
    for (const path of ['/log', '/log/1', '/devices', '/settings', '/rules', '/mine/x', '/live']) {
      expect([303, 401], path).toContain((await browser.get(path, {}, GUEST)).status);
    }
    for (const path of [
      '/api/log',
      '/api/devices',
      '/api/overview',
      '/api/settings',
      '/api/sessions',
    ]) {
      expect((await browser.get(path, {}, GUEST)).status, path).toBe(401);
    }
    const form = await browser.post('/mine', { csrf: 'x' }, {}, GUEST);
    expect(form.status).not.toBe(200);
    expect(ports.devices.list()).toHaveLength(3);
  });

  test.each([
    ['127.0.0.1', 'this-machine', 'the machine that runs Eyelid'],
    ['::1', 'this-machine', 'the machine that runs Eyelid'],
    [ROUTER.address, 'gateway', 'cannot be told apart'],
    ['192.168.1.99', 'unknown', 'Nothing of this device'],
  ])('from %s sees nothing, and why', async (clientAddress, why, words) => {
    const { browser, log, ports } = home();
    expect(await (await browser.get('/mine', {}, { clientAddress })).text()).toContain(words);
    const answer = await browser.get('/api/mine', {}, { clientAddress });
    expect([answer.status, await answer.json()]).toEqual([404, { error: why }]);
    expect(log.filters).toEqual([]);
    expect(ports.devices.list()).toHaveLength(3);
  });

  test('is refused under a name that is not ours', async () => {
    const { browser } = home();
    expect((await browser.get('http://rebound.example/mine', {}, GUEST)).status).toBe(421);
  });

  test('gets rows as JSON, with nothing besides', async () => {
    const { browser } = home();
    const day = (await (await browser.get('/api/mine', {}, GUEST)).json()) as {
      rows: readonly object[];
    };
    expect(Object.keys(day.rows[0] ?? {}).sort()).toEqual(
      'action at badge host id observed site tracker what words'.split(' '),
    );
  });
});

test('of guests that ask at the same moment some wait, and the owner does not', async () => {
  const { browser, log } = home();
  const overview = log.overview.bind(log);
  const answers: (() => void)[] = [];
  log.overview = async (range) => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return overview(range);
  };
  const asked = Array.from({ length: 8 }, () => browser.get('/api/mine', {}, GUEST));
  await expect.poll(() => answers.length).toBe(8);
  const oneMore = await browser.get('/mine', {}, GUEST);
  expect([oneMore.status, oneMore.headers.get('retry-after')]).toEqual([503, '5']);
  await browser.logIn(CODE);
  expect((await browser.get('/log')).status).toBe(200);
  for (const answer of answers) answer();
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(8).fill(200));
  log.overview = overview;
  expect((await home().browser.get('/api/mine', {}, GUEST)).status).toBe(200);
});
