import type { Count } from '../model/log.ts';
import type { LogDatabase } from './database.ts';
import { type Edges, edgesOf, hoursAndDays } from './day-edges.ts';
import type { Span } from './times.ts';

const ROWS = hoursAndDays(
  { table: 'hour_domains', columns: 'domain AS id, tunnelled AS count', test: 'tunnelled > 0' },
  { table: 'day_unopened', columns: 'domain, count' },
);

/**
 * Registrable domains by how often they were passed through unopened within
 * some hours, the most frequent first.
 */
export function createUnopened(db: LogDatabase, top: number): (hours: Span) => readonly Count[] {
  const select = db.prepare<[Edges], Count>(`
    SELECT names.text AS name, count
    FROM (SELECT id, sum(count) AS count FROM (${ROWS}) GROUP BY id)
    JOIN names USING (id) ORDER BY count DESC, names.text LIMIT ${top}`);
  return (hours) => select.all(edgesOf(hours));
}
