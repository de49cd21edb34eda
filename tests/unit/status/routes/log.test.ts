import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../../src/model/device.ts';
import { AppError } from '../../../../src/model/errors.ts';
import { browse, tokenIn } from '../../../support/status-browser.ts';
import {
  CODE,
  device,
  type HouseholdOptions,
  household,
  NOW,
  row,
} from '../../../support/status-ports.ts';

async function opened(options: HouseholdOptions = {}) {
  const house = household(options);
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const text = async (address: string) => (await browser.get(address)).text();
  return { ...house, browser, text };
}

const kid = device({ id: 'ip:10.0.0.7' as DeviceId, name: 'Tablet', groups: ['kids'] });

describe('the address of the log', () => {
  test('holds what was chosen, and nothing that was left empty', async () => {
    const { browser } = await opened();
    const sent = '/log?text=&action=block&device=&page=shop.example&last=&before=7&since=';
    const response = await browser.get(sent);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/log?page=shop.example&action=block&before=7');
  });

  test.each([
    ['group=kids', { devices: ['ip:10.0.0.7'] }],
    ['group=nobody', { devices: [] }],
    ['rule=%7C%7Cx%5E&type=script&level=full', { rule: '||x^', type: 'script', level: 'full' }],
    ['unopened=1&until=5', { unopened: true, until: 5 }],
  ])('%s reaches the log, its API and its files', async (query, conditions) => {
    const { text, log } = await opened({ devices: [device(), kid] });
    const paths = ['/log', '/log/rows', '/api/log', '/log/export', '/api/log/export'];
    for (const path of paths) await text(`${path}?${query}`);
    const asked = log.filters.map(({ limit: _, ...rest }) => rest);
    expect(asked).toEqual(paths.map(() => conditions));
  });

  test('is told by the form and by chips that take a condition away', async () => {
    const { text } = await opened({ devices: [device(), kid] });
    const page = await text('/log?group=kids&level=full&rule=x&since=86400000&unopened=1');
    expect(page).toContain('More conditions: 5 set');
    expect(page).toContain('<option value="full" selected="">');
    expect(page).toContain('href="/log?rule=x&amp;level=full&amp;unopened=1&amp;since=86400000"');
    expect(page).toContain('<time datetime="1970-01-02T00:00:00.000Z" data-show="moment">');
    expect(page).toContain('data-at="86400000"');
    expect(page).toContain('unless <code>log.scope</code> is');
  });

  test('may name a device that is gone', async () => {
    const { text } = await opened();
    expect(await text('/log?device=mac%3Agone')).toContain(
      '<option value="mac:gone" selected="">mac:gone</option>',
    );
    const odd = await text('/log?action=explode&level=half');
    expect(odd).not.toMatch(/>explode<|>half<|selected=""/);
  });

  test('is one click away for the last minutes of the device that asks', async () => {
    const { browser, text } = await opened();
    const address = '/log?device=mac%3A3c%3A22%3Afb%3A10%3A20%3A30&amp;last=15m';
    expect(await text('/log')).toContain(`<a href="${address}">The last 15 minutes of this device`);
    for (const clientAddress of ['192.168.1.99', '127.0.0.1']) {
      const page = await browser.get('/log', {}, { clientAddress });
      expect(await page.text()).not.toContain('The last 15 minutes');
    }
  });

  test('is suggested from what the log knows', async () => {
    const { log, text } = await opened();
    log.answers = { names: { tracker: ['Meta Pixel', 'x'.repeat(101)], page: ['"><b>'] } };
    const page = await text('/log');
    expect(page).toContain(
      '<datalist id="known-tracker"><option value="Meta Pixel"></option></datalist>',
    );
    expect(page).toContain('<option value="&quot;&gt;&lt;b&gt;">');
    expect(page).not.toContain('known-list');
    expect(JSON.parse(await text('/api/log/names'))).toMatchObject({ page: ['"><b>'], list: [] });
  });
});

