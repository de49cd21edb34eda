import { statSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { LogQueries } from '../../../src/record/queries.ts';
import { Retention, type RetentionSettings } from '../../../src/record/retention.ts';
import {
  DAY_MS,
  event,
  HOUR,
  HOUR_MS,
  logOf,
  type OpenLog,
  openLog,
  recorderOn,
} from './samples.ts';

afterEach(() => {
  vi.useRealTimers();
});

const WIDE: RetentionSettings = { days: 30, counterDays: 400, megabytes: 1000 };

function retentionOn(log: OpenLog, settings: Partial<RetentionSettings>, now = HOUR): Retention {
  return new Retention({
    db: log.db,
    settings: { ...WIDE, ...settings },
    now: () => now,
    warn: (message) => log.warnings.push(message),
  });
}

/** Steps until nothing is left to do; how many it took. */
function run(retention: Retention): number {
  for (let steps = 0; ; steps++) {
    if (!retention.step()) return steps;
    if (steps > 10_000) throw new Error('retention does not come to an end');
  }
}

const count = ({ db }: OpenLog, table: string) =>
  db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const every = (step: number, amount: number, more: (i: number) => Partial<Event> = () => ({})) =>
  Array.from({ length: amount }, (_, i) =>
    event({ at: HOUR - (amount - 1 - i) * step, ...more(i) }),
  );

describe('by age', () => {
  test('exactly the events before the cutoff go, and their counters stay', () => {
    const log = logOf(every(HOUR_MS / 2, 200));
    run(retentionOn(log, { days: 2 }));
    const left = log.db.prepare('SELECT at FROM events').pluck().all() as number[];
    expect(left).toHaveLength(97);
    expect(Math.min(...left)).toBe(HOUR - 2 * DAY_MS);
    expect(log.db.prepare('SELECT sum(total) FROM hour_devices').pluck().get()).toBe(200);
  });

  test('an old event that was stored late goes as well', () => {
    const log = logOf([event(), event({ at: HOUR - 40 * DAY_MS }), event()]);
    run(retentionOn(log, {}));
    expect(log.db.prepare('SELECT at FROM events').pluck().all()).toEqual([HOUR, HOUR]);
  });

  test('counters go later', () => {
    const log = logOf(every(DAY_MS, 20));
    run(retentionOn(log, { days: 2, counterDays: 10 }));
    expect(count(log, 'events')).toBe(3);
    for (const table of [
      'hour_devices',
      'hour_domains',
      'hour_actions',
      'hour_trackers',
      'hour_pages',
    ]) {
      expect([table, count(log, table)]).toEqual([table, 11]);
    }
  });

  test('counters are never kept shorter than events', () => {
    const log = logOf(every(DAY_MS, 20));
    run(retentionOn(log, { days: 10, counterDays: 0 }));
    expect(count(log, 'hour_devices')).toBe(11);
  });

  test('words that nothing uses go, words in use stay', () => {
    const log = logOf(
      every(DAY_MS, 20, (i) => ({
        host: `h${i}.domain${i}.example${i}`,
        page: `page${i}.example`,
        rule: { list: 'a.txt', line: i, text: `||h${i}^` },
        deviceName: `name ${i}`,
      })),
    );
    run(retentionOn(log, { days: 2, counterDays: 5 }));
    expect(count(log, 'hosts')).toBe(3);
    expect(count(log, 'rules')).toBe(6);
    const names = log.db.prepare('SELECT text FROM names').pluck().all();
    expect(names).toContain('page14.example');
    expect(names).not.toContain('page13.example');
    expect(names).toContain('name 17');
    expect(names).not.toContain('name 16');
    const queries = new LogQueries(log.path);
    expect(queries.rows({ limit: 10 }).map(({ host }) => host)).toEqual(
      [19, 18, 17].map((i) => `h${i}.domain${i}.example${i}`),
    );
    expect(queries.overview({ since: 0 }).byPage).toHaveLength(6);
    queries.close();
  });

  test('marks and details leave with the events, other counters of days later', () => {
    const mark = (i: number) => ({ kind: 'email', mark: `AAAAAAAAAA${i}` }) as const;
    const log = logOf(
      every(DAY_MS, 9, (i) => ({
        report: { what: `report ${i}`, asked: [], marks: [mark(i)] },
        details: { headers: [`header-${i}`], values: [], decided: 1, firstByte: null },
      })),
    );
    run(retentionOn(log, { days: 2, counterDays: 5 }));
    for (const table of ['day_marks', 'mark_reach', 'marks', 'header_lists']) {
      expect([table, count(log, table)]).toEqual([table, table === 'mark_reach' ? 9 : 3]);
    }
    const days = 'SELECT count(DISTINCT day) FROM day_meetings';
    expect(log.db.prepare(days).pluck().get()).toBe(3);
    for (const table of [
      ...['day_tried', 'day_reports', 'day_device_trackers', 'day_device_pages', 'day_pages'],
      ...['day_rules', 'reports', 'report_reach'],
    ]) {
      expect([table, count(log, table)]).toEqual([table, 6]);
    }
    run(retentionOn(log, {}, HOUR + 500 * DAY_MS));
    for (const table of [
      ...['day_marks', 'mark_reach', 'marks', 'reports', 'report_reach', 'tracker_first'],
      ...['day_meetings'],
    ]) {
      expect([table, count(log, table)]).toEqual([table, 0]);
    }
  });

  test('settings that change while it runs are heeded', () => {
    const log = logOf(every(DAY_MS, 20));
    const settings = { ...WIDE };
    const warn = (message: string) => log.warnings.push(message);
    const retention = new Retention({ db: log.db, settings, now: () => HOUR, warn });
    run(retention);
    expect(count(log, 'events')).toBe(20);
    Object.assign(settings, { days: 5 });
    run(retention);
    expect(count(log, 'events')).toBe(6);
    Object.assign(settings, { megabytes: 0 });
    run(retention);
    expect([count(log, 'events'), count(log, 'day_marks')]).toEqual([0, 0]);
  });

  test('recording goes on after everything went, with growing ids', () => {
    const log = logOf(every(DAY_MS, 3));
    run(retentionOn(log, { days: 1, counterDays: 1 }, HOUR + 100 * DAY_MS));
    for (const table of [
      'events',
      'names',
      'hosts',
      'rules',
      'hours',
      'device_labels',
      'hour_devices',
    ]) {
      expect([table, count(log, table)]).toEqual([table, 0]);
    }
    const recorder = recorderOn(log);
    recorder.record(event());
    recorder.close();
    const queries = new LogQueries(log.path);
    expect(queries.rows({ limit: 10, host: 'tracker.example' })).toEqual([{ ...event(), id: 4 }]);
    queries.close();
  });
});

describe('by size', () => {
  const fat = (amount: number) =>
    every(1000, amount, (i) => ({ path: `/${i}/${'x'.repeat(900)}`, host: `h${i}.example` }));

  test('the oldest events go until the file fits, and the file shrinks', () => {
    const log = logOf(fat(4000));
    const steps = run(retentionOn(log, { megabytes: 2 }));
    log.db.pragma('wal_checkpoint(TRUNCATE)');
    expect(statSync(log.path).size).toBeLessThan(3.2 * 1024 * 1024);
    const left = Number(count(log, 'events'));
    expect(left).toBeGreaterThan(500);
    expect(log.db.prepare('SELECT max(id) - min(id) + 1 FROM events').pluck().get()).toBe(left);
    expect(log.db.prepare('SELECT max(id) FROM events').pluck().get()).toBe(4000);
    expect(steps).toBeGreaterThan(8);
    expect(log.db.pragma('quick_check', { simple: true })).toBe('ok');
  });

  test('counters go when events were not enough, and the file stays usable', () => {
    const log = logOf(
      every(HOUR_MS, 3000, (i) => ({ host: `a.domain${i}.example${i}`, page: `p${i}.example` })),
    );
    run(retentionOn(log, { megabytes: 0 }));
    expect(count(log, 'events')).toBe(0);
    expect(count(log, 'hour_domains')).toBe(0);
    expect(log.db.pragma('quick_check', { simple: true })).toBe('ok');
  });
});

describe('as a service', () => {
  test('it steps once a minute, and quickly while there is work', () => {
    vi.useFakeTimers();
    const log = logOf(every(DAY_MS, 1000));
    const retention = retentionOn(log, { days: 1 });
    retention.start();
    vi.advanceTimersByTime(59_999);
    expect(count(log, 'events')).toBe(1000);
    vi.advanceTimersByTime(1);
    expect(count(log, 'events')).toBe(900);
    vi.advanceTimersByTime(1000);
    expect(count(log, 'events')).toBe(2);
    retention.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a trouble is told once and does not end it', () => {
    const log = openLog();
    const retention = retentionOn(log, {});
    log.db.close();
    expect(retention.step()).toBe(false);
    expect(retention.step()).toBe(false);
    expect(log.warnings).toEqual([
      'deleting old events from the log: The database connection is not open',
    ]);
  });

  test('another writer is not a trouble', () => {
    const log = logOf(every(DAY_MS, 5));
    const other = openLog(log.path);
    const retention = retentionOn(log, { days: 1 });
    other.db.exec('BEGIN IMMEDIATE');
    expect(retention.step()).toBe(false);
    other.db.exec('COMMIT');
    expect(retention.step()).toBe(true);
    expect(log.warnings).toEqual([]);
  });
});
