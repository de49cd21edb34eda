import type { NamedTried } from '../../model/insight.ts';
import type { TimeRange } from '../../model/log.ts';
import type { LogDatabase } from '../database.ts';
import { daysIn, type Span } from '../times.ts';

/** At the front of a list that a person reads. */
const TOP = 500;

export interface Lists {
  trackers(range: TimeRange): readonly (NamedTried & { readonly sites: number })[];
  sites(range: TimeRange): readonly (NamedTried & { readonly trackers: number })[];
}

/** All trackers and all sites that tried something, the most frequent first; in whole days. */
export function createLists(db: LogDatabase): Lists {
  const trackers = db.prepare<[Span], NamedTried & { sites: number }>(`
    SELECT names.text AS name, count, stopped, sites
    FROM (SELECT tracker AS id, sum(count) AS count, sum(stopped) AS stopped,
        sum(page <> 0) AS sites
      FROM (SELECT tracker, page, sum(count) AS count, sum(stopped) AS stopped
        FROM day_tried WHERE day BETWEEN @first AND @last GROUP BY tracker, page)
      GROUP BY tracker)
    JOIN names USING (id) ORDER BY count DESC, names.text LIMIT ${TOP}`);
  const sites = db.prepare<[Span], NamedTried & { trackers: number }>(`
    SELECT names.text AS name, count, stopped, coalesce(trackers, 0) AS trackers
    FROM (SELECT page AS id, sum(count) AS count, sum(stopped) AS stopped
      FROM day_pages WHERE day BETWEEN @first AND @last GROUP BY page)
    LEFT JOIN (SELECT page AS id, count(*) AS trackers
      FROM (SELECT DISTINCT page, tracker FROM day_tried
        WHERE day BETWEEN @first AND @last AND tracker <> 0)
      GROUP BY page) USING (id)
    JOIN names USING (id) ORDER BY count DESC, names.text LIMIT ${TOP}`);
  return {
    trackers: (range) => trackers.all(daysIn(range)),
    sites: (range) => sites.all(daysIn(range)),
  };
}
