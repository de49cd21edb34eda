import { type Link, MARK_KINDS } from '../../model/insight.ts';
import type { TimeRange } from '../../model/log.ts';
import { MARK_CODES, wordOf } from '../codes.ts';
import type { LogDatabase } from '../database.ts';
import { grouped } from '../grouped.ts';
import { daysIn, type Span, startOfDay } from '../times.ts';
import { type Combination, createWords, sum, sums } from './tried.ts';

/** Identifiers that are looked at, those that were seen last first. */
const CANDIDATES = 3000;
const TOP = 200;

/** Written out, so that each identifier of each day is found by the key. */
const DAYS = `day IN (SELECT DISTINCT hour / 24 FROM hour_devices
  WHERE hour BETWEEN @first * 24 AND @last * 24 + 23)`;

interface Sighting extends Combination {
  readonly id: number;
  readonly kind: number;
  readonly mark: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Identifiers that were seen on several sites or by several devices, in whole
 * days: the one on most sites and devices at the front.
 */
export function createLinks(db: LogDatabase): (range: TimeRange) => readonly Link[] {
  const words = createWords(db);
  const select = db.prepare<[Span], Sighting>(`
    SELECT marks.id, kind, marks.mark, tracker, seen.page, seen.device, 0 AS report, count,
      stopped, first, last
    FROM (SELECT mark AS id, tracker, page, device, sum(count) AS count,
        sum(stopped) AS stopped, min(day) AS first, max(day) AS last
      FROM day_marks WHERE ${DAYS} AND mark IN (
        SELECT id FROM marks WHERE several = 1 AND used >= @first
        ORDER BY used DESC LIMIT ${CANDIDATES})
      GROUP BY mark, tracker, page, device) AS seen
    JOIN marks USING (id)`);
  return (range) => {
    const marks = grouped(select.all(daysIn(range)), ({ id }) => id);
    return [...marks.values()]
      .map((seen) => ({ seen, ...reachOf(seen), count: sum(seen).count }))
      .filter(({ sites, devices }) => sites > 1 || devices > 1)
      .toSorted((a, b) => b.sites + b.devices - (a.sites + a.devices) || b.count - a.count)
      .slice(0, TOP)
      .map(({ seen }) => link(seen, words));
  };
}

function reachOf(seen: readonly Sighting[]) {
  return { sites: sums(seen, 'page').size, devices: sums(seen, 'device').size };
}

function link(seen: readonly Sighting[], words: ReturnType<typeof createWords>): Link {
  const [any] = seen;
  const names = (key: 'tracker' | 'page') => words.names(seen, key).map(({ name }) => name);
  return {
    kind: wordOf(MARK_CODES, any?.kind ?? 0, MARK_KINDS[0]),
    mark: any?.mark ?? '',
    ...sum(seen),
    sites: names('page'),
    devices: words.devices(seen).map(({ device, name }) => ({ device, name })),
    trackers: names('tracker'),
    first: startOfDay(Math.min(...seen.map(({ first }) => first))),
    last: startOfDay(Math.max(...seen.map(({ last }) => last))),
  };
}
