import type { Tried } from '../../model/insight.ts';
import type { LogDatabase } from '../database.ts';
import type { Span } from '../times.ts';
import { DAYS } from './days.ts';
import type { Combination, Reported } from './tried.ts';

/** One tracker, site or device by its number, and the days that are asked for. */
export type Of = Span & { readonly id: number };
type DayCount = Tried & { readonly day: number };

const SUMS = 'sum(count) AS count, sum(stopped) AS stopped';
const NO_WORDS = '0 AS tracker, 0 AS page, 0 AS device, 0 AS report';

/* The trackers or devices are written out where those come next in a key: see days.ts. */
const TRACKERS = 'tracker IN (SELECT tracker FROM tracker_first UNION ALL SELECT 0)';
const DEVICES = 'device IN (SELECT device FROM device_labels)';

/** Reads what was counted of one tracker, site or device; each at one moment. */
export function createReading(db: LogDatabase) {
  const all = <Row>(columns: string, table: string, where: string, by: string) =>
    db.prepare<[Of], Row>(
      `SELECT ${columns}, ${SUMS} FROM ${table} WHERE ${DAYS} AND ${where} GROUP BY ${by}`,
    );
  const combined = (key: string, table: string, where: string) =>
    all<Combination>(withKey(key), table, where, key);
  const reported = (where: string) =>
    db.prepare<[Of], Reported>(
      `SELECT tracker, page, report, last FROM report_reach
       WHERE ${where} AND last >= @first AND first <= @last`,
    );
  const told = combined('report', 'day_reports', 'tracker = @id');
  const tracker = {
    pairs: combined('page', 'day_tried', 'tracker = @id'),
    reported: reported('tracker = @id'),
    devices: combined('device', 'day_device_trackers', `${DEVICES} AND tracker = @id`),
    days: all<DayCount>('day', 'day_tried', 'tracker = @id', 'day'),
  };
  const page = {
    pairs: combined('tracker', 'day_tried', `${TRACKERS} AND page = @id`),
    reported: reported(`${TRACKERS} AND page = @id`),
    devices: combined('device', 'day_device_pages', `${DEVICES} AND page = @id`),
    days: all<DayCount>('day', 'day_pages', 'page = @id', 'day'),
  };
  const device = {
    trackers: combined('tracker', 'day_device_trackers', 'device = @id'),
    pages: combined('page', 'day_device_pages', 'device = @id'),
    tried: db.prepare<[Of], Tried>(`
      SELECT coalesce(sum(tried), 0) AS count, coalesce(sum(stopped), 0) AS stopped
      FROM hour_devices WHERE hour BETWEEN @first * 24 AND @last * 24 + 23 AND device = @id`),
  };
  const readAll = ({ pairs, reported, devices, days }: typeof tracker, of: Of) => ({
    pairs: pairs.all(of),
    reported: reported.all(of),
    devices: devices.all(of),
    days: days.all(of),
  });
  return {
    tracker: db.transaction((of: Of) => ({ ...readAll(tracker, of), told: told.all(of) })),
    page: db.transaction((of: Of) => readAll(page, of)),
    device: db.transaction((of: Of) => ({
      trackers: device.trackers.all(of),
      pages: device.pages.all(of),
      tried: device.tried.get(of) ?? { count: 0, stopped: 0 },
    })),
  };
}

/** All columns of a combination; those that are not in the key are 0. */
function withKey(key: string): string {
  const keys = key.split(', ');
  return NO_WORDS.split(', ')
    .map((column) => (keys.includes(column.slice(5)) ? column.slice(5) : column))
    .join(', ');
}
