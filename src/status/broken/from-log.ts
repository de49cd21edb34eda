import type { LogRow } from '../../model/log.ts';
import type { RecentExchange } from '../../model/recent.ts';

/** A stored row as what is remembered of the last minutes. */
export function recentOf(row: LogRow): RecentExchange {
  const { at, duration, kind, method, host, port, page, type } = row;
  const { action, observed, rule, undone, tracker, status, tunnel } = row;
  return {
    ...{ at, duration, kind, method, host, port, page, type },
    ...{ action, observed, rule, undone, tracker, status, tunnel },
    path: row.path.replace(/[?#].*$/s, ''),
    tells: row.summary !== null || row.report !== undefined,
  };
}
