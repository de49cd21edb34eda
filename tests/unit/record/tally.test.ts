import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import { ACTION_CODES, isActedOn } from '../../../src/record/codes.ts';
import { createDomainCache } from '../../../src/record/domain-cache.ts';
import { actionIndex, createTally, type Tally } from '../../../src/record/tally.ts';
import {
  device,
  domainOf,
  event,
  HOUR,
  HOUR_MS,
  type OpenLog,
  openLog,
  pass,
  recorderOn,
} from './samples.ts';

const HOSTS = ['a.meta.example', 'b.meta.example', 'bank.test', 'x'];

/** Events of few hours, devices and hosts, in any order, so that they meet. */
const someEvent: fc.Arbitrary<Event> = fc
  .record({
    at: fc.integer({ min: HOUR - HOUR_MS, max: HOUR + 2 * HOUR_MS }),
    device: fc.constantFrom('ip:1', 'ip:2', 'mac:3').map(device),
    host: fc.constantFrom(...HOSTS),
    action: fc.constantFrom(...ACTIONS),
    kind: fc.constantFrom('https' as const, 'tunnel' as const),
    observed: fc.boolean(),
    tracker: fc.constantFrom(null, 'Meta Pixel', 'Other'),
    page: fc.constantFrom(null, 'shop.example', 'news.example'),
    undone: fc.constantFrom(null, { list: 'a.txt', line: 1, text: '||x^' }),
    bytesUp: fc.nat(1000),
    bytesDown: fc.nat(1_000_000),
  })
  .map((changes) => event({ deviceName: `Name of ${changes.device}`, ...changes }));

type Counts = Readonly<Record<string, number>>;

/** The same counts, the slow and plain way: one line of text per number. */
function naive(events: readonly Event[]): Counts {
  const counts = new Map<string, number>();
  const add = (key: string, amount: number) => {
    if (amount > 0) counts.set(key, (counts.get(key) ?? 0) + amount);
  };
  for (const each of events) {
    const hour = Math.floor(each.at / HOUR_MS);
    const acted = isActedOn(each.action);
    for (const to of [each.device, `${each.device} ${domainOf(each.host)}`]) {
      add(`${hour} ${to} total`, 1);
      add(`${hour} ${to} acted`, acted ? 1 : 0);
      add(`${hour} ${to} tunnelled`, each.kind === 'tunnel' && !acted ? 1 : 0);
      add(`${hour} ${to} bytes`, each.bytesUp + each.bytesDown);
    }
    add(`${hour} ${ACTION_CODES[each.action]} ${each.observed ? 1 : 0}`, 1);
    if (each.tracker !== null) add(`${hour} tracker ${each.tracker}`, 1);
    if (each.page !== null && (acted || each.tracker !== null)) {
      add(`${hour} page ${each.page}`, 1);
    }
  }
  return Object.fromEntries(counts);
}

const TRAFFIC = ['total', 'acted', 'tunnelled', 'bytes'];
const STORED = [
  ...TRAFFIC.flatMap((column) => [
    `SELECT hour || ' ' || d.text || ' ${column}', ${column}
     FROM hour_devices JOIN names d ON d.id = device`,
    `SELECT hour || ' ' || d.text || ' ' || n.text || ' ${column}', ${column}
     FROM hour_domains JOIN names d ON d.id = device JOIN names n ON n.id = domain`,
  ]),
  "SELECT hour || ' ' || action || ' ' || observed, count FROM hour_actions",
  "SELECT hour || ' tracker ' || text, count FROM hour_trackers JOIN names ON id = tracker",
  "SELECT hour || ' page ' || text, count FROM hour_pages JOIN names ON id = page",
].join(' UNION ALL ');

function stored({ db }: OpenLog): Counts {
  const rows = db.prepare<[], [string, number]>(STORED).raw().all();
  return Object.fromEntries(rows.filter(([, count]) => count > 0));
}

describe('what is stored equals a plain count', () => {
  const stream = fc.array(fc.tuple(someEvent, fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  const settings = fc.record({
    scope: fc.constantFrom('acted' as const, 'all' as const),
    detail: fc.constantFrom('counts' as const, 'names' as const),
  });
  test('whenever it is flushed, whatever becomes a row', () => {
    fc.assert(
      fc.property(stream, settings, (steps, chosen) => {
        const log = openLog(':memory:');
        const recorder = recorderOn(log, chosen);
        for (const [each, moment] of steps) {
          recorder.record(each);
          if (moment === 0) recorder.flush();
        }
        recorder.close();
        expect(stored(log)).toEqual(naive(steps.map(([each]) => each)));
        const labels = log.db.prepare<[], string>('SELECT label FROM device_labels').pluck().all();
        const devices = new Set(steps.map(([each]) => each.device));
        expect(labels.sort()).toEqual([...devices].map((id) => `Name of ${id}`).sort());
        log.db.close();
      }),
      { numRuns: 60 },
    );
  });
});

function texts(tally: Tally): readonly string[] {
  return [...tally.hours()].flatMap(({ devices, trackers, pages }) => [
    ...[...devices].flatMap(([id, { hosts, domains }]) => [id, ...hosts.keys(), ...domains.keys()]),
    ...trackers.keys(),
    ...pages.keys(),
  ]);
}

test('hosts of one domain share its sums, and only new texts are keys', () => {
  const tally = createTally(domainOf);
  for (let i = 0; i < 1000; i++) {
    tally.add(pass({ host: i % 2 === 0 ? 'a.meta.example' : 'b.meta.example' }));
  }
  expect(tally.events).toBe(1000);
  expect(tally.keys).toBe(3);
  const [hour] = tally.hours();
  const sums = [...(hour?.devices.values() ?? [])].flatMap(({ domains }) => [...domains]);
  const counts = { total: 1000, acted: 0, tunnelled: 0, bytes: 743_000, tried: 0, stopped: 0 };
  expect(sums).toEqual([['meta.example', counts]]);
  expect(hour?.actions[actionIndex(ACTION_CODES.pass, false)]).toBe(1000);
});

test('texts are bounded and numbers finite', () => {
  const long = 'x'.repeat(100_000);
  const tally = createTally(createDomainCache((host) => host));
  tally.add(
    event({
      at: Number.NaN,
      device: device(long),
      host: long,
      tracker: long,
      page: long,
      bytesUp: Number.POSITIVE_INFINITY,
      bytesDown: 1e300,
    }),
  );
  expect(Math.max(...texts(tally).map(({ length }) => length))).toBe(253);
  const [hour] = tally.hours();
  expect(hour?.hour).toBe(0);
  const sums = [...(hour?.devices.values() ?? [])].flatMap(({ domains }) => [...domains.values()]);
  expect(sums).toEqual([{ total: 1, acted: 1, tunnelled: 0, bytes: 8e12, tried: 1, stopped: 1 }]);
});
