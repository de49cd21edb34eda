import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { LEVELS } from '../../../src/model/device.ts';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import { openDatabase } from '../../../src/record/database.ts';
import { LogQueries } from '../../../src/record/queries.ts';
import { createWriter } from '../../../src/record/writer.ts';
import { logAddress, meets, parseConditions, parseNumber } from '../../../src/status/filter.ts';
import { device, NOW, row } from '../../support/status-ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const kids = ['ip:10.0.0.0', 'ip:10.0.0.2'].map((id) =>
  device({ id: id as DeviceId, groups: ['kids'] }),
);
const parse = (query: string) =>
  parseConditions(new URLSearchParams(query), NOW, [device(), ...kids]);

describe('reading the address bar', () => {
  test.each([
    ['', {}],
    ['host=&action=&last=', {}],
    ['host=Ads.Example', { host: 'ads.example' }],
    ['host=https://Ads.Example/x?y', { host: 'ads.example' }],
    ['page=shop.example.', { page: 'shop.example' }],
    ['action=block', { action: 'block' }],
    ['action=explode', {}],
    ['last=1h', { since: NOW - 3_600_000 }],
    ['last=toString', {}],
    ['last=1h&since=5', { since: NOW - 3_600_000 }],
    ['since=5&until=9', { since: 5, until: 9 }],
    ['since=-5&until=1e3', {}],
    ['text=%20a+b%20', { text: 'a b' }],
    [`tracker=${'x'.repeat(300)}`, { tracker: 'x'.repeat(200) }],
    ['device=mac:aa&list=a.txt&tracker=Meta', { device: 'mac:aa', list: 'a.txt', tracker: 'Meta' }],
    ['before=5&limit=9999&__proto__=x', {}],
    ['group=kids', { devices: ['ip:10.0.0.0', 'ip:10.0.0.2'] }],
    ['group=nobody', { devices: [] }],
    ['type=script&level=full&unopened=1', { type: 'script', level: 'full', unopened: true }],
    ['type=scripts&level=half&unopened=yes', {}],
    [`rule=${'x'.repeat(2_000)}`, { rule: 'x'.repeat(1_000) }],
    ['since=2026-13-03T14:30&until=2026-03-03', {}],
  ])('%s', (query, conditions) => {
    expect(parse(query)).toEqual(conditions);
  });

  test('anything is harmless', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        for (const value of Object.values(parse(query))) {
          expect(typeof value === 'number' || String(value).length <= 1_000).toBe(true);
        }
      }),
    );
  });

  test('a date and time are of this machine, as the form has them', () => {
    const at = new Date(2026, 2, 3, 14, 30);
    expect(parse('since=2026-03-03T14:30&until=2026-03-03T14:30:05')).toEqual({
      since: at.getTime(),
      until: at.getTime() + 5_000,
    });
  });

  test.each([
    ['12', 12],
    ['0', 0],
    ['', null],
    ['-1', null],
    ['1.5', null],
    ['1234567890123456', null],
    [null, null],
  ])('the number %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe('writing the address bar', () => {
  const query = new URLSearchParams('host=a.example&action=block&before=9&other=1&text=');
  test.each([
    [{}, '/log?host=a.example&action=block'],
    [{ host: null }, '/log?action=block'],
    [{ host: null, action: null }, '/log'],
    [{ page: 'a&b' }, '/log?host=a.example&page=a%26b&action=block'],
    [{ before: '7' }, '/log?host=a.example&action=block&before=7'],
  ])('%j', (changes, address) => {
    expect(logAddress(query, changes)).toBe(address);
  });
});

