import type { LogFilter } from '../model/log.ts';
import type { LogDatabase } from './database.ts';
import { type Condition, createResolver, likePattern, type ResolvedFilter } from './filter.ts';

/** The ids of the rows a filter wants, in its order. */
export type FindIds = (filter: LogFilter) => readonly number[];

const MAX_ROWS = 1000;
/**
 * A text is looked for in at most this many rows that meet the other
 * conditions, the newest first (with `after`, the oldest first). Beyond that a
 * person narrows the search by time, device or site.
 */
export const TEXT_ROWS = 10_000;
/** How far rows are counted when the rarest condition is sought. */
const COUNTED = 5000;
const MAX_STATEMENTS = 200;

const IN_RANGE = 'id BETWEEN @low AND @high AND at BETWEEN @since AND @until';

/*
 * How a page of the log is found. Of the conditions the rarest leads: its index
 * yields ids in order, the others are checked row by row, and the search ends
 * with the last row of the page. Which is rarest is counted, up to a few
 * thousand; SQLite's own statistics know averages only, and trackers are
 * anything but average. A condition that yields no order (several hosts) leads
 * only where its rows are few enough to be sorted.
 */
export function createSearch(db: LogDatabase): FindIds {
  const resolve = createResolver(db);
  const statements = new Map<string, ReturnType<typeof prepare>>();
  const prepare = (sql: string) => db.prepare<[object], number>(sql).pluck();
  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  const rows = (condition: Condition, { range }: ResolvedFilter): number =>
    prepared(`SELECT count(*) FROM (SELECT 1 FROM events ${led(condition)}
      WHERE ${tested(condition, condition)} AND id BETWEEN @low AND @high
      LIMIT ${COUNTED})`).get({ ...condition.parameters, ...range }) ?? 0;

  const leader = (resolved: ResolvedFilter): Condition | null => {
    const { conditions } = resolved;
    if (conditions.length === 1 && conditions[0]?.index === 'ordered') return conditions[0];
    const counted = conditions
      .filter(({ index }) => index !== 'none')
      .map((condition) => ({ condition, count: rows(condition, resolved) }))
      .filter(({ condition, count }) => condition.index === 'ordered' || count < COUNTED)
      .sort((a, b) => a.count - b.count);
    return counted[0]?.condition ?? null;
  };

  return (filter) => {
    const resolved = resolve(filter);
    if (resolved === null) return [];
    const order = filter.after === undefined ? 'DESC' : 'ASC';
    const matching = matchingRows(resolved, leader(resolved), order);
    const parameters = Object.assign({}, ...resolved.conditions.map((c) => c.parameters));
    const text = filter.text ?? '';
    return prepared(text === '' ? firstOf(matching) : containing(matching, order)).all({
      ...parameters,
      ...resolved.range,
      ...(text === '' ? {} : { text: likePattern(text) }),
      limit: Math.max(1, Math.min(MAX_ROWS, Math.trunc(filter.limit))),
    });
  };
}

function led(leader: Condition | null): string {
  return leader === null ? 'NOT INDEXED' : `INDEXED BY events_${leader.column}`;
}

function tested(condition: Condition, leader: Condition | null): string {
  return condition === leader ? `${condition.column} ${condition.test}` : condition.check;
}

function matchingRows(
  { conditions }: ResolvedFilter,
  leader: Condition | null,
  order: 'ASC' | 'DESC',
): string {
  const tests = conditions.map((condition) => tested(condition, leader));
  return `FROM events ${led(leader)}
    WHERE ${[...tests, IN_RANGE].join(' AND ')} ORDER BY id ${order}`;
}

function firstOf(matching: string): string {
  return `SELECT id ${matching} LIMIT @limit`;
}

function containing(matching: string, order: 'ASC' | 'DESC'): string {
  const texts = [
    'path',
    'hosts.text',
    'device.text',
    'page.text',
    'tracker.text',
    'rule.text',
    'undone.text',
  ];
  return `
    SELECT found.id FROM (
      SELECT id, path, host, device_name, page, tracker, rule, undone
      ${matching} LIMIT ${TEXT_ROWS}
    ) AS found
    LEFT JOIN hosts ON hosts.id = found.host
    LEFT JOIN names AS device ON device.id = found.device_name
    LEFT JOIN names AS page ON page.id = found.page
    LEFT JOIN names AS tracker ON tracker.id = found.tracker
    LEFT JOIN rules AS rule ON rule.id = found.rule
    LEFT JOIN rules AS undone ON undone.id = found.undone
    WHERE ${texts.map((column) => `${column} LIKE @text ESCAPE '\\'`).join(' OR ')}
    ORDER BY found.id ${order} LIMIT @limit`;
}
