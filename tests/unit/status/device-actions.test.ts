import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, device, household, NOW, row } from '../../support/status-ports.ts';

const DAY = 86_400_000;
const TV = device({
  id: 'ip:192.168.1.40' as DeviceId,
  address: '192.168.1.40',
  name: 'TV',
  nameFrom: 'hand',
});
const PATH = `/devices/${encodeURIComponent(TV.id)}`;

async function loggedIn() {
  const home = household({ devices: [device(), TV], rows: [row(1, { device: TV.id })] });
  home.log.answers.device = {
    device: TV.id,
    name: 'TV',
    count: 12,
    stopped: 9,
    trackers: [{ name: 'Samba TV', count: 12, stopped: 9 }],
    sites: [{ name: 'news.example', count: 3, stopped: 3 }],
    days: [{ at: NOW - (NOW % DAY), total: 40, actedOn: 12, tunnelled: 5 }],
  };
  const browser = browse(home.ports);
  await browser.logIn(CODE);
  return { ...home, browser, page: async (path: string) => (await browser.get(path)).text() };
}

describe('the page of a device', () => {
  test('tells how it is filtered and what it was used for', async () => {
    const text = await (await loggedIn()).page(PATH);
    for (const words of [
      'How it is filtered',
      'Samba TV',
      'news.example',
      '/insight/tracker?name=Samba+TV',
      'tracker=Samba+TV',
      'Exchanges per day over time',
      `${PATH}/forget`,
      '/broken?device=ip%3A192.168.1.40',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/12<\/data> tries.*9<\/data> were.*stopped here, in the last 7 days/s);
  });

  test('looks back further where that is asked for', async () => {
    const { page } = await loggedIn();
    expect(await page(`${PATH}?last=30d`)).toContain('in the last 30 days');
  });

  test('is not there for a device that is not known', async () => {
    const { browser } = await loggedIn();
    for (const path of ['/devices/ip%3A10.9.9.9', '/devices/x/forget', '/api/devices/x']) {
      expect((await browser.get(path)).status).toBe(404);
    }
  });

  test('as JSON holds the same', async () => {
    const { browser } = await loggedIn();
    const answer = await (await browser.get(`/api${PATH}`)).json();
    expect(answer).toMatchObject({
      device: { id: TV.id },
      pause: null,
      history: { count: 12, stopped: 9 },
    });
  });
});

describe('forgetting a device', () => {
  test('asks first, and is done by a form alone', async () => {
    const { browser, page, ports } = await loggedIn();
    const asked = await page(`${PATH}/forget`);
    expect(asked).toContain('This cannot be undone');
    expect(asked).toContain('leave the log within minutes');
    expect(ports.devices.list()).toHaveLength(2);
    const fields = { csrf: tokenIn(asked), back: '/devices' };
    const answer = await browser.post(`${PATH}/forget`, fields);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/devices']);
    expect(ports.devices.list()).toEqual([device()]);
    expect(await page('/devices')).toContain('Forgot TV.');
    expect((await browser.post(`${PATH}/forget`, fields)).status).toBe(404);
  });

  test('needs the token', async () => {
    const { browser, ports } = await loggedIn();
    expect((await browser.post(`${PATH}/forget`, { csrf: 'x' })).status).toBe(403);
    expect((await browser.postJson(`/api${PATH}/forget`, {})).status).toBe(403);
    expect(ports.devices.list()).toHaveLength(2);
  });
});

/** The fields of the form that takes the last action back. */
function undoIn(text: string): Readonly<Record<string, string>> {
  const form = /<div class="notice".*?<form method="post" action="([^"]+)">(.*?)<\/form>/s.exec(
    text,
  );
  const fields = [...(form?.[2] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)];
  return {
    action: form?.[1] ?? '',
    ...Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value])),
  };
}

test.each([
  [PATH, { name: 'Television', level: 'off', mode: 'observe' }],
  [PATH, { level: 'auto' }],
])('a change of a device is taken back by its notice: %s %j', async (path, fields) => {
  const { browser, page, ports } = await loggedIn();
  const csrf = tokenIn(await page(PATH));
  await browser.post(path, { csrf, back: PATH, ...fields });
  expect(ports.devices.get(TV.id)).not.toEqual(TV);
  const { action = '', ...undo } = undoIn(await page(PATH));
  expect(action).toBe(PATH);
  expect((await browser.post(action, undo)).status).toBe(303);
  expect(ports.devices.get(TV.id)).toEqual(TV);
});

test('so is a pause', async () => {
  const { browser, page, ports } = await loggedIn();
  const csrf = tokenIn(await page(PATH));
  await browser.post('/pauses', { csrf, back: PATH, target: `device:${TV.id}`, for: '10m' });
  expect(ports.pauses.list()).toHaveLength(1);
  const { action = '', ...undo } = undoIn(await page(PATH));
  await browser.post(action, undo);
  expect(ports.pauses.list()).toEqual([]);
});

test('what changed nothing has nothing to take back', async () => {
  const { browser, page } = await loggedIn();
  await browser.post(PATH, { csrf: tokenIn(await page(PATH)), name: 'TV', level: 'full' });
  const text = await page(PATH);
  expect(text).toContain('Saved TV.');
  expect(text).not.toContain('Undo');
});
