import type { LogFilter } from '../model/log.ts';
import { createBlockSearch, type Prepared, parametersOf, type Wanted } from './block-search.ts';
import type { LogDatabase } from './database.ts';
import { type Condition, createResolver, likePattern, type ResolvedFilter } from './filter.ts';
import { HOLDS_TEXT, TEXT_COLUMNS, TEXT_ROWS } from './text-search.ts';

/** The ids of the rows a filter wants, in its order. */
export type FindIds = (filter: LogFilter) => readonly number[];

const MAX_ROWS = 1000;
/** How far rows are counted when the rarest condition is sought: fewer are looked at one by one. */
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
 *
 * Where none is rare, or none has an index, the sketches of the blocks say where
 * rows may be that meet all of them (block-search.ts). Rows that have no sketch
 * yet are looked through as before. `rare` is how many rows are few.
 */
export function createSearch(db: LogDatabase, rare = COUNTED): FindIds {
  const resolve = createResolver(db);
  const prepared = createStatements(db);
  const inBlocks = createBlockSearch(db, prepared);

  const rows = (condition: Condition, { range }: ResolvedFilter): number =>
    prepared(`SELECT count(*) FROM (SELECT 1 FROM events ${led(condition)}
      WHERE ${tested(condition, condition)} AND id BETWEEN @low AND @high
      LIMIT ${rare})`).get({ ...condition.parameters, ...range }) ?? 0;

  const leader = (resolved: ResolvedFilter): Leader => {
    const counted = resolved.conditions
      .filter(({ index }) => index !== 'none')
      .map((condition) => ({ condition, count: rows(condition, resolved) }))
      .filter(({ condition, count }) => condition.index === 'ordered' || count < rare)
      .sort((a, b) => a.count - b.count);
    const [rarest] = counted;
    return { condition: rarest?.condition ?? null, isRare: (rarest?.count ?? rare) < rare };
  };

  const byIndex = (resolved: ResolvedFilter, by: Condition | null, wanted: Wanted) => {
    const matching = matchingRows(resolved, by, wanted.order);
    const parameters = {
      ...parametersOf(resolved.conditions),
      ...resolved.range,
      limit: wanted.limit,
    };
    const { text } = wanted;
    return text === null
      ? prepared(firstOf(matching)).all(parameters)
      : prepared(containing(matching, wanted.order)).all({ ...parameters, text });
  };

  const find = (resolved: ResolvedFilter, wanted: Wanted): readonly number[] => {
    const [only, ...others] = resolved.conditions;
    if (only === undefined) return byIndex(resolved, null, wanted);
    if (others.length === 0 && only.index === 'ordered') return byIndex(resolved, only, wanted);
    const { condition, isRare } = leader(resolved);
    if (isRare) return byIndex(resolved, condition, wanted);
    return inBlocks(resolved, wanted, (older, left) =>
      byIndex(older, condition, { ...wanted, limit: left }),
    );
  };

  return (filter) => {
    const resolved = resolve(filter);
    if (resolved === null) return [];
    return find(resolved, {
      order: filter.after === undefined ? 'DESC' : 'ASC',
      text: filter.text === undefined || filter.text === '' ? null : likePattern(filter.text),
      limit: Math.max(1, Math.min(MAX_ROWS, Math.trunc(filter.limit))),
    });
  };
}

interface Leader {
  readonly condition: Condition | null;
  /** Few rows meet it, so that looking at each is quick. */
  readonly isRare: boolean;
}

function createStatements(db: LogDatabase): Prepared {
  const statements = new Map<string, ReturnType<Prepared>>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= MAX_STATEMENTS) statements.clear();
    const statement = db.prepare<[object], number>(sql).pluck();
    statements.set(sql, statement);
    return statement;
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
  return `SELECT id FROM (SELECT ${TEXT_COLUMNS} ${matching} LIMIT ${TEXT_ROWS})
    WHERE ${HOLDS_TEXT} ORDER BY id ${order} LIMIT @limit`;
}
