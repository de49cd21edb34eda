import { describe, expect, it } from 'vitest';
import type { Recent, RecentReader } from '../../../../src/model/recent.ts';
import { browse } from '../../../support/status-browser.ts';
import {
  CODE,
  device,
  type HouseholdOptions,
  household,
  NOW,
  row,
} from '../../../support/status-ports.ts';
import { asked, blocked, opened, recent, tunnelled } from './transcript.ts';

const LAPTOP = device();
const MINUTE = 60_000;

function memory(what: Recent, change: Partial<RecentReader> = {}): RecentReader {
  return {
    isKept: true,
    since: () => 0,
    of: (id) => (id === LAPTOP.id ? what : recent([])),
    ...change,
  };
}

async function open(options: HouseholdOptions = {}, from = '192.168.1.20') {
  const home = household(options);
  const browser = browse(home.ports, { clientAddress: from });
  await browser.logIn(CODE);
  const text = async (address: string) => (await browser.get(address)).text();
  return { ...home, browser, text };
}

describe('the device', () => {
  it('is the one that asks, where it is known', async () => {
    const { text } = await open({ recent: memory(recent([blocked(9, 'menu.test/menu.js')])) });
    const html = await text('/broken');
    expect(html).toMatch(/<option value="[^"]+" selected="">Laptop \(this one\)<\/option>/);
    expect(html).toContain('A script from menu.test was blocked.');
  });

  it('is to be chosen where it is not; looking makes none', async () => {
    const { text, devices } = await open({}, '192.168.1.99');
    const html = await text('/broken');
    expect(html).toContain('choose one');
    expect(html).toContain('Choose the device on which it happened.');
    expect([...devices.keys()]).toEqual([LAPTOP.id]);
  });

  it.each(['/broken/part', '/api/broken'])('that is not known is nobody’s: %s', async (path) => {
    const { browser } = await open();
    expect((await browser.get(`${path}?device=ip:192.0.2.9`)).status).toBe(404);
    expect((await browser.get(`${path}?device=${LAPTOP.id}`)).status).toBe(200);
  });

  it('needs somebody who is logged in', async () => {
    const { browser } = await open();
    const other = browser.another();
    expect((await other.get('/broken')).headers.get('location')).toMatch(/^\/login/);
    expect((await other.get('/broken/part')).status).toBe(303);
    expect((await other.get('/api/broken')).status).toBe(401);
  });
});

describe('where nothing of ours happened', () => {
  it('the page says so plainly, and what else may be', async () => {
    const what = recent([
      asked(9, 'a.test/x'),
      asked(8, 'b.test/x', { status: 502 }),
      tunnelled(5, 'd.test', { tunnel: 'do-not-intercept' }),
    ]);
    const html = await (await open({ recent: memory(what) })).text('/broken');
    expect(html).toContain('No request of Laptop was changed or blocked in the last five minutes.');
    expect(html).toContain('1 exchange went through as it came.');
    expect(html).toMatch(/b\.test<\/span> answered with error 502\. No rule had a part in it\./);
    expect(html).toMatch(/d\.test<\/span> was passed through unopened: this host is on the do-not/);
    expect(html).not.toContain('class="culprit"');
  });

  it('says so where nothing happened at all, for then the device may not come here', async () => {
    const html = await (await open({ recent: memory(recent([])) })).text('/broken');
    expect(html).toContain('Does the device use the proxy at all?');
    expect(html).not.toContain('What else happened');
  });

  it('says that it is probably not us where only reports were blocked', async () => {
    const hit = { type: 'image', tracker: 'Meta Pixel', tells: true } as const;
    const what = recent([opened(9, 'shop.test/'), blocked(8, 'www.facebook.com/tr/', hit)]);
    const html = await (await open({ recent: memory(what) })).text('/broken');
    expect(html).toContain('Eyelid is probably not why');
    expect(html).toContain('1 thing that hardly matters');
    expect(html).not.toContain('On shop.test');
  });

  it.each([
    ['not watched', { level: 'off' } as const, 'It is not watched at the moment'],
    ['observed', { mode: 'observe' } as const, 'It is only observed: 1 would have been'],
  ])('on a device that is %s, it says that', async (_what, change, words) => {
    const would = recent([blocked(9, 'menu.test/menu.js', { observed: true })]);
    const options = { devices: [device(change)], recent: memory(would) };
    expect(await (await open(options)).text('/broken')).toContain(words);
  });

  it('says why it knows nothing at detail counts', async () => {
    const options = { recent: memory(recent([]), { isKept: false }) };
    const html = await (await open(options)).text('/broken');
    expect(html).toContain('<code>log.detail</code> is <code>counts</code>');
    expect(html).not.toContain('No request of');
  });
});

