import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, device, household, NOW } from '../../support/status-ports.ts';

const TV = device({ id: 'ip:192.168.1.1' as DeviceId, address: '192.168.1.1', name: 'TV' });

async function loggedIn() {
  const home = household({ devices: [device(), TV] });
  const browser = browse(home.ports);
  await browser.logIn(CODE);
  const page = async () => (await browser.get('/devices')).text();
  const pause = async (target: string, length: string) =>
    browser.post('/pauses', {
      csrf: tokenIn(await page()),
      back: '/devices',
      target,
      for: length,
    });
  return { ...home, browser, page, pause };
}

describe('the page', () => {
  test('offers pauses for all, for each group and for each device', async () => {
    const { page, browser } = await loggedIn();
    const text = await page();
    for (const target of ['all', 'group:kids']) {
      expect(text).toContain(`name="target" value="${target}"`);
    }
    for (const { id } of [device(), TV]) {
      const own = await (await browser.get(`/devices/${encodeURIComponent(id)}`)).text();
      expect(own).toContain(`name="target" value="device:${id}"`);
    }
    expect(text).not.toContain('paused until');
  });

  test('begins a pause, says so on every page, and ends it', async () => {
    const { browser, page, pause, ports } = await loggedIn();
    const answer = await pause('all', '10m');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/devices']);
    expect(ports.pauses.list()).toEqual([{ target: 'all', until: NOW + 600_000 }]);
    expect(await page()).toContain('Paused all devices until ');
    for (const path of ['/', '/log', '/rules', '/devices']) {
      expect(await (await browser.get(path)).text()).toContain('Everything is paused until');
    }
    expect((await page()).match(/paused until/g)?.length).toBeGreaterThan(2);
    await pause('all', 'end');
    expect(ports.pauses.list()).toEqual([]);
    expect(await page()).toContain('The rules are in force again for all devices');
    await pause('all', 'end');
    expect(await page()).toContain('That pause was over already');
  });

  test('shows the pause of one device on its card alone', async () => {
    const { page, pause } = await loggedIn();
    await pause(`device:${TV.id}`, '10m');
    const cards = (await page()).split('<li class="device">');
    expect(cards.map((card) => /paused until/.test(card))).toEqual([false, false, true]);
    expect(await page()).toContain('Some devices are paused');
  });

  test('says where names come from, and who may stand for several', async () => {
    const lease = device({ nameFrom: 'lease' });
    const home = household({ devices: [lease, TV] });
    const browser = browse(home.ports);
    await browser.logIn(CODE);
    const [laptop, television] = await Promise.all(
      [lease, TV].map(async ({ id }) => {
        const answer = await browser.get(`/devices/${encodeURIComponent(id)}`);
        return answer.text();
      }),
    );
    expect(laptop).toContain('named by itself, says the DHCP server');
    expect(laptop).not.toContain('cannot be told apart');
    expect(television).not.toContain('named by itself');
    expect(television).toContain('cannot be told apart');
  });

  test.each([
    ['all', 'for ever', 400],
    ['group:kids', '', 400],
    ['nobody', '10m', 400],
    ['device:ip:10.9.9.9', '10m', 404],
  ])('refuses %j for %j', async (target, length, status) => {
    const { pause, ports } = await loggedIn();
    expect((await pause(target, length)).status).toBe(status);
    expect(ports.pauses.list()).toEqual([]);
  });

  test('is for those who are logged in, with a token', async () => {
    const { browser, ports } = await loggedIn();
    const wish = { target: 'all', for: '10m', back: '/devices' };
    expect((await browser.another().post('/pauses', wish)).status).toBeGreaterThanOrEqual(300);
    expect((await browser.post('/pauses', { ...wish, csrf: 'x' })).status).toBe(403);
    expect((await browser.another().postJson('/api/pauses', wish)).status).toBe(401);
    expect(ports.pauses.list()).toEqual([]);
  });
});

test('the interface for programs does the same', async () => {
  const { browser } = await loggedIn();
  const { csrf } = (await (await browser.get('/api/session')).json()) as { csrf: string };
  const post = async (body: unknown) => {
    const answer = await browser.postJson('/api/pauses', body, { 'x-csrf-token': csrf });
    return answer.status;
  };
  expect(await post({ target: 'group:kids', for: '10m' })).toBe(200);
  expect(await post({ target: 7, for: '10m' })).toBe(400);
  expect(await (await browser.get('/api/pauses')).json()).toEqual({
    pauses: [{ target: 'group:kids', until: NOW + 600_000 }],
    groups: ['kids'],
  });
  expect(await post({ target: 'group:kids', for: 'end' })).toBe(200);
});
