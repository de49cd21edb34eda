import type { Compared, NamedTried, Weeks } from '../../model/insight.ts';
import type { LogDatabase } from '../database.ts';
import { type Edges, edgesOf, hoursAndDays } from '../day-edges.ts';
import { hourOf, startOfHour } from '../times.ts';

const WEEK_HOURS = 7 * 24;
const TOP = 100;

/** The hours of two weeks: `first` to before `middle`, and from there to before `end`. */
interface TwoWeeks {
  readonly first: number;
  readonly middle: number;
  readonly end: number;
}

interface Columns {
  readonly id: string;
  readonly name: string;
  readonly now: number;
  readonly nowStopped: number;
  readonly before: number;
  readonly beforeStopped: number;
}

/** The week that ends with the hour of a moment, beside the one before it. */
export function createWeeks(db: LogDatabase): (until: number) => Weeks {
  const trackers = db.prepare<[TwoWeeks], Columns>(comparison('hour_trackers', 'tracker', 'count'));
  const sites = db.prepare<[Edges], NamedTried>(SITES);
  const devices = db.prepare<[TwoWeeks], Columns>(comparison('hour_devices', 'device', 'tried'));
  const newTrackers = db
    .prepare<[TwoWeeks], string>(
      `SELECT text FROM tracker_first JOIN names ON names.id = tracker
       WHERE hour >= @middle AND hour < @end ORDER BY text LIMIT ${TOP}`,
    )
    .pluck();
  const firstHour = db.prepare<[], number | null>('SELECT min(hour) FROM hour_devices').pluck();
  return db.transaction((until: number): Weeks => {
    const end = hourOf(until - 1) + 1;
    const hours = { first: end - 2 * WEEK_HOURS, middle: end - WEEK_HOURS, end };
    const begun = firstHour.get() ?? null;
    return {
      since: startOfHour(hours.middle),
      until: startOfHour(end),
      ...(begun === null || begun <= hours.first ? {} : { begun: startOfHour(begun) }),
      trackers: trackers.all(hours).map(compared),
      sites: comparedNames(
        sites.all(edgesOf({ first: hours.middle, last: end - 1 })),
        sites.all(edgesOf({ first: hours.first, last: hours.middle - 1 })),
      ),
      devices: devices.all(hours).map((row) => ({ device: row.id, ...compared(row) })),
      newTrackers: newTrackers.all(hours),
    };
  });
}

/** Sites are many: of each week they are counted by whole days where possible. */
const SITES = `
  SELECT text AS name, count, stopped
  FROM (SELECT id, sum(count) AS count, sum(stopped) AS stopped FROM (${hoursAndDays(
    { table: 'hour_pages', columns: 'page AS id, count, stopped', test: 'count > 0' },
    { table: 'day_pages', columns: 'page, count, stopped' },
  )}) GROUP BY id)
  JOIN names USING (id)`;

const NEVER = { count: 0, stopped: 0 };

function comparedNames(now: readonly NamedTried[], before: readonly NamedTried[]) {
  const earlier = new Map(before.map(({ name, ...tried }) => [name, tried]));
  const later = new Map(now.map(({ name, ...tried }) => [name, tried]));
  const most = ({ now: a, before: b }: Compared) => Math.max(a.count, b.count);
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((name) => ({ name, now: later.get(name) ?? NEVER, before: earlier.get(name) ?? NEVER }))
    .sort((a, b) => most(b) - most(a) || (a.name < b.name ? -1 : 1))
    .slice(0, TOP);
}

function compared({ name, now, nowStopped, before, beforeStopped }: Columns): Compared {
  return {
    name,
    now: { count: now, stopped: nowStopped },
    before: { count: before, stopped: beforeStopped },
  };
}

function comparison(table: string, of: string, count: string): string {
  const isNow = 'hour >= @middle';
  return `
    SELECT names.text AS id, coalesce(label, names.text) AS name, now, nowStopped, before,
      beforeStopped
    FROM (SELECT ${of} AS number,
        sum(iif(${isNow}, ${count}, 0)) AS now, sum(iif(${isNow}, stopped, 0)) AS nowStopped,
        sum(iif(${isNow}, 0, ${count})) AS before, sum(iif(${isNow}, 0, stopped)) AS beforeStopped
      FROM ${table} WHERE hour >= @first AND hour < @end GROUP BY ${of})
    JOIN names ON names.id = number LEFT JOIN device_labels ON device = number
    WHERE now + before > 0
    ORDER BY max(now, before) DESC, names.text LIMIT ${TOP}`;
}
