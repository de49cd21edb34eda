import type { NamedTried } from '../model/insight.ts';
import type { Overview } from '../model/log.ts';
import type { Action } from '../model/rule.ts';
import { ACTION_CODES, wordOf } from './codes.ts';
import type { LogDatabase } from './database.ts';
import { hourOf, startOfHour } from './times.ts';

/** How many trackers, sites and devices are listed, the most frequent first. */
const TOP = 100;

type DeviceCount = Overview['byDevice'][number];

/**
 * Reads the hourly counters only, never events. Counters know whole hours, so
 * the overview begins with the hour that holds `since`, and says so in its own
 * `since`. An action is counted whether it was carried out or only observed;
 * sites are counted by what was acted on, trackers by every exchange that
 * carried their name. Hours without any exchange are left out.
 */
export function createOverview(db: LogDatabase): (since: number) => Overview {
  const byHour = db.prepare<
    [number],
    { hour: number; actedOn: number; tunnelled: number; total: number }
  >(`
    SELECT hour, sum(acted) AS actedOn, sum(tunnelled) AS tunnelled, sum(total) AS total
    FROM hour_devices WHERE hour >= ? GROUP BY hour ORDER BY hour`);
  const tunnelled = db
    .prepare<[number], number>(
      'SELECT coalesce(sum(tunnelled), 0) FROM hour_devices WHERE hour >= ?',
    )
    .pluck();
  const byDevice = db.prepare<[number], DeviceCount>(`
    SELECT names.text AS device, coalesce(label, names.text) AS name,
      sum(total) AS count, sum(acted) AS actedOn, sum(tunnelled) AS tunnelled
    FROM hour_devices JOIN names ON names.id = hour_devices.device
    LEFT JOIN device_labels ON device_labels.device = hour_devices.device
    WHERE hour >= ? GROUP BY hour_devices.device ORDER BY count DESC, names.text LIMIT ${TOP}`);
  const byAction = db.prepare<[number], { action: number; count: number }>(`
    SELECT action, sum(count) AS count FROM hour_actions
    WHERE hour >= ? GROUP BY action ORDER BY count DESC, action`);
  const byTracker = db.prepare<[number], NamedTried>(topNames('hour_trackers', 'tracker'));
  const byPage = db.prepare<[number], NamedTried>(topNames('hour_pages', 'page'));

  // One transaction, so that all numbers are of one moment.
  return db.transaction((since: number): Overview => {
    const hour = hourOf(since);
    const hours = byHour.all(hour);
    return {
      since: startOfHour(hour),
      total: hours.reduce((sum, { total }) => sum + total, 0),
      tunnelled: tunnelled.get(hour) ?? 0,
      actedOn: hours.reduce((sum, { actedOn }) => sum + actedOn, 0),
      byAction: byAction.all(hour).map(({ action, count }) => ({
        name: wordOf<Action>(ACTION_CODES, action, 'pass'),
        count,
      })),
      byTracker: byTracker.all(hour),
      byPage: byPage.all(hour),
      byDevice: byDevice.all(hour),
      unopened: [],
      byHour: hours.map(({ hour: of, actedOn, tunnelled, total }) => ({
        at: startOfHour(of),
        actedOn,
        tunnelled,
        total,
        byAction: [],
      })),
    };
  });
}

function topNames(table: string, column: string): string {
  return `
    SELECT names.text AS name, sum(count) AS count, 0 AS stopped
    FROM ${table} JOIN names ON names.id = ${table}.${column}
    WHERE hour >= ? GROUP BY ${column} ORDER BY count DESC, names.text LIMIT ${TOP}`;
}
