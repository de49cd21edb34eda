import { expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { createCounters } from '../../../src/record/counters.ts';
import { createDictionary } from '../../../src/record/dictionary.ts';
import { createTally } from '../../../src/record/tally.ts';
import { device, domainOf, event, HOUR, HOUR_MS, type OpenLog, openLog, pass } from './samples.ts';

function counterOf({ db }: OpenLog): (events: readonly Event[]) => void {
  const add = createCounters(db, createDictionary(db));
  return (events) => {
    const tally = createTally(domainOf);
    for (const each of events) tally.add(each);
    add(tally);
  };
}

test('traffic per hour, device and registrable domain adds up over batches', () => {
  const log = openLog();
  const { db } = log;
  const count = counterOf(log);
  const sizes = { bytesUp: 1, bytesDown: 10 };
  count([
    event({ host: 'a.meta.example', ...sizes }),
    pass({ host: 'b.meta.example', ...sizes }),
    pass({ kind: 'tunnel', host: 'bank.test', ...sizes }),
    event({ kind: 'tunnel', host: 'bank.test', action: 'block', ...sizes }),
  ]);
  count([
    pass({ at: HOUR + HOUR_MS, host: 'meta.example', ...sizes }),
    pass({ host: 'meta.example', ...sizes }),
    pass({ device: device('ip:2'), deviceName: 'TV', host: 'meta.example', ...sizes }),
  ]);
  const hour = HOUR / HOUR_MS;
  const rows = db
    .prepare(
      `SELECT hour, d.text AS device, n.text AS domain, total, acted, tunnelled, bytes
       FROM hour_domains JOIN names d ON d.id = device JOIN names n ON n.id = domain
       ORDER BY hour, device, domain`,
    )
    .all();
  const phone = 'mac:02:00:00:00:00:01';
  expect(rows).toEqual([
    { hour, device: 'ip:2', domain: 'meta.example', total: 1, acted: 0, tunnelled: 0, bytes: 11 },
    { hour, device: phone, domain: 'bank.test', total: 2, acted: 1, tunnelled: 1, bytes: 22 },
    { hour, device: phone, domain: 'meta.example', total: 3, acted: 1, tunnelled: 0, bytes: 33 },
    {
      hour: hour + 1,
      device: phone,
      domain: 'meta.example',
      total: 1,
      acted: 0,
      tunnelled: 0,
      bytes: 11,
    },
  ]);
  expect(
    db
      .prepare('SELECT sum(total), sum(acted), sum(tunnelled), sum(bytes) FROM hour_devices')
      .raw()
      .get(),
  ).toEqual([7, 2, 1, 77]);
  expect(db.prepare('SELECT label FROM device_labels ORDER BY label').pluck().all()).toEqual([
    'Phone',
    'TV',
  ]);
});

test('sites are counted only where a tracker tried something, trackers always', () => {
  const log = openLog();
  const { db } = log;
  const count = counterOf(log);
  count([
    event({ page: 'shop.example' }),
    event({ page: 'shop.example', action: 'log' }),
    pass({ page: 'private.example' }),
    event({ page: null, observed: true }),
  ]);
  const counts = (table: string, column: string) =>
    db.prepare(`SELECT text, count FROM ${table} JOIN names ON id = ${column}`).raw().all();
  expect(counts('hour_pages', 'page')).toEqual([['shop.example', 2]]);
  expect(counts('hour_trackers', 'tracker')).toEqual([['Meta Pixel', 3]]);
  expect(db.prepare('SELECT action, observed, count FROM hour_actions').raw().all()).toEqual([
    [0, 0, 1],
    [2, 0, 1],
    [7, 0, 1],
    [7, 1, 1],
  ]);
});

test('texts are stored bounded and without control characters', () => {
  const log = openLog();
  const long = 'x'.repeat(100_000);
  counterOf(log)([
    event({
      device: device(`a\u001b${long}`),
      deviceName: `b\n${long}`,
      tracker: `c\u202e${long}`,
    }),
    event({ page: `d\u0000${long}` }),
  ]);
  const names = log.db.prepare<[], string>('SELECT text FROM names').pluck().all();
  const labels = log.db.prepare<[], string>('SELECT label FROM device_labels').pluck().all();
  const beginnings = [...names, ...labels].filter((text) => /^[abcd]x/.test(text));
  expect(beginnings.map((text) => text[0]).sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(Math.max(...beginnings.map(({ length }) => length))).toBeLessThanOrEqual(253);
});
