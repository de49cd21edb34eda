import type { Count } from '../model/log.ts';
import type { LogDatabase } from './database.ts';
import type { Span } from './times.ts';

const HOURS = 24;

/**
 * Registrable domains by how often they were passed through unopened within
 * some hours, the most frequent first. Whole days are counted by days, what is
 * left at both ends by hours.
 */
export function createUnopened(db: LogDatabase, top: number): (hours: Span) => readonly Count[] {
  const select = db.prepare<[object], Count>(`
    SELECT names.text AS name, count FROM (
      SELECT domain AS id, sum(count) AS count FROM (
        SELECT domain, tunnelled AS count FROM hour_domains
        WHERE hour BETWEEN @first AND @before AND tunnelled > 0
        UNION ALL SELECT domain, tunnelled FROM hour_domains
        WHERE hour BETWEEN @after AND @last AND tunnelled > 0
        UNION ALL SELECT domain, count FROM day_unopened
        WHERE day BETWEEN @firstDay AND @lastDay
      ) GROUP BY domain)
    JOIN names USING (id) ORDER BY count DESC, names.text LIMIT ${top}`);
  return ({ first, last }) => {
    const firstDay = Math.ceil(first / HOURS);
    const lastDay = Math.floor((last + 1) / HOURS) - 1;
    const isShort = lastDay < firstDay;
    return select.all({
      ...{ first, last, firstDay, lastDay },
      before: isShort ? last : firstDay * HOURS - 1,
      after: isShort ? last + 1 : (lastDay + 1) * HOURS,
    });
  };
}
