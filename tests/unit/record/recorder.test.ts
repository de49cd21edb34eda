import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import type { LogRow } from '../../../src/model/log.ts';
import { openReader } from '../../../src/record/database.ts';
import type { RecordSettings } from '../../../src/record/recorder.ts';
import { event, type OpenLog, openLog, pass, recorderOn } from './samples.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const stored = ({ db }: OpenLog) => db.prepare('SELECT count(*) FROM events').pluck().get();
const counted = ({ db }: OpenLog) =>
  db.prepare('SELECT sum(total) FROM hour_devices').pluck().get();

describe('when it writes', () => {
  test('after 250 ms at the latest', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    recorder.record(event());
    vi.advanceTimersByTime(249);
    expect(stored(log)).toBe(0);
    vi.advanceTimersByTime(1);
    expect(stored(log)).toBe(1);
    recorder.record(event());
    vi.advanceTimersByTime(250);
    expect(stored(log)).toBe(2);
  });

  test('after 100 rows at once, but never inside record', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    const began = Date.now();
    for (let i = 0; i < 1200; i++) recorder.record(event());
    expect(stored(log)).toBe(0);
    vi.advanceTimersByTime(0);
    expect(stored(log)).toBe(100);
    vi.advanceTimersToNextTimer();
    expect(stored(log)).toBe(200);
    // What is left does not wait another 250 ms.
    for (let turn = 0; turn < 10; turn++) vi.advanceTimersToNextTimer();
    expect(stored(log)).toBe(1200);
    expect(Date.now() - began).toBeLessThan(50);
  });

  test('on close, and nothing after it', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    for (let i = 0; i < 1200; i++) recorder.record(event());
    recorder.close();
    expect(stored(log)).toBe(1200);
    recorder.record(event());
    recorder.close();
    expect(stored(log)).toBe(1200);
    expect(recorder.dropped).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what it stores', () => {
  const events: readonly Event[] = [
    event(),
    event({ action: 'log' }),
    event({ action: 'allow', undone: { list: 'a.txt', line: 1, text: '||x^' } }),
    event({ action: 'allow' }),
    pass(),
    pass({ kind: 'tunnel' }),
  ];
  const cases: readonly [Partial<RecordSettings>, readonly string[]][] = [
    [{}, ['block', 'log', 'allow']],
    [{ scope: 'all' }, ['block', 'log', 'allow', 'allow', 'pass', 'pass']],
    [{ detail: 'values' }, ['block', 'log', 'allow']],
    [{ detail: 'counts' }, []],
    [{ detail: 'counts', scope: 'all' }, []],
  ];
  test.each(cases)('with %o', (settings, actions) => {
    const log = openLog();
    const recorder = recorderOn(log, settings);
    const told: LogRow[] = [];
    recorder.subscribe((row) => told.push(row));
    for (const each of events) recorder.record(each);
    recorder.flush();
    expect(told.map(({ action }) => action)).toEqual(actions);
    expect(stored(log)).toBe(actions.length);
    expect(counted(log)).toBe(events.length);
  });

  test('no value reaches the disk unless values are wanted', () => {
    for (const [detail, found] of [
      ['names', 0],
      ['values', 1],
    ] as const) {
      const log = openLog();
      const recorder = recorderOn(log, { detail });
      recorder.record(event({ path: '/tr?em=me@mail.example' }));
      recorder.close();
      const sql = "SELECT count(*) FROM events WHERE path LIKE '%me@mail.example%'";
      expect(log.db.prepare(sql).pluck().get()).toBe(found);
    }
  });
});

describe('events that are no rows', () => {
  test('are counted after 250 ms at the latest, also while rows come fast', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    recorder.record(pass());
    vi.advanceTimersByTime(100);
    for (let i = 0; i < 100; i++) recorder.record(event());
    vi.advanceTimersByTime(0);
    expect(stored(log)).toBe(100);
    expect(counted(log)).toBe(100);
    vi.advanceTimersByTime(149);
    for (let i = 0; i < 100; i++) recorder.record(event());
    vi.advanceTimersByTime(1);
    expect(stored(log)).toBe(200);
    expect(counted(log)).toBe(201);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of many hosts are written before, and a little at a time', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    for (let i = 0; i < 5000; i++) recorder.record(pass({ host: `h${i}.example` }));
    expect(counted(log)).toBeNull();
    vi.advanceTimersByTime(0);
    expect(counted(log)).toBeGreaterThan(900);
    expect(counted(log)).toBeLessThan(1100);
    vi.advanceTimersByTime(250);
    expect(counted(log)).toBe(5000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('wait for room on a full disk, bounded, and are counted as dropped after that', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    log.db.pragma(`max_page_count = ${log.db.pragma('page_count', { simple: true })}`);
    const host = (i: number) => `h${i}.${'long'.repeat(12)}${i}.example`;
    for (let i = 0; i < 30_000; i++) recorder.record(pass({ host: host(i) }));
    vi.advanceTimersByTime(60_000);
    expect(log.warnings).toEqual([
      'writing to the log: too many events wait; the oldest are dropped',
      'writing to the log: database or disk is full; events wait',
    ]);
    expect(recorder.dropped).toBeGreaterThan(15_000);
    log.db.pragma('max_page_count = 1000000');
    vi.advanceTimersByTime(6000);
    expect(counted(log)).toBe(30_000 - recorder.dropped);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that are none at all harm nobody', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    recorder.record({ ...pass(), host: undefined as unknown as string });
    recorder.record(pass());
    recorder.close();
    expect(counted(log)).toBe(1);
    expect(recorder.dropped).toBe(1);
    expect(log.warnings[0]).toMatch(/1 events were lost$/);
  });
});

describe('whom it tells', () => {
  test('listeners get each row after it is stored, with its id, until they leave', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    const told: [number, unknown][] = [];
    const leave = recorder.subscribe(({ id }) => told.push([id, stored(log)]));
    recorder.record(event());
    recorder.record(event());
    expect(told).toEqual([]);
    recorder.flush();
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
    leave();
    recorder.record(event());
    recorder.flush();
    expect(told).toHaveLength(2);
  });

  test('a listener that throws is removed and harms nobody', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    const told: number[] = [];
    recorder.subscribe(() => {
      throw new Error('gone');
    });
    recorder.subscribe(({ id }) => told.push(id));
    recorder.record(event());
    recorder.record(event());
    recorder.flush();
    expect(told).toEqual([1, 2]);
    expect(log.warnings).toEqual(['telling a listener of the log: Error: gone; it was removed']);
  });
});

