import { describe, expect, test } from 'vitest';
import type { LearntView } from '../../../src/model/learnt.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household, NOW } from '../../support/status-ports.ts';

const HOST = 'gw.shop.example';

const GATEWAY: LearntView = {
  host: HOST,
  path: '/events',
  from: 'configuration',
  pixel: '769712154761541',
  site: 'www.shop.example',
  seen: NOW - 3_600_000,
  rules: [],
  expires: NOW + 29 * 86_400_000,
};

async function open(learnt: readonly LearntView[] = [GATEWAY]) {
  const house = household({ learnt });
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const words = async () => {
    const html = await (await browser.get('/rules')).text();
    return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  };
  const csrf = tokenIn(await (await browser.get('/rules')).text());
  return { ...house, browser, csrf, words };
}

describe('the page', () => {
  test('shows what was learnt with where it is from', async () => {
    const { browser, words } = await open();
    expect(await words()).toContain(
      'gw.shop.example/events from the settings of pixel 769712154761541 on www.shop.example, last seen',
    );
    const html = await (await browser.get('/rules')).text();
    expect(html).toContain(new Date(GATEWAY.expires).toISOString());
    expect(html).toContain('action="/learnt/forget"');
  });

  test('and what a request taught', async () => {
    const called = { ...GATEWAY, from: 'request', pixel: null, path: '/k2' } as const;
    const { words } = await open([called]);
    expect(await words()).toContain('gw.shop.example/k2 from what was sent there');
  });

  test('says nothing where nothing was learnt', async () => {
    const { words } = await open([]);
    expect(await words()).not.toContain('Learnt');
  });
});

describe('forgetting', () => {
  test('takes it back, and can itself be taken back', async () => {
    const { browser, csrf, words, ports } = await open();
    const response = await browser.post('/learnt/forget', { csrf, host: HOST, back: '/rules' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/rules']);
    expect(await words()).toContain('Forgot what was learnt of gw.shop.example');
    expect(await words()).toContain('gw.shop.example forgotten, and not learnt again');
    await browser.post('/learnt/again', { csrf, host: HOST, back: '/rules' });
    expect(await ports.learnt.read()).toEqual({ gateways: [], forgotten: [] });
  });

  test.each([
    ['/learnt/forget', { host: 'other.example' }, 404, 'nothing is known of it'],
    ['/learnt/again', { host: HOST }, 404, 'it was not forgotten'],
    ['/learnt/forget', {}, 400, 'no host is named'],
    ['/learnt/forget', { host: 'a'.repeat(400) }, 400, 'no host is named'],
  ])('%s of %j is refused', async (path, fields, status, text) => {
    const { browser, csrf, ports } = await open();
    const response = await browser.post(path, { csrf, ...fields });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
    expect((await ports.learnt.read()).gateways).toEqual([GATEWAY]);
  });

  test('needs the token of the form', async () => {
    const { browser, ports } = await open();
    expect((await browser.post('/learnt/forget', { host: HOST })).status).toBe(403);
    expect((await ports.learnt.read()).gateways).toEqual([GATEWAY]);
  });
});

test('programs read it as JSON', async () => {
  const { browser } = await open();
  const response = await browser.get('/api/learnt');
  expect(await response.json()).toEqual({ gateways: [GATEWAY], forgotten: [] });
});