describe('a log that cannot be read', () => {
  const unreadable = new AppError('LOG_UNUSABLE', 'reading the log: the file is damaged');

  test('is told in words, on the page and in its parts', async () => {
    const { browser, log } = await opened();
    log.rows = () => Promise.reject(unreadable);
    log.row = () => Promise.reject(unreadable);
    for (const path of ['/log', '/log/rows', '/log/1', '/log/1/part']) {
      const response = await browser.get(path);
      expect(response.status).toBe(500);
      expect(await response.text()).toContain('reading the log: the file is damaged');
    }
    expect(await (await browser.get('/api/log')).json()).toEqual({ error: unreadable.message });
    await expect((await browser.get('/log/export')).text()).rejects.toThrow('damaged');
  });

  test('is shown without suggestions where only these cannot be read', async () => {
    const { text, log } = await opened({ rows: [row(1)] });
    log.names = () => Promise.reject(unreadable);
    expect(await text('/log')).toContain('data-id="1"');
  });
});

describe('a row', () => {
  test('of another day shows the day too', async () => {
    const { text } = await opened({ rows: [row(1, { at: NOW - 3 * 86_400_000 }), row(2)] });
    expect((await text('/log')).match(/data-show="day"/g)).toHaveLength(1);
  });

  test('opens as a part of the list, whose forms return there', async () => {
    const { text } = await opened({ rows: [row(1)] });
    const part = await text(`/log/1/part?back=${encodeURIComponent('/log?action=block')}`);
    expect(part).not.toContain('<html');
    expect(part).toContain('name="back" value="/log?action=block"');
    expect(await text('/log/1/part?back=//evil.example/')).toContain('name="back" value="/"');
  });

  test('takes no notice away that the next page is to show', async () => {
    const { browser, text } = await opened({ rows: [row(1)] });
    const csrf = tokenIn(await text('/log'));
    await browser.post('/rules/block', { csrf, host: 'a.example', back: '/log' });
    for (const path of ['/log/1/part', '/log/rows']) {
      expect(await text(path)).not.toContain('Blocked a.example');
    }
    expect(await text('/log')).toContain('Blocked a.example everywhere');
  });

  test.each(['/log/2/part', '/log/x/part', '/log/x', '/log/2'])('%s is not there', async (path) => {
    const { browser } = await opened({ rows: [row(1)] });
    expect((await browser.get(path)).status).toBe(404);
  });

  test('shows the lines of what was chosen, and posts just that', async () => {
    const { browser, text, personal } = await opened({ rows: [row(1)] });
    const page = await text('/log/1?what=path&where=all&who=device&for=1h');
    const line = '||www.facebook.com/tr^$device=3c:22:fb:10:20:30,expires=2026-03-03T15:30:00Z';
    expect(page).toContain(`<code>@@${line}</code>`);
    expect(page).toContain(`<code>${line}</code>`);
    expect(page.match(/checked=""/g)).toHaveLength(4);
    const form = /<form method="post" action="\/rules\/block">.*?<\/form>/s.exec(page)?.[0] ?? '';
    const inputs = form.matchAll(/name="(\w+)" value="([^"]*)"/g);
    const fields = Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
    const response = await browser.post('/rules/block', fields as Record<string, string>);
    expect(response.headers.get('location')).toContain('/log/1?what=path');
    expect(personal.map((rule) => rule.text)).toEqual([line]);
  });

  test('is let through once, and nothing is written', async () => {
    const { browser, text, personal, onceWishes } = await opened({ rows: [row(1)] });
    const page = await text('/log/1?for=once');
    expect(page).toContain('The next exchange of &quot;Laptop&quot; with www.facebook.com');
    expect(page).toContain('Nothing is written for this.');
    expect(page).not.toContain('my-rules.txt');
    expect(page).not.toContain('blocking once');
    const fields = { host: 'www.facebook.com', page: 'shop.example', for: 'once' };
    const csrf = tokenIn(page);
    expect((await browser.post('/rules/allow', { csrf, ...fields })).status).toBe(400);
    const { id } = device();
    expect((await browser.post('/rules/allow', { csrf, ...fields, device: id })).status).toBe(303);
    expect(onceWishes).toEqual([
      { device: id, host: 'www.facebook.com', path: null, page: 'shop.example' },
    ]);
    expect(personal).toEqual([]);
    expect((await browser.post('/rules/block', { csrf, ...fields, device: id })).status).toBe(400);
  });

  test('leads to its rule, what it is about, and to what is broken', async () => {
    const { text } = await opened({
      rows: [row(1), row(2, { rule: { list: 'allow-once', line: 1, text: 'allowed once' } })],
    });
    const page = await text('/log/1');
    for (const address of [
      '/rules/file/meta.yaml?line=12#L12',
      '/insight/tracker?name=Meta+Pixel',
      '/insight/site?name=shop.example',
      '/broken?device=mac%3A3c%3A22%3Afb%3A10%3A20%3A30&amp;page=shop.example&amp;at=1772538201000',
    ]) {
      expect(page).toContain(`href="${address}"`);
    }
    // What stands in the place of a file leads nowhere, and is no line of one.
    const chosen = await text('/log/2');
    expect(chosen).not.toContain('/rules/file/');
    expect(chosen).toContain('allowed once: somebody chose that on the spot');
    expect(chosen).not.toContain('no longer in the files');
    expect(await text('/log')).not.toContain('allow-once:1');
  });

  test('tells what was tried on it, as the rules stand now', async () => {
    const rule = { list: 'b.txt', line: 7, text: '||x^', action: 'block', meaning: 'Blocks x.' };
    const allow = { ...rule, line: 9, text: '@@||x^', action: 'allow' };
    const { text } = await opened({
      rows: [row(1)],
      weighed: () => ({
        action: 'block',
        rules: [
          { ...rule, action: 'block', lost: null },
          { ...allow, action: 'allow', lost: 'it does not undo the important rule at b.txt:7' },
        ],
        more: 3,
      }),
    });
    const page = await text('/log/1');
    for (const part of [
      'As the rules stand now, it would be <strong>blocked</strong>. 1 exception fits.',
      'b.txt, line 9',
      'not in force, because it does not undo the important rule at b.txt:7',
      'and 3 more rules',
      'without values, body and headers',
    ]) {
      expect(page).toContain(part);
    }
    const { weighed, proposals } = JSON.parse(await text('/api/log/1?for=15m'));
    expect(weighed).toMatchObject({ action: 'block', more: 3 });
    expect(proposals.map(({ line }: { line: string }) => line)).toEqual([
      '@@||www.facebook.com^$domain=shop.example,expires=2026-03-03T14:45:00Z',
      '||www.facebook.com^$domain=shop.example,expires=2026-03-03T14:45:00Z',
    ]);
  });

  test('shows names of headers, timing, and values only where they are kept', async () => {
    const details = { headers: ['host', 'x-fb'], values: [], decided: 0.31, firstByte: 12.4 };
    const values = [{ name: 'ud[em]', value: 'a@b.example' }];
    const { text } = await opened({
      rows: [
        row(1, { fields: ['ud[em]'], details, status: 200, duration: 40 }),
        row(2, { fields: ['ud[em]'], details: { ...details, values } }),
        row(3, { level: 'full', report: { what: 'Purchase', asked: ['e-mail'], marks: [] } }),
      ],
    });
    const named = await text('/log/1');
    expect(named).toContain('<summary>2 names</summary>');
    expect(named).toContain('decided after 0.3 ms, first byte after 12 ms, done after 40 ms');
    expect(named).toContain('the values are not kept');
    const valued = await text('/log/2');
    expect(valued).toContain('<code>ud[em] = a@b.example</code>');
    expect(valued).not.toContain('the values are not kept');
    expect(await text('/log/3')).toContain('e-mail, with &quot;Purchase&quot;');
  });
});