it('of very busy minutes the newest six thousand exchanges are looked at', async () => {
  const busy = Array.from({ length: 6_001 }, (_, at) => asked(at === 0 ? 250 : 9, `h${at}.test/x`));
  const what = recent([blocked(260, 'menu.test/menu.js'), ...busy]);
  const html = await (await open({ recent: memory(what) })).text('/broken');
  expect(html).toContain('6,000 exchanges went through as they came.');
  expect(html).not.toContain('menu.test');
});

describe('a moment of the past', () => {
  const rows = [
    row(1, { at: NOW - 62 * MINUTE, host: 'menu.test', path: '/menu.js?v', type: 'script' }),
    row(2, {
      at: NOW - 61 * MINUTE,
      page: 'other.test',
      host: 'x.test',
      path: '/x.js',
      type: 'script',
    }),
  ];

  it('that memory does not hold is looked up in the log', async () => {
    const options = { rows, recent: memory(recent([]), { since: () => NOW - 15 * MINUTE }) };
    const { text, log } = await open(options);
    const at = NOW - 61 * MINUTE;
    const html = await text(`/broken?device=${LAPTOP.id}&page=shop.example&at=${at}`);
    expect(log.filters.at(-1)).toMatchObject({
      device: LAPTOP.id,
      since: at - 4 * MINUTE,
      until: at + MINUTE,
    });
    expect(html).toContain('in so far as the log has rows of it');
    expect(html.indexOf('On shop.example')).toBeGreaterThan(0);
    expect(html.indexOf('On shop.example')).toBeLessThan(html.indexOf('On other.test'));
  });

  it('that it holds is not', async () => {
    const what = recent([blocked(200, 'menu.test/menu.js'), blocked(5, 'later.test/x.js')]);
    const { text, log } = await open({ rows, recent: memory(what) });
    const html = await text(`/broken?at=${NOW - 3 * MINUTE}`);
    expect(log.filters).toEqual([]);
    expect(html).toContain('menu.test');
    expect(html).not.toContain('later.test');
  });

  it.each(['x', '-1', '1e99', ''])('%j is none', async (at) => {
    const { text } = await open({ recent: memory(recent([])) });
    expect(await text(`/broken?at=${at}`)).toContain('in the last five minutes');
  });
});

describe('the part that is renewed', () => {
  it('is the same as on the page, its forms lead back to the page, and it takes no notice', async () => {
    const what = recent([opened(10, 'shop.test/'), blocked(9, 'menu.test/menu.js')]);
    const { text, browser } = await open({ recent: memory(what) });
    const html = await text(`/broken?device=${LAPTOP.id}`);
    const address = /data-part="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const part = await text(address);
    expect(part).toContain('A script from menu.test was blocked.');
    expect(part).toContain(`name="back" value="/broken?device=${encodeURIComponent(LAPTOP.id)}"`);
    expect(part).not.toContain('<html');
    const csrf = /name="csrf" value="([^"]+)"/.exec(part)?.[1] ?? '';
    const fields = { csrf, device: LAPTOP.id, host: 'menu.test', path: '/menu.js' };
    await browser.post('/broken/try', { ...fields, page: 'shop.test', back: '/broken' });
    expect(await text(address)).not.toContain('role="status"');
    expect(await text('/broken')).toContain('Letting menu.test/menu.js on shop.test through');
  });
});

it('shows how often a trial was of use', async () => {
  const text = `@@||menu.test/menu.js^$domain=shop.test,device=${LAPTOP.mac},expires=2026-03-03T14:45:00Z`;
  const rule = { list: 'my-rules.txt', line: 2, text };
  const what = recent([asked(9, 'menu.test/menu.js', { action: 'allow', rule })]);
  const { personal, text: read } = await open({ recent: memory(what) });
  personal.push(rule);
  expect(await read('/broken')).toContain('Let through 1 time so far. Does it work now?');
});

it('what comes from outside is text, whatever it is', async () => {
  const nasty = '"><script>alert(1)</script>';
  const rule = { list: nasty, line: 1, text: nasty };
  const what = recent([
    blocked(9, `x${nasty}/a${nasty}`, { page: nasty, tracker: nasty, rule, host: nasty }),
    asked(8, 'b.test/x', { host: nasty, status: 500 }),
    tunnelled(5, 'd.test', { host: nasty }),
  ]);
  const { text } = await open({ devices: [device({ name: nasty })], recent: memory(what) });
  const html = await text(`/broken?page=${encodeURIComponent(nasty)}&at=1`);
  expect(await text('/broken')).toContain('&lt;script&gt;');
  expect(`${html}${await text('/broken')}`).not.toContain('<script>');
});
