import type { LogFilter } from '../model/log.ts';
import { ACTION_CODES } from './codes.ts';
import type { LogDatabase } from './database.ts';
import { reversed } from './dictionary.ts';
import { hourOf } from './times.ts';

type Parameters = Readonly<Record<string, string | number>>;

/** One condition on a column of `events`, which has the index `events_<column>`. */
export interface Condition {
  readonly column: 'device' | 'host' | 'domain' | 'page' | 'tracker' | 'list' | 'action';
  /** What follows the column: `= @device`. */
  readonly test: string;
  readonly parameters: Parameters;
  /** The whole test of one row, without any index. */
  readonly check: string;
  /**
   * What the index is good for: rows in the order of ids, rows that must be
   * sorted, or nothing because it would be asked for too many values.
   */
  readonly index: 'ordered' | 'unordered' | 'none';
}

/** Ids between two bounds, both inclusive, and the exact times in milliseconds. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly since: number;
  readonly until: number;
}

/** A filter in the numbers of the file. */
export interface ResolvedFilter {
  readonly range: Range;
  readonly conditions: readonly Condition[];
}

/** Null: no row can match, because a word of the filter was never stored. */
export type ResolveFilter = (filter: LogFilter) => ResolvedFilter | null;

const LAST_ID = Number.MAX_SAFE_INTEGER;

export function createResolver(db: LogDatabase): ResolveFilter {
  const range = rangeResolver(db);
  const host = hostResolver(db);
  const device = deviceResolver(db);
  const nameId = db.prepare<[string], number>('SELECT id FROM names WHERE text = ?').pluck();
  const name = (column: Condition['column'], text: string | undefined) => {
    if (text === undefined) return [];
    const id = nameId.get(text);
    return id === undefined ? null : [equal(column, id)];
  };
  return (filter) => {
    const found = [
      device(filter.device),
      host(filter.host),
      name('page', filter.page),
      name('tracker', filter.tracker),
      name('list', filter.list),
      filter.action === undefined ? [] : [equal('action', ACTION_CODES[filter.action])],
    ];
    const ids = range(filter);
    if (ids === null || found.some((conditions) => conditions === null)) return null;
    return { range: ids, conditions: found.flatMap((conditions) => conditions ?? []) };
  };
}

function equal(column: Condition['column'], value: number): Condition {
  return {
    column,
    test: `= @${column}`,
    check: `+${column} = @${column}`,
    parameters: { [column]: value },
    index: 'ordered',
  };
}

type Resolve<Value> = (value: Value) => readonly Condition[] | null;

/** By the device's id; where no such id is known, by its present name or address. */
function deviceResolver(db: LogDatabase): Resolve<string | undefined> {
  const byId = db
    .prepare<[string], number>(
      'SELECT id FROM names JOIN device_labels ON device = id WHERE text = ?',
    )
    .pluck();
  const byLabel = db
    .prepare<[string], number>('SELECT device FROM device_labels WHERE label = ?')
    .pluck();
  return (text) => {
    if (text === undefined) return [];
    const id = byId.get(text);
    if (id !== undefined) return [equal('device', id)];
    const [first, ...others] = byLabel.all(text);
    if (first === undefined) return null;
    if (others.length === 0) return [equal('device', first)];
    const test = 'IN (SELECT device FROM device_labels WHERE label = @label)';
    return [
      {
        column: 'device',
        test,
        check: `+device ${test}`,
        parameters: { label: text },
        index: 'unordered',
      },
    ];
  };
}

/** `hosts.reversed` between these: the sub-domains of a host. `/` follows `.` in ASCII. */
const BELOW = 'reversed >= @below AND reversed < @beyond';
/** With more hosts than this (a top-level domain), rows are looked through instead. */
const MAX_HOSTS = 500;

/**
 * One host and its sub-domains. Where the text is a registrable domain (which
 * is what people look for), one number covers them all and keeps their order.
 */
function hostResolver(db: LogDatabase): Resolve<string | undefined> {
  const domain = db
    .prepare<[Parameters], number>(
      `SELECT names.id FROM names JOIN hosts ON hosts.domain = names.id
       WHERE names.text = @host AND (hosts.text = @host OR ${BELOW}) LIMIT 1`,
    )
    .pluck();
  const some = db
    .prepare<[Parameters], number>(
      `SELECT id FROM hosts WHERE text = @host UNION
       SELECT id FROM hosts WHERE ${BELOW} LIMIT ${MAX_HOSTS + 1}`,
    )
    .pluck();
  return (text) => {
    if (text === undefined) return [];
    const host = text.toLowerCase();
    const stem = reversed(host);
    const parameters = { host, below: `${stem}.`, beyond: `${stem}/` };
    const domainId = domain.get(parameters);
    if (domainId !== undefined) return [equal('domain', domainId)];
    const [id, ...others] = some.all(parameters);
    if (id === undefined) return null;
    if (others.length === 0) return [equal('host', id)];
    const test = `IN (SELECT id FROM hosts WHERE text = @host UNION ALL
      SELECT id FROM hosts WHERE ${BELOW})`;
    const check = `(SELECT text = @host OR (${BELOW}) FROM hosts WHERE hosts.id = events.host)`;
    const index = others.length < MAX_HOSTS ? 'unordered' : 'none';
    return [{ column: 'host', test, check, parameters, index }];
  };
}

function rangeResolver(db: LogDatabase): (filter: LogFilter) => Range | null {
  const firstId = db
    .prepare<[number], number | null>('SELECT min(first_id) FROM hours WHERE hour >= ?')
    .pluck();
  const lastId = db
    .prepare<[number], number | null>('SELECT max(last_id) FROM hours WHERE hour <= ?')
    .pluck();
  return ({ since, until, before, after }) => {
    const first = since === undefined ? 0 : firstId.get(hourOf(since));
    const last = until === undefined ? LAST_ID : lastId.get(hourOf(until));
    // No hour from that time on, or up to it, has an event.
    if (typeof first !== 'number' || typeof last !== 'number') return null;
    return {
      low: Math.max(first, (after ?? -1) + 1),
      high: Math.min(last, (before ?? LAST_ID) - 1),
      since: since ?? -LAST_ID,
      until: until ?? LAST_ID,
    };
  };
}

/** The text as a LIKE pattern for "contains", to be used with `ESCAPE '\'`. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