describe('older rows', () => {
  test('come as a part, with the way to those before them', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => row(i + 1));
    const { text } = await opened({ rows });
    const page = await text('/log?action=block');
    expect(page).toContain('data-rows="/log/rows?action=block&amp;before=71"');
    const part = await text('/log/rows?action=block&before=71');
    expect(part.match(/data-id="\d+"/g)).toHaveLength(50);
    expect(part).toContain('data-rows="/log/rows?action=block&amp;before=21"');
    expect(part).toContain('name="back" value="/log?action=block"');
    expect(await text('/log/rows?action=block&before=21')).not.toContain('data-rows');
  });
});

describe('a file of rows', () => {
  test.each([
    ['/log/export', 'text/csv', 'eyelid-log.csv', /^id,time,/],
    ['/log/export?format=csv', 'text/csv', 'eyelid-log.csv', /\r\n1,2026-/],
    ['/api/log/export?format=jsonl', 'application/jsonl', 'eyelid-log.jsonl', /^\{"id":1,/],
  ])('%s', async (address, type, name, body) => {
    const { browser } = await opened({ rows: [row(1)] });
    const response = await browser.get(address);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toMatch(body);
  });

  test.each(['../../etc/passwd', 'csv%0d%0aX: y', 'html', ''])('is of no form %j', async (form) => {
    const { browser } = await opened();
    const response = await browser.get(`/log/export?format=${form}`);
    expect(response.status).toBe(400);
  });

  test('is one of four at a time, and makes room when it is over or left', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => row(i + 1));
    const { browser } = await opened({ rows });
    const running = await Promise.all([1, 2, 3, 4].map(() => browser.get('/log/export')));
    expect((await browser.get('/log/export')).status).toBe(503);
    await running[0]?.body?.cancel();
    await running[1]?.text();
    expect((await browser.get('/log/export')).status).toBe(200);
    expect((await browser.get('/log/export')).status).toBe(200);
    expect((await browser.get('/log/export')).status).toBe(503);
  });

  test('is for those who are logged in', async () => {
    const house = household({ rows: [row(1)] });
    const browser = browse(house.ports);
    expect((await browser.get('/log/export')).status).toBe(303);
    expect((await browser.get('/api/log/export')).status).toBe(401);
    expect(house.log.filters).toEqual([]);
  });
});

