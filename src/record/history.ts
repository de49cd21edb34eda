import type { Event } from '../model/event.ts';
import type { RuleRef } from '../model/rule.ts';
import { ACTION_CODES, KIND_CODES, PARTY_CODES, TYPE_CODES, wordOf } from './codes.ts';
import { type LogDatabase, openReader } from './database.ts';
import { hourOf, startOfHour } from './times.ts';

/** What the log knows of an exchange that a rule could ask for. */
export type PastExchange = Pick<
  Event,
  | 'at'
  | 'device'
  | 'deviceName'
  | 'kind'
  | 'method'
  | 'host'
  | 'port'
  | 'path'
  | 'page'
  | 'type'
  | 'party'
  | 'action'
  | 'rule'
>;

/** What was carried to a registrable domain, events of the log included. */
export interface PastTraffic {
  readonly domain: string;
  readonly total: number;
  /** How many of them are in the log as events. */
  readonly events: number;
}

interface Columns {
  readonly id: number;
  readonly at: number;
  readonly device: number;
  readonly deviceName: number;
  readonly kind: number;
  readonly method: string;
  readonly host: number;
  readonly port: number;
  readonly path: string;
  readonly page: number | null;
  readonly type: number;
  readonly party: number;
  readonly action: number;
  readonly rule: number | null;
}

/**
 * So many rows are read at a time: a reader that never lets go would keep the
 * writer from clearing its -wal file.
 */
const ROWS_AT_ONCE = 2_000;
/** Words remembered by their numbers; when there are more, all are forgotten. */
const MAX_WORDS = 50_000;

const EXCHANGES = `
  SELECT id, at, device, device_name AS deviceName, kind, method, host, port, path, page, type,
    party, action, rule
  FROM events NOT INDEXED
  WHERE id > ? AND id <= ? AND at >= ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`;

const TRAFFIC = `
  SELECT names.text AS domain, counted.total, coalesce(stored.events, 0) AS events
  FROM (SELECT domain, sum(total) AS total FROM hour_domains WHERE hour >= ? GROUP BY domain)
    AS counted
  JOIN names ON names.id = counted.domain
  LEFT JOIN (SELECT domain, count(*) AS events FROM events NOT INDEXED
    WHERE id >= ? AND at >= ? GROUP BY domain) AS stored ON stored.domain = counted.domain`;

/**
 * Reads the whole log from a moment on, beside a writer in this or another
 * process, a part at a time. Begins with the whole hour that holds the moment,
 * because the counters know hours only.
 */
export class History {
  readonly #db: LogDatabase;

  /** Throws AppError LOG_UNUSABLE where there is no log to read. */
  constructor(path: string) {
    this.#db = openReader(path);
  }

  /** When it begins, in milliseconds since the epoch. */
  beginning(since: number): number {
    return startOfHour(hourOf(since));
  }

  /** Oldest first, the newest `most` of them. What comes in while it reads is not among them. */
  *exchanges(since: number, most = Number.MAX_SAFE_INTEGER): Generator<PastExchange, void, void> {
    const from = this.beginning(since);
    const last = this.#number('SELECT max(id) FROM events') ?? 0;
    const select = this.#db.prepare<[number, number, number], Columns>(EXCHANGES);
    const words = createWords(this.#db);
    for (let after = Math.max(this.#firstId(from) - 1, last - most); ; ) {
      const rows = select.all(after, last, from);
      for (const row of rows) yield exchange(row, words);
      const read = rows.at(-1);
      if (read === undefined) return;
      after = read.id;
    }
  }

  /** What was carried to each registrable domain, in no promised order. */
  traffic(since: number): readonly PastTraffic[] {
    const from = this.beginning(since);
    return this.#db
      .prepare<[number, number, number], PastTraffic>(TRAFFIC)
      .all(hourOf(from), this.#firstId(from), from);
  }

  close(): void {
    this.#db.close();
  }

  /** Beyond all ids where no event is that young. */
  #firstId(from: number): number {
    const sql = 'SELECT min(first_id) FROM hours WHERE hour >= ?';
    return this.#number(sql, hourOf(from)) ?? Number.MAX_SAFE_INTEGER;
  }

  #number(sql: string, ...parameters: readonly number[]): number | null {
    const statement = this.#db.prepare<number[], number | null>(sql).pluck();
    return statement.get(...parameters) ?? null;
  }
}

interface Words {
  name(id: number): string;
  host(id: number): string;
  rule(id: number): RuleRef | null;
}

function createWords(db: LogDatabase): Words {
  const name = db.prepare<[number], string>('SELECT text FROM names WHERE id = ?').pluck();
  const host = db.prepare<[number], string>('SELECT text FROM hosts WHERE id = ?').pluck();
  const rule = db.prepare<[number], RuleRef>('SELECT list, line, text FROM rules WHERE id = ?');
  return {
    name: remembered((id) => name.get(id) ?? ''),
    host: remembered((id) => host.get(id) ?? ''),
    rule: remembered((id) => rule.get(id) ?? null),
  };
}

function remembered<T>(read: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>();
  return (id) => {
    if (known.has(id)) return known.get(id) as T;
    if (known.size >= MAX_WORDS) known.clear();
    const value = read(id);
    known.set(id, value);
    return value;
  };
}

function exchange(row: Columns, words: Words): PastExchange {
  return {
    at: row.at,
    device: words.name(row.device) as Event['device'],
    deviceName: words.name(row.deviceName),
    kind: wordOf(KIND_CODES, row.kind, 'http'),
    method: row.method,
    host: words.host(row.host),
    port: row.port,
    path: row.path,
    page: row.page === null ? null : words.name(row.page),
    type: wordOf(TYPE_CODES, row.type, 'other'),
    party: wordOf(PARTY_CODES, row.party, 'unknown'),
    action: wordOf(ACTION_CODES, row.action, 'pass'),
    rule: row.rule === null ? null : words.rule(row.rule),
  };
}
