import type { DayTried, SiteInsight, TrackerInsight, Tried } from '../../model/insight.ts';
import type { DeviceInsight, TimeRange } from '../../model/log.ts';
import type { LogDatabase } from '../database.ts';
import { grouped } from '../grouped.ts';
import { daysIn, startOfDay } from '../times.ts';
import { createReading, type Of } from './reading.ts';
import { type Combination, createWords, mostFirst, type Reported, sum, sums } from './tried.ts';

/**
 * What is known of one tracker, site or device; in whole days. Null: the log
 * knows none such. Of what was reported on which site only the first and the
 * last day are kept: for days that have ended, what was reported before and
 * after them is said too.
 */
export interface Ones {
  tracker(name: string, range: TimeRange): TrackerInsight | null;
  site(name: string, range: TimeRange): SiteInsight | null;
  device(id: string, range: TimeRange): DeviceInsight | null;
}

interface DeviceDay {
  readonly day: number;
  readonly total: number;
  readonly actedOn: number;
  readonly tunnelled: number;
}
type DayCount = Tried & { readonly day: number };

export function createOnes(db: LogDatabase): Ones {
  const words = createWords(db);
  const read = createReading(db);
  const known = db.prepare<[string], number>('SELECT id FROM names WHERE text = ?').pluck();
  const isTracker = db.prepare<[number]>('SELECT 1 FROM tracker_first WHERE tracker = ?').pluck();
  const label = db
    .prepare<[number], string>('SELECT label FROM device_labels WHERE device = ?')
    .pluck();
  const deviceDays = db.prepare<[Of], DeviceDay>(`
    SELECT hour / 24 AS day, sum(total) AS total, sum(acted) AS actedOn,
      sum(tunnelled) AS tunnelled
    FROM hour_devices WHERE hour BETWEEN @first * 24 AND @last * 24 + 23 AND device = @id
    GROUP BY 1 ORDER BY 1`);
  /** Each of a kind, with what was reported there. */
  const each = (
    pairs: readonly Combination[],
    reported: readonly Reported[],
    key: 'tracker' | 'page',
  ) => {
    const reports = grouped(reported, (one) => one[key]);
    return mostFirst(
      [...sums(pairs, key)].map(([id, some]) => ({
        ...{ name: words.name(id), ...sum(some), ...words.briefly(reports.get(id) ?? []) },
      })),
    );
  };

  return {
    tracker(name, range) {
      const id = known.get(name);
      if (id === undefined || isTracker.get(id) === undefined) return null;
      const { pairs, told, reported, devices, days } = read.tracker({ id, ...daysIn(range) });
      return {
        ...{ tracker: name, days: days.map(dayTried), ...sum(pairs), ...words.told(told) },
        devices: words.devices(devices),
        sites: each(pairs, reported, 'page').map(({ reports: _, ...site }) => site),
      };
    },
    site(name, range) {
      const id = known.get(name);
      if (id === undefined) return null;
      const { pairs, reported, devices, days } = read.page({ id, ...daysIn(range) });
      return {
        ...{ site: name, days: days.map(dayTried), ...sum(days) },
        devices: words.devices(devices),
        trackers: each(pairs, reported, 'tracker'),
      };
    },
    device(id, range) {
      const number = known.get(id);
      const name = number === undefined ? undefined : label.get(number);
      if (number === undefined || name === undefined) return null;
      const wanted = { id: number, ...daysIn(range) };
      const { trackers, pages, tried } = read.device(wanted);
      return {
        ...{ device: id, name, ...tried },
        trackers: words.names(trackers, 'tracker'),
        sites: words.names(pages, 'page'),
        days: deviceDays
          .all(wanted)
          .map(({ day, ...counts }) => ({ at: startOfDay(day), ...counts })),
      };
    },
  };
}

function dayTried({ day, ...tried }: DayCount): DayTried {
  return { at: startOfDay(day), ...tried };
}
