import type { LogFilter } from '../model/log.ts';
import { ACTION_CODES, LEVEL_CODES, TYPE_CODES } from './codes.ts';
import type { LogDatabase } from './database.ts';
import { reversed } from './dictionary.ts';
import type { Fact } from './sketch.ts';
import { hourOf } from './times.ts';

type Parameters = Readonly<Record<string, string | number>>;

/** One condition on a row of `events`. */
export interface Condition {
  /** Has the index `events_<column>`, unless `index` is `none`. */
  readonly column: Fact | 'host';
  /** What follows the column: `= @device`. */
  readonly test: string;
  readonly parameters: Parameters;
  /** The whole test of one row, without any index. */
  readonly check: string;
  /**
   * What the index is good for: rows in the order of ids, rows that must be
   * sorted, or nothing because there is none, or it would be asked for too many
   * values.
   */
  readonly index: 'ordered' | 'unordered' | 'none';
  /** What sketches are asked for: any of these numbers of a fact. */
  readonly sketched?: { readonly fact: Fact; readonly values: readonly number[] };
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
  const rule = ruleResolver(db);
  const devices = devicesResolver(db);
  const name = (column: Fact, text: string | undefined) => {
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
      devices(filter.devices),
      rule(filter.rule),
      filter.type === undefined ? [] : [unindexed('type', TYPE_CODES[filter.type])],
      filter.level === undefined ? [] : [unindexed('level', LEVEL_CODES[filter.level])],
      filter.unopened === true ? [UNOPENED] : [],
    ];
    const ids = range(filter);
    if (ids === null || found.some((conditions) => conditions === null)) return null;
    return { range: ids, conditions: found.flatMap((conditions) => conditions ?? []) };
  };
}

/** The value is written out only as a parameter; `column` is a word of this program. */
function equal(column: Condition['column'], value: number): Condition {
  return {
    column,
    test: `= @${column}`,
    check: `+${column} = @${column}`,
    parameters: { [column]: value },
    index: 'ordered',
    ...(column === 'host' ? {} : { sketched: { fact: column, values: [value] } }),
  };
}

function unindexed(column: Fact, value: number): Condition {
  return { ...equal(column, value), index: 'none' };
}

const UNOPENED: Condition = {
  column: 'tunnel',
  test: 'IS NOT NULL',
  check: 'tunnel IS NOT NULL',
  parameters: {},
  index: 'none',
  sketched: { fact: 'tunnel', values: [1] },
};

/** With more than this, sketches say nothing. */
const MAX_SKETCHED = 12;

function sketchedBy(fact: Fact, values: readonly number[]): Pick<Condition, 'sketched'> {
  return values.length > MAX_SKETCHED ? {} : { sketched: { fact, values } };
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
        ...sketchedBy('device', [first, ...others]),
      },
    ];
  };
}

/** Any of some devices, by their ids. */
function devicesResolver(db: LogDatabase): Resolve<readonly string[] | undefined> {
  const known = db
    .prepare<[string], number>(
      'SELECT id FROM names WHERE text IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  return (ids) => {
    if (ids === undefined) return [];
    const numbers = known.all(JSON.stringify(ids));
    if (numbers.length === 0) return null;
    const test = 'IN (SELECT value FROM json_each(@devices))';
    return [
      {
        column: 'device',
        test,
        check: `+device ${test}`,
        parameters: { devices: JSON.stringify(numbers) },
        index: 'unordered',
        ...sketchedBy('device', numbers),
      },
    ];
  };
}

/** By the text of a rule, in any list and at any line. */
function ruleResolver(db: LogDatabase): Resolve<string | undefined> {
  const known = db.prepare<[string], number>('SELECT id FROM rules WHERE text = ?').pluck();
  return (text) => {
    if (text === undefined) return [];
    const numbers = known.all(text);
    if (numbers.length === 0) return null;
    const test = 'IN (SELECT id FROM rules WHERE text = @rule)';
    return [
      {
        column: 'rule',
        test,
        check: `rule ${test}`,
        parameters: { rule: text },
        index: 'none',
        ...sketchedBy('rule', numbers),
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
  const domainOf = db.prepare<[number], number>('SELECT domain FROM hosts WHERE id = ?').pluck();
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
    if (others.length === 0) {
      const values = [domainOf.get(id) ?? 0];
      return [{ ...equal('host', id), sketched: { fact: 'domain', values } }];
    }
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
