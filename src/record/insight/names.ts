import type { LogDatabase } from '../database.ts';

/** What may be chosen in the filters of the log. */
export type Names = (of: 'tracker' | 'page' | 'list') => readonly string[];

const TOP = 200;
const DAYS = 7;

/** The most frequent of the last week that has any, the first at the front. */
export function createNames(db: LogDatabase): Names {
  const queries = {
    tracker: db.prepare<[], string>(frequent('day_device_trackers', 'tracker')).pluck(),
    page: db.prepare<[], string>(frequent('day_pages', 'page')).pluck(),
    // Lists are few, and one that was not applied for long may be what is sought.
    list: db
      .prepare<[], string>(
        `SELECT list FROM (SELECT list, sum(coalesce(hits, 0)) AS count FROM rules
           LEFT JOIN (SELECT rule, sum(count) AS hits FROM day_rules
             WHERE day > (SELECT max(day) FROM day_rules) - ${DAYS} GROUP BY rule) ON rule = rules.id
           GROUP BY list)
         ORDER BY count DESC, list LIMIT ${TOP}`,
      )
      .pluck(),
  };
  return (of) => queries[of].all();
}

function frequent(table: string, column: string): string {
  return `
    SELECT text FROM (SELECT ${column} AS id, sum(count) AS count FROM ${table}
      WHERE day > (SELECT max(day) FROM ${table}) - ${DAYS} GROUP BY ${column})
    JOIN names USING (id) ORDER BY count DESC, text LIMIT ${TOP}`;
}
