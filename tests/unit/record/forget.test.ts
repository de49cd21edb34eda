import { expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { createForgetter, forgetInLog } from '../../../src/record/forget.ts';
import { event, HOUR, HOUR_MS, logOf, type OpenLog, recorderOn } from './samples.ts';

const PHONE = 'mac:02:00:00:00:00:01' as DeviceId;
const LAPTOP = 'mac:02:00:00:00:00:02' as DeviceId;
const REPORT = {
  what: 'Purchase',
  asked: ['hashed e-mail'],
  marks: [{ kind: 'email', mark: 'AAAAAAAAAAA' }],
} as const;

/** A fortnight of both, an hour apart. */
const PAST = Array.from({ length: 336 }, (_, i) =>
  event({
    at: HOUR - (335 - i) * HOUR_MS,
    device: i % 3 === 0 ? PHONE : LAPTOP,
    deviceName: i % 3 === 0 ? 'Phone' : 'Laptop',
    tracker: 'Meta Pixel',
    page: 'shop.example',
    report: REPORT,
  }),
);

const TABLES = [
  'events',
  'hour_devices',
  'hour_domains',
  'day_device_trackers',
  'day_device_pages',
  'device_labels',
];

/** Rows that name a device, by table. */
function traces({ db }: OpenLog, device: string): Readonly<Record<string, unknown>> {
  const rows = (table: string, column: string) =>
    db
      .prepare(`SELECT count(*) FROM ${table} JOIN names ON ${column} = names.id WHERE text = ?`)
      .pluck()
      .get(device);
  return {
    ...Object.fromEntries(TABLES.map((table) => [table, rows(table, 'device')])),
    mark_reach: rows('mark_reach', 'what = 1 AND word'),
  };
}

function run(step: () => boolean, most = 1_000): number {
  for (let steps = 0; steps < most; steps += 1) if (!step()) return steps;
  return most;
}

const NOTHING = Object.fromEntries([...TABLES, 'mark_reach'].map((table) => [table, 0]));

test('rows and counters of the device go, in small steps, and those of others stay', () => {
  const log = logOf(PAST);
  const others = traces(log, LAPTOP);
  expect(traces(log, PHONE)).toMatchObject({ events: 112, mark_reach: 1, device_labels: 1 });
  forgetInLog(log.db, PHONE, HOUR);
  expect(run(createForgetter(log.db))).toBeGreaterThan(20);
  expect(traces(log, PHONE)).toEqual(NOTHING);
  expect(traces(log, LAPTOP)).toEqual(others);
  expect(createForgetter(log.db)()).toBe(false);
});

test('what comes after the wish is of a new device, and stays', () => {
  const log = logOf(PAST);
  forgetInLog(log.db, PHONE, HOUR);
  const recorder = recorderOn(log);
  recorder.record(event({ at: HOUR + 2 * HOUR_MS, device: PHONE, deviceName: 'Phone' }));
  recorder.close();
  run(createForgetter(log.db));
  expect(traces(log, PHONE)).toMatchObject({ events: 1, hour_devices: 1 });
});

test('a restart half way begins again and ends', () => {
  const log = logOf(PAST);
  forgetInLog(log.db, PHONE, HOUR);
  run(createForgetter(log.db), 5);
  expect(traces(log, PHONE)).not.toEqual(NOTHING);
  run(createForgetter(log.db));
  expect(traces(log, PHONE)).toEqual(NOTHING);
});

test('one that the log does not know, and a wish that cannot be read, end at once', () => {
  const log = logOf(PAST);
  forgetInLog(log.db, 'ip:10.9.9.9', HOUR);
  log.db.prepare("INSERT INTO meta VALUES ('forget:ip:10.0.0.1', 'nonsense')").run();
  expect(run(createForgetter(log.db))).toBe(2);
  expect(log.db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(336);
});
