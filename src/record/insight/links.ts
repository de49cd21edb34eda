import { type Link, MARK_KINDS } from '../../model/insight.ts';
import type { TimeRange } from '../../model/log.ts';
import { MARK_CODES, wordOf } from '../codes.ts';
import type { LogDatabase } from '../database.ts';
import { grouped } from '../grouped.ts';
import { REACH_CODES } from '../reach.ts';
import { daysIn, type Span, startOfDay } from '../times.ts';
import { DAYS } from './days.ts';
import { createWords, type Words } from './tried.ts';

/** Identifiers that are looked at, those that were seen last first. */
const CANDIDATES = 3000;
const TOP = 200;

/** How often an identifier was seen in the days that are asked for. */
interface Seen {
  readonly id: number;
  readonly kind: number;
  readonly mark: string;
  readonly count: number;
  readonly stopped: number;
  readonly first: number;
  readonly last: number;
}

/** A site, a device or a tracker, by its number, where one was seen. */
interface Place {
  readonly mark: number;
  readonly what: number;
  readonly word: number;
}

type Reach = ReadonlyMap<number, readonly Place[]>;

/**
 * Identifiers that were seen on several sites or by several devices, in whole
 * days: the one on most sites and devices at the front. Of where one was seen
 * only the first and the last day are kept: a name that was seen before and
 * after days that have ended counts for them too. For days that end now, which
 * is what people ask, it is exact.
 */
export function createLinks(db: LogDatabase): (range: TimeRange) => readonly Link[] {
  const words = createWords(db);
  const several = `SELECT id FROM marks WHERE several = 1 AND used >= @first
    ORDER BY used DESC LIMIT ${CANDIDATES}`;
  const counts = db.prepare<[Span], Seen>(`
    SELECT marks.id, kind, marks.mark, count, stopped, first, last
    FROM (SELECT mark AS id, sum(count) AS count, sum(stopped) AS stopped,
        min(day) AS first, max(day) AS last
      FROM day_marks WHERE ${DAYS} AND mark IN (${several}) GROUP BY mark)
    JOIN marks USING (id)`);
  const places = db.prepare<[Span], Place>(`
    SELECT mark, what, word FROM mark_reach
    WHERE mark IN (${several}) AND last >= @first AND first <= @last
    ORDER BY mark, what, last DESC`);
  const read = db.transaction((days: Span) => ({
    seen: counts.all(days),
    reach: grouped(places.all(days), ({ mark }) => mark),
  }));
  return (range) => {
    const { seen, reach } = read(daysIn(range));
    return seen
      .map((each) => ({ each, where: grouped(reach.get(each.id) ?? [], ({ what }) => what) }))
      .filter(({ where }) => size(where, 'site') > 1 || size(where, 'device') > 1)
      .toSorted((a, b) => total(b.where) - total(a.where) || b.each.count - a.each.count)
      .slice(0, TOP)
      .map(({ each, where }) => link(each, where, words));
  };
}

function size(where: Reach, what: keyof typeof REACH_CODES): number {
  return where.get(REACH_CODES[what])?.length ?? 0;
}

function total(where: Reach): number {
  return size(where, 'site') + size(where, 'device');
}

function link({ kind, mark, count, stopped, first, last }: Seen, where: Reach, words: Words): Link {
  const ids = (what: keyof typeof REACH_CODES) =>
    (where.get(REACH_CODES[what]) ?? []).map(({ word }) => word);
  return {
    kind: wordOf(MARK_CODES, kind, MARK_KINDS[0]),
    ...{ mark, count, stopped },
    sites: ids('site').map(words.name),
    devices: ids('device').map(words.device),
    trackers: ids('tracker').map(words.name),
    first: startOfDay(first),
    last: startOfDay(last),
  };
}
