import { bounded, printable } from './clean.ts';
import type { LogDatabase } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import { MAX_NAME } from './guard.ts';
import { type DeviceTally, type HourTally, noTraffic, type Tally, type Traffic } from './tally.ts';
import { dayOfHour } from './times.ts';
import { createTryCounters } from './try-counters.ts';
import type { TriedTally } from './try-tally.ts';

/** Adds a tally to the hourly counters; to be called inside a transaction. */
export type AddCounts = (tally: Tally) => void;

/**
 * What is counted, per hour of an event's time: every event by device and by
 * (device, registrable domain), and by action; those that name a tracker, by
 * tracker; what trackers tried, by the site that asked, and per day in more
 * detail (try-counters.ts). Sites of exchanges that just passed are not counted:
 * that would be a diary of what people read.
 */
export function createCounters(db: LogDatabase, words: Dictionary): AddCounts {
  const addTraffic = trafficAdder(db);
  const addAction = db.prepare<[number, number, number, number]>(`
    INSERT INTO hour_actions (hour, action, observed, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  const addTries = createTryCounters(db, words);
  const unopened = db.prepare<[number, number, number]>(`
    INSERT INTO day_unopened (day, domain, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  const firstHour = db.prepare<[number, number]>(`
    INSERT INTO tracker_first (tracker, hour) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET hour = excluded.hour WHERE excluded.hour < hour`);
  const addTracker = nameAdder(db, words, 'hour_trackers', 'tracker');
  const addPage = nameAdder(db, words, 'hour_pages', 'page');
  const label = db.prepare<[number, string]>(`
    INSERT INTO device_labels (device, label) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET label = excluded.label WHERE label <> excluded.label`);

  const addDevice = (hour: number, id: string, tally: DeviceTally) => {
    const day = dayOfHour(hour);
    const device = words.nameKept(printable(id), day);
    for (const [domain, traffic] of tally.domains) {
      const id = words.nameKept(domain, day);
      addTraffic.domain(hour, device, id, traffic);
      if (traffic.tunnelled > 0) unopened.run(day, id, traffic.tunnelled);
    }
    addTraffic.device(hour, device, sum(tally.domains.values()));
    label.run(device, printable(bounded(tally.label, MAX_NAME)));
  };
  const addActions = ({ hour, actions }: HourTally) => {
    for (const [index, count] of actions.entries()) {
      if (count > 0) addAction.run(hour, index >> 1, index & 1, count);
    }
  };

  return (tally) => {
    for (const hour of tally.hours()) {
      for (const [id, device] of hour.devices) addDevice(hour.hour, id, device);
      addActions(hour);
      addTracker(hour.hour, hour.trackers, (tracker) => void firstHour.run(tracker, hour.hour));
      addPage(hour.hour, hour.pages);
      addTries(dayOfHour(hour.hour), hour.tries);
    }
  };
}

function trafficAdder(db: LogDatabase) {
  const device = db.prepare<number[]>(`
    INSERT INTO hour_devices (hour, device, total, acted, tunnelled, bytes, tried, stopped)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, acted = acted + excluded.acted,
      tunnelled = tunnelled + excluded.tunnelled, bytes = bytes + excluded.bytes,
      tried = tried + excluded.tried, stopped = stopped + excluded.stopped`);
  const domain = db.prepare<number[]>(`
    INSERT INTO hour_domains (hour, device, domain, total, acted, tunnelled, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, acted = acted + excluded.acted,
      tunnelled = tunnelled + excluded.tunnelled, bytes = bytes + excluded.bytes`);
  return {
    device: (hour: number, of: number, traffic: Traffic) => {
      const { total, acted, tunnelled, bytes, tried, stopped } = traffic;
      device.run(hour, of, total, acted, tunnelled, bytes, tried, stopped);
    },
    domain: (hour: number, of: number, to: number, { total, acted, tunnelled, bytes }: Traffic) =>
      domain.run(hour, of, to, total, acted, tunnelled, bytes),
  };
}

function nameAdder(db: LogDatabase, words: Dictionary, table: string, column: string) {
  const add = db.prepare<[number, number, number, number]>(`
    INSERT INTO ${table} (hour, ${column}, count, stopped) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count, stopped = stopped + excluded.stopped`);
  return (
    hour: number,
    counts: ReadonlyMap<string, TriedTally>,
    also: (id: number) => void = () => {},
  ) => {
    for (const [name, { count, stopped }] of counts) {
      const id = words.nameKept(printable(name), dayOfHour(hour));
      add.run(hour, id, count, stopped);
      also(id);
    }
  };
}

function sum(traffics: Iterable<Traffic>): Traffic {
  const all = noTraffic();
  for (const { total, acted, tunnelled, bytes, tried, stopped } of traffics) {
    all.total += total;
    all.acted += acted;
    all.tunnelled += tunnelled;
    all.bytes += bytes;
    all.tried += tried;
    all.stopped += stopped;
  }
  return all;
}