describe('when the disk does not take it', () => {
  /** As on a full disk: SQLite itself refuses to grow the file. */
  const fill = ({ db }: OpenLog) =>
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  const clear = ({ db }: OpenLog) => db.pragma('max_page_count = 1000000');
  const many = 600;

  test('a full disk is told once, and events wait until there is room', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    fill(log);
    for (let i = 0; i < many; i++) recorder.record(event({ path: `/${'x'.repeat(1000)}/${i}` }));
    vi.advanceTimersByTime(60_000);
    expect(log.warnings).toEqual(['writing to the log: database or disk is full; events wait']);
    clear(log);
    vi.advanceTimersByTime(6000);
    expect(stored(log)).toBe(many);
    expect(recorder.dropped).toBe(0);
    expect(counted(log)).toBe(many);
  });

  test('what waits is bounded: the oldest go, told once and counted', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    fill(log);
    for (let i = 0; i < 25_000; i++) recorder.record(event({ path: `/${'x'.repeat(100)}/${i}` }));
    vi.advanceTimersByTime(10_000);
    expect(recorder.dropped).toBeGreaterThanOrEqual(14_000);
    expect(log.warnings.filter((text) => text.includes('the oldest are dropped'))).toHaveLength(1);
    clear(log);
    recorder.close();
    const left = 25_000 - recorder.dropped;
    expect(stored(log)).toBe(left);
    expect(log.db.prepare('SELECT path FROM events ORDER BY id DESC').pluck().get()).toContain(
      '24999',
    );
  });

  test('closing on a full disk ends, and counts what was lost', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    fill(log);
    for (let i = 0; i < many; i++) recorder.record(event({ path: `/${'x'.repeat(1000)}/${i}` }));
    recorder.close();
    expect(recorder.dropped).toBe(many);
    expect(stored(log)).toBe(0);
  });

  test('another writer is waited for without a word', () => {
    const log = openLog();
    const other = openLog(log.path);
    const recorder = recorderOn(log);
    other.db.exec('BEGIN IMMEDIATE');
    recorder.record(event());
    vi.advanceTimersByTime(250);
    expect(stored(log)).toBe(0);
    other.db.exec('COMMIT');
    vi.advanceTimersByTime(250);
    expect(stored(log)).toBe(1);
    expect(log.warnings).toEqual([]);
  });

  test('a damaged file is marked, so that the next start sets it aside', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    // The root page of an index is said to be one that it cannot be.
    log.db.unsafeMode(true);
    log.db.pragma('writable_schema = ON');
    log.db.exec("UPDATE sqlite_master SET rootpage = 1 WHERE name = 'events_host'");
    log.db.close();
    const again = openLog(log.path);
    const second = recorderOn(again);
    second.record(event());
    second.flush();
    expect(again.warnings).toHaveLength(1);
    expect(again.warnings[0]).toMatch(/^writing to the log: .*; events wait$/);
    expect(existsSync(`${log.path}.damaged`)).toBe(true);
    again.db.close();
    expect(openLog(log.path).warnings[0]).toContain('found damaged while in use');
    recorder.close();
  });

  test('a closed database throws nothing into the proxy', () => {
    const log = openLog();
    const recorder = recorderOn(log);
    log.db.close();
    recorder.record(event());
    vi.advanceTimersByTime(250);
    expect(log.warnings).toHaveLength(1);
    recorder.close();
    expect(recorder.dropped).toBe(1);
  });
});

test('a reader in another connection sees what was flushed', () => {
  const log = openLog();
  const recorder = recorderOn(log);
  const reader = openReader(log.path);
  recorder.record(event());
  recorder.flush();
  expect(reader.prepare('SELECT count(*) FROM events').pluck().get()).toBe(1);
  reader.close();
});
