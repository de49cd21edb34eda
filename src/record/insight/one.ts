import type { DayTried, SiteInsight, TrackerInsight } from '../../model/insight.ts';
import type { DeviceInsight, TimeRange } from '../../model/log.ts';
import type { LogDatabase } from '../database.ts';
import { daysIn, type Span, startOfDay } from '../times.ts';
import { type Combination, createWords, mostFirst, sum, sums } from './tried.ts';

/** What is known of one tracker, site or device; in whole days. Null: the log knows none such. */
export interface Ones {
  tracker(name: string, range: TimeRange): TrackerInsight | null;
  site(name: string, range: TimeRange): SiteInsight | null;
  device(id: string, range: TimeRange): DeviceInsight | null;
}

type Of = Span & { readonly id: number };
interface DeviceDay {
  readonly day: number;
  readonly total: number;
  readonly actedOn: number;
  readonly tunnelled: number;
}

const WORDS_OF_ONE = 6;

export function createOnes(db: LogDatabase): Ones {
  const words = createWords(db);
  const known = db.prepare<[string], number>('SELECT id FROM names WHERE text = ?').pluck();
  const isTracker = db.prepare<[number]>('SELECT 1 FROM tracker_first WHERE tracker = ?').pluck();
  const label = db
    .prepare<[number], string>('SELECT label FROM device_labels WHERE device = ?')
    .pluck();
  const of = { tracker: combiner(db, 'tracker'), page: combiner(db, 'page') };
  const ofDevice = combiner(db, 'device');
  const deviceDays = db.prepare<[Of], DeviceDay>(`
    SELECT hour / 24 AS day, sum(total) AS total, sum(acted) AS actedOn,
      sum(tunnelled) AS tunnelled
    FROM hour_devices WHERE hour BETWEEN @first * 24 AND @last * 24 + 23 AND device = @id
    GROUP BY 1 ORDER BY 1`);
  const brief = (combinations: readonly Combination[]) => {
    const { asked, reports } = words.told(combinations);
    return { asked: first(asked), reports: first(reports) };
  };
  const each = (combinations: readonly Combination[], key: 'tracker' | 'page') =>
    mostFirst(
      [...sums(combinations, key)].map(([id, some]) => ({
        ...{ name: words.name(id), ...sum(some), some },
      })),
    );

  return {
    tracker(name, range) {
      const id = known.get(name);
      if (id === undefined || isTracker.get(id) === undefined) return null;
      const { combinations, days } = of.tracker({ id, ...daysIn(range) });
      return {
        ...{ tracker: name, days, ...sum(combinations), ...words.told(combinations) },
        devices: words.devices(combinations),
        sites: each(combinations, 'page').map(({ some, ...site }) => ({
          ...{ ...site, asked: brief(some).asked },
        })),
      };
    },
    site(name, range) {
      const id = known.get(name);
      if (id === undefined) return null;
      const { combinations, days } = of.page({ id, ...daysIn(range) });
      return {
        ...{ site: name, days, ...sum(combinations) },
        devices: words.devices(combinations),
        trackers: each(combinations, 'tracker').map(({ some, ...tracker }) => ({
          ...{ ...tracker, ...brief(some) },
        })),
      };
    },
    device(id, range) {
      const number = known.get(id);
      const name = number === undefined ? undefined : label.get(number);
      if (number === undefined || name === undefined) return null;
      const wanted = { id: number, ...daysIn(range) };
      const { combinations } = ofDevice(wanted);
      return {
        ...{ device: id, name, ...sum(combinations) },
        trackers: words.names(combinations, 'tracker'),
        sites: words.names(combinations, 'page'),
        days: deviceDays
          .all(wanted)
          .map(({ day, ...counts }) => ({ at: startOfDay(day), ...counts })),
      };
    },
  };
}

function first(words: readonly { readonly name: string }[]): readonly string[] {
  return words.slice(0, WORDS_OF_ONE).map(({ name }) => name);
}

/** What was tried by or from one of a kind, and on which days. */
function combiner(db: LogDatabase, column: 'tracker' | 'page' | 'device') {
  const where = `WHERE day BETWEEN @first AND @last AND ${column} = @id`;
  const combined = db.prepare<[Of], Combination>(`
    SELECT tracker, page, device, report, sum(count) AS count, sum(stopped) AS stopped
    FROM day_tried ${where} GROUP BY tracker, page, device, report`);
  const perDay = db.prepare<[Of], { day: number; count: number; stopped: number }>(`
    SELECT day, sum(count) AS count, sum(stopped) AS stopped
    FROM day_tried ${where} GROUP BY day ORDER BY day`);
  return db.transaction((wanted: Of) => ({
    combinations: combined.all(wanted),
    days: perDay
      .all(wanted)
      .map(({ day, ...tried }): DayTried => ({ at: startOfDay(day), ...tried })),
  }));
}
