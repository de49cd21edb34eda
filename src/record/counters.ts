import type { Event } from '../model/event.ts';
import { ACTION_CODES, isActedOn } from './codes.ts';
import type { LogDatabase } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import { dayOfHour, hourOf } from './times.ts';

/**
 * Adds events to the hourly counters; to be called inside a transaction.
 * `domainOf` gives a host's registrable domain.
 */
export type CountEvents = (events: readonly Event[]) => void;

interface Traffic {
  readonly hour: number;
  readonly device: string;
  readonly domain: string;
  total: number;
  acted: number;
  tunnelled: number;
  bytes: number;
}

/**
 * What is counted, per hour of an event's time: every event by device and by
 * (device, registrable domain), and by action; those that name a tracker, by
 * tracker; those acted on, by the site that asked. Sites of exchanges that just
 * passed are not counted: that would be a diary of what people read.
 */
export function createCounters(
  db: LogDatabase,
  words: Dictionary,
  domainOf: (host: string) => string,
): CountEvents {
  const addDevice = db.prepare(`
    INSERT INTO hour_devices (hour, device, total, acted, tunnelled, bytes)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, acted = acted + excluded.acted,
      tunnelled = tunnelled + excluded.tunnelled, bytes = bytes + excluded.bytes`);
  const addDomain = db.prepare(`
    INSERT INTO hour_domains (hour, device, domain, total, acted, tunnelled, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, acted = acted + excluded.acted,
      tunnelled = tunnelled + excluded.tunnelled, bytes = bytes + excluded.bytes`);
  const addAction = db.prepare(`
    INSERT INTO hour_actions (hour, action, observed, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  const addTracker = adder(db, 'hour_trackers', 'tracker');
  const addPage = adder(db, 'hour_pages', 'page');
  const label = db.prepare(`
    INSERT INTO device_labels (device, label) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET label = excluded.label WHERE label <> excluded.label`);

  return (events) => {
    for (const each of traffic(events, domainOf)) {
      const day = dayOfHour(each.hour);
      const device = words.nameKept(each.device, day);
      const domain = words.nameKept(each.domain, day);
      const counts = [each.total, each.acted, each.tunnelled, each.bytes];
      addDevice.run(each.hour, device, ...counts);
      addDomain.run(each.hour, device, domain, ...counts);
    }
    for (const [{ hour, action, observed }, count] of byAction(events)) {
      addAction.run(hour, ACTION_CODES[action], observed ? 1 : 0, count);
    }
    for (const [hour, tracker, count] of byName(events, (event) => event.tracker)) {
      addTracker.run(hour, words.nameKept(tracker, dayOfHour(hour)), count);
    }
    const askingSite = (event: Event) => (isActedOn(event.action) ? event.page : null);
    for (const [hour, page, count] of byName(events, askingSite)) {
      addPage.run(hour, words.nameKept(page, dayOfHour(hour)), count);
    }
    for (const [device, event] of new Map(events.map((event) => [event.device, event]))) {
      label.run(words.nameKept(device, dayOfHour(hourOf(event.at))), event.deviceName);
    }
  };
}

function adder(db: LogDatabase, table: string, column: string) {
  return db.prepare<[number, number, number]>(`
    INSERT INTO ${table} (hour, ${column}, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
}

function traffic(events: readonly Event[], domainOf: (host: string) => string): Iterable<Traffic> {
  const sums = new Map<string, Traffic>();
  for (const event of events) {
    const hour = hourOf(event.at);
    const domain = domainOf(event.host);
    const key = `${hour} ${event.device} ${domain}`;
    const sum = sums.get(key) ?? emptyTraffic(hour, event.device, domain);
    const acted = isActedOn(event.action);
    sum.total += 1;
    if (acted) sum.acted += 1;
    if (event.kind === 'tunnel' && !acted) sum.tunnelled += 1;
    sum.bytes += event.bytesUp + event.bytesDown;
    sums.set(key, sum);
  }
  return sums.values();
}

function emptyTraffic(hour: number, device: string, domain: string): Traffic {
  return { hour, device, domain, total: 0, acted: 0, tunnelled: 0, bytes: 0 };
}

type ActionHour = { readonly hour: number } & Pick<Event, 'action' | 'observed'>;

function byAction(events: readonly Event[]): Iterable<[ActionHour, number]> {
  const counts = new Map<string, [ActionHour, number]>();
  for (const { at, action, observed } of events) {
    const hour = hourOf(at);
    const key = `${hour} ${action} ${observed}`;
    const count = counts.get(key)?.[1] ?? 0;
    counts.set(key, [{ hour, action, observed }, count + 1]);
  }
  return counts.values();
}

function byName(
  events: readonly Event[],
  nameOf: (event: Event) => string | null,
): Iterable<[hour: number, name: string, count: number]> {
  const counts = new Map<string, [number, string, number]>();
  for (const event of events) {
    const name = nameOf(event);
    if (name === null) continue;
    const hour = hourOf(event.at);
    const key = `${hour} ${name}`;
    counts.set(key, [hour, name, (counts.get(key)?.[2] ?? 0) + 1]);
  }
  return counts.values();
}
