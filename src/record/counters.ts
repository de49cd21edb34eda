import type { LogDatabase } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import { bounded, MAX_NAME, printable } from './guard.ts';
import type { DeviceTally, HourTally, Tally, Traffic } from './tally.ts';
import { dayOfHour } from './times.ts';

/** Adds a tally to the hourly counters; to be called inside a transaction. */
export type AddCounts = (tally: Tally) => void;

/**
 * What is counted, per hour of an event's time: every event by device and by
 * (device, registrable domain), and by action; those that name a tracker, by
 * tracker; those acted on, by the site that asked. Sites of exchanges that just
 * passed are not counted: that would be a diary of what people read.
 */
export function createCounters(db: LogDatabase, words: Dictionary): AddCounts {
  const addTraffic = trafficAdder(db);
  const addAction = db.prepare<[number, number, number, number]>(`
    INSERT INTO hour_actions (hour, action, observed, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  const addTracker = nameAdder(db, words, 'hour_trackers', 'tracker');
  const addPage = nameAdder(db, words, 'hour_pages', 'page');
  const label = db.prepare<[number, string]>(`
    INSERT INTO device_labels (device, label) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET label = excluded.label WHERE label <> excluded.label`);

  const addDevice = (hour: number, id: string, tally: DeviceTally) => {
    const day = dayOfHour(hour);
    const device = words.nameKept(printable(id), day);
    for (const [domain, traffic] of tally.domains) {
      addTraffic.domain(hour, device, words.nameKept(domain, day), traffic);
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
      addTracker(hour.hour, hour.trackers);
      addPage(hour.hour, hour.pages);
    }
  };
}

function trafficAdder(db: LogDatabase) {
  const device = db.prepare<number[]>(`
    INSERT INTO hour_devices (hour, device, total, acted, tunnelled, bytes)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, acted = acted + excluded.acted,
      tunnelled = tunnelled + excluded.tunnelled, bytes = bytes + excluded.bytes`);
  const domain = db.prepare<number[]>(`
    INSERT INTO hour_domains (hour, device, domain, total, acted, tunnelled, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, acted = acted + excluded.acted,
      tunnelled = tunnelled + excluded.tunnelled, bytes = bytes + excluded.bytes`);
  return {
    device: (hour: number, of: number, { total, acted, tunnelled, bytes }: Traffic) =>
      device.run(hour, of, total, acted, tunnelled, bytes),
    domain: (hour: number, of: number, to: number, { total, acted, tunnelled, bytes }: Traffic) =>
      domain.run(hour, of, to, total, acted, tunnelled, bytes),
  };
}

function nameAdder(db: LogDatabase, words: Dictionary, table: string, column: string) {
  const add = db.prepare<[number, number, number]>(`
    INSERT INTO ${table} (hour, ${column}, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  return (hour: number, counts: ReadonlyMap<string, number>) => {
    for (const [name, count] of counts) {
      add.run(hour, words.nameKept(printable(name), dayOfHour(hour)), count);
    }
  };
}

function sum(traffics: Iterable<Traffic>): Traffic {
  const all = { total: 0, acted: 0, tunnelled: 0, bytes: 0 };
  for (const { total, acted, tunnelled, bytes } of traffics) {
    all.total += total;
    all.acted += acted;
    all.tunnelled += tunnelled;
    all.bytes += bytes;
  }
  return all;
}