describe('live rows', () => {
  const r = row(1);
  test.each([
    [{}, true],
    [{ host: 'www.facebook.com' }, true],
    [{ host: 'facebook.com' }, true],
    [{ host: 'ebook.com' }, false],
    [{ page: 'shop.example' }, true],
    [{ page: 'example' }, false],
    [{ action: 'block' }, true],
    [{ action: 'allow' }, false],
    [{ list: 'meta.yaml', tracker: 'Meta Pixel', device: r.device }, true],
    [{ list: 'meta.yaml', tracker: 'TikTok' }, false],
    [{ since: r.at, until: r.at }, true],
    [{ since: r.at + 1 }, false],
    [{ until: r.at - 1 }, false],
    [{ text: 'PIXEL' }, true],
    [{ text: 'laptop' }, true],
    [{ text: '?id&EV' }, true],
    [{ text: 'nowhere' }, false],
    [{ devices: ['x', r.device] }, true],
    [{ devices: [] }, false],
    [{ rule: 'meta-pixel-hit', type: 'image' }, true],
    [{ rule: 'meta-pixel' }, false],
    [{ type: 'script' }, false],
    [{ level: 'full' }, false],
    [{ unopened: true }, false],
  ] as const)('%j: %s', (conditions, expected) => {
    expect(meets(r, conditions)).toBe(expected);
  });

  test('a row without page, rule and tracker meets no condition on them', () => {
    const bare = row(1, { page: null, rule: null, tracker: null });
    expect(meets(bare, { page: 'shop.example' })).toBe(false);
    expect(meets(bare, { list: 'meta.yaml' })).toBe(false);
    expect(meets(bare, { text: 'meta' })).toBe(false);
  });

  test('meet the same conditions as the rows that the log finds', () => {
    const hosts = ['a.example', 'x.a.example', 'xa.example', 'b.test'];
    const pages = ['shop.example', 'www.shop.example', null];
    const trackers = ['Meta Pixel', 'Meta', null];
    const events = hosts.flatMap((host, i) =>
      pages.flatMap((page, j) =>
        trackers.map((tracker, k) => {
          const n = i * 9 + j * 3 + k;
          const id = `ip:10.0.0.${n % 3}` as DeviceId;
          return row(n + 1, {
            host,
            page,
            tracker,
            device: id,
            deviceName: `Device ${n % 3}`,
            at: NOW + n * 1_000,
            action: ACTIONS[n % ACTIONS.length] ?? 'block',
            path: `/p${n}?q&r`,
            summary: n % 6 === 0 ? 'TikTok was told: AddToCart 49 EUR' : null,
            rule: n % 2 === 0 ? { list: `l${n % 5}.txt`, line: n, text: `||${host}^` } : null,
            undone: n % 7 === 0 ? { list: 'u.txt', line: n, text: `||undone${n}^` } : null,
            type: RESOURCE_TYPES[n % 5] ?? 'other',
            ...(n % 4 === 3 ? {} : { level: LEVELS[n % 4] ?? 'full' }),
            ...(n % 5 === 0 ? { kind: 'tunnel', action: 'pass' } : {}),
            ...(n % 10 === 0 ? { tunnel: 'do-not-intercept' } : {}),
          });
        }),
      ),
    );
    const db = openDatabase(path.join(temporaryFolder(), 'events.db'), (message) => {
      throw new Error(message);
    });
    createWriter(db, (host) => host.split('.').slice(-2).join('.'))(events, null);
    const log = new LogQueries(db);
    const stored = log.rows({ limit: 1000 });
    expect(stored).toHaveLength(events.length);
    const conditions = fc.record(
      {
        host: fc.constantFrom('a.example', 'x.a.example', 'example', 'b.test', 'c.test'),
        page: fc.constantFrom('shop.example', 'www.shop.example', 'other.example'),
        tracker: fc.constantFrom('Meta Pixel', 'Meta', 'None'),
        device: fc.constantFrom('ip:10.0.0.0', 'ip:10.0.0.1'),
        action: fc.constantFrom(...ACTIONS),
        list: fc.constantFrom('l0.txt', 'l2.txt'),
        devices: fc.subarray(['ip:10.0.0.0', 'ip:10.0.0.2', 'ip:10.0.0.9']),
        rule: fc.constantFrom('||a.example^', '||b.test^', '||c.test^'),
        type: fc.constantFrom(...RESOURCE_TYPES),
        level: fc.constantFrom(...LEVELS),
        unopened: fc.boolean(),
        text: fc.constantFrom(
          ...['META', 'shop', '/p1', 'device 2', '||x', '%', '_', 'q&r', 'undone2'],
          ...['addtocart', '49 EUR'],
        ),
        since: fc.integer({ min: NOW, max: NOW + 40_000 }),
        until: fc.integer({ min: NOW, max: NOW + 40_000 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(conditions, (chosen) => {
        const found = log.rows({ ...chosen, limit: 1000 }).map(({ id }) => id);
        expect(stored.filter((r) => meets(r, chosen)).map(({ id }) => id)).toEqual(found);
      }),
    );
    log.close();
    db.close();
  });
});