test('hostile texts are shown as text in the parts of a page too', async () => {
  const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const rule = { list: EVIL, line: 1, text: EVIL };
  const details = { headers: [EVIL], values: [{ name: EVIL, value: EVIL }] };
  const { text, log } = await opened({
    rows: [
      row(1, {
        ...{ host: EVIL, path: `/${EVIL}`, page: EVIL, deviceName: EVIL, tracker: EVIL },
        ...{ rule, undone: rule, fields: [EVIL], removed: [EVIL], summary: EVIL },
        report: { what: EVIL, asked: [EVIL], marks: [] },
        details: { ...details, decided: 1, firstByte: null },
      }),
    ],
    weighed: () => ({
      action: 'block',
      rules: [{ ...rule, action: 'block', lost: EVIL, meaning: EVIL }],
      more: 0,
    }),
  });
  log.answers = { names: { page: [EVIL], tracker: [EVIL], list: [EVIL] } };
  const query = encodeURIComponent(EVIL);
  for (const path of ['/log', '/log/1', '/log/1/part', '/log/rows', `/log?group=${query}`]) {
    const page = await text(`${path}${path.includes('?') ? '&' : '?'}back=/${query}&rule=${query}`);
    expect(page, path).not.toContain('<script>alert');
    expect(page, path).not.toContain('<img src=x');
  }
});
