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
  const trackers = db.prepare<[Span], NamedTried & { sites: number }>(
    listSql('tracker', 'page', 'sites'),
  );
  const sites = db.prepare<[Span], NamedTried & { trackers: number }>(
    listSql('page', 'tracker', 'trackers'),
  );
  return {
    trackers: (range) => trackers.all(daysIn(range)),
    sites: (range) => sites.all(daysIn(range)),
  };
}

/** Grouped twice, which is quicker than counting distinct numbers in each group. */
function listSql(of: string, by: string, others: string): string {
  return `
    SELECT names.text AS name, count, stopped, ${others}
    FROM (SELECT ${of} AS id, sum(count) AS count, sum(stopped) AS stopped,
        sum(${by} <> 0) AS ${others}
      FROM (SELECT ${of}, ${by}, sum(count) AS count, sum(stopped) AS stopped FROM day_tried
        WHERE day BETWEEN @first AND @last GROUP BY ${of}, ${by})
      GROUP BY ${of})
    JOIN names USING (id) ORDER BY count DESC, names.text LIMIT ${TOP}`;
}
