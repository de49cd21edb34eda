import type { RuleHits } from '../../model/insight.ts';
import type { TimeRange } from '../../model/log.ts';
import type { LogDatabase } from '../database.ts';
import { daysIn, type Span, startOfDay } from '../times.ts';

/** More rules than anybody's day applies. */
const TOP = 5000;

/**
 * How often rules were applied, in whole days, the most frequent first. A rule
 * is known by its list and its text: its line moves when others come before it.
 */
export function createRuleHits(db: LogDatabase): (range: TimeRange) => readonly RuleHits[] {
  // Of the columns that are not summed SQLite takes those of the row with the maximum.
  const select = db.prepare<[Span], RuleHits & { newest: number }>(`
    SELECT list, line, text, sum(hits) AS count, max(last * 4294967296 + rule) AS newest, last
    FROM (SELECT rule, sum(count) AS hits, max(day) AS last FROM day_rules
      WHERE day BETWEEN @first AND @last GROUP BY rule)
    JOIN rules ON rules.id = rule
    GROUP BY list, text ORDER BY count DESC, list, text LIMIT ${TOP}`);
  return (range) =>
    select.all(daysIn(range)).map(({ list, line, text, count, last }) => ({
      ...{ list, line, text, count },
      last: startOfDay(last),
    }));
}
