import type { Database } from 'better-sqlite3';
import { INSIGHT_TABLES } from './insight-schema.ts';
import { PROGRAM_TABLES } from './program-schema.ts';

/** One step of the schema. Steps are never edited once released, only added. */
export interface Migration {
  /** The `user_version` after this step: its number, from 1 without gaps. */
  readonly to: number;
  readonly sql: string;
}

/*
 * Why the first step looks as it does, with ten million events in mind:
 *
 * - Words that repeat (hosts, sites, devices, trackers, rules) are stored once,
 *   in `names`, `hosts` and `rules`; an event holds their small numbers. `used`
 *   is the last day (days since the epoch) on which an event referred to the
 *   word, `kept` the last day on which a counter did: a word leaves when both
 *   lie before everything that is still stored, without asking each column.
 * - `hosts.reversed` makes "this host and all below it" one range of an index.
 * - Each index is (column, rowid), so that "newest first" needs no sorting and
 *   a page of the log is read from its end.
 * - `hours` knows the smallest and the largest id per hour of event time: a time
 *   range becomes a range of ids although events end in another order than they
 *   began, and no index on the time is needed.
 * - The `hour_*` tables are counted while writing, so that the overview never
 *   looks at events.
 * - AUTOINCREMENT: ids grow for ever, also after everything was pruned, because
 *   those who follow the log remember the last one they saw.
 */
const FIRST = `
CREATE TABLE names (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  used INTEGER NOT NULL,
  kept INTEGER NOT NULL
);
CREATE INDEX names_age ON names (used, kept);

CREATE TABLE hosts (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  reversed TEXT NOT NULL,
  domain INTEGER NOT NULL,
  used INTEGER NOT NULL
);
CREATE INDEX hosts_reversed ON hosts (reversed);
CREATE INDEX hosts_age ON hosts (used);

CREATE TABLE rules (
  id INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  used INTEGER NOT NULL,
  UNIQUE (list, line, text)
);
CREATE INDEX rules_age ON rules (used);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  device INTEGER NOT NULL,
  device_name INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  method TEXT NOT NULL,
  host INTEGER NOT NULL,
  domain INTEGER NOT NULL,
  port INTEGER NOT NULL,
  path TEXT NOT NULL,
  page INTEGER,
  type INTEGER NOT NULL,
  party INTEGER NOT NULL,
  action INTEGER NOT NULL,
  observed INTEGER NOT NULL,
  rule INTEGER,
  list INTEGER,
  undone INTEGER,
  tracker INTEGER,
  summary TEXT,
  fields TEXT,
  removed TEXT,
  bytes_up INTEGER NOT NULL,
  bytes_down INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  status INTEGER
);
CREATE INDEX events_device ON events (device);
CREATE INDEX events_host ON events (host);
CREATE INDEX events_domain ON events (domain);
CREATE INDEX events_action ON events (action);
CREATE INDEX events_page ON events (page) WHERE page IS NOT NULL;
CREATE INDEX events_tracker ON events (tracker) WHERE tracker IS NOT NULL;
CREATE INDEX events_list ON events (list) WHERE list IS NOT NULL;

CREATE TABLE hours (
  hour INTEGER PRIMARY KEY,
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL
);

CREATE TABLE hour_devices (
  hour INTEGER NOT NULL,
  device INTEGER NOT NULL,
  total INTEGER NOT NULL,
  acted INTEGER NOT NULL,
  tunnelled INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (hour, device)
) WITHOUT ROWID;
CREATE TABLE hour_domains (
  hour INTEGER NOT NULL,
  device INTEGER NOT NULL,
  domain INTEGER NOT NULL,
  total INTEGER NOT NULL,
  acted INTEGER NOT NULL,
  tunnelled INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (hour, device, domain)
) WITHOUT ROWID;
CREATE TABLE hour_actions (
  hour INTEGER NOT NULL,
  action INTEGER NOT NULL,
  observed INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (hour, action, observed)
) WITHOUT ROWID;
CREATE TABLE hour_trackers (
  hour INTEGER NOT NULL,
  tracker INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (hour, tracker)
) WITHOUT ROWID;
CREATE TABLE hour_pages (
  hour INTEGER NOT NULL,
  page INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (hour, page)
) WITHOUT ROWID;
CREATE TABLE device_labels (device INTEGER PRIMARY KEY, label TEXT NOT NULL);

CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  mac TEXT,
  name TEXT,
  level TEXT,
  level_from TEXT,
  mode TEXT,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Why a connection was passed through unopened; NULL in rows that are older.
 * SQLite adds a column at the end without touching a row, however many there are.
 */
const TUNNEL_COLUMN = 'ALTER TABLE events ADD COLUMN tunnel INTEGER;';

export const MIGRATIONS: readonly Migration[] = [
  { to: 1, sql: FIRST },
  { to: 2, sql: PROGRAM_TABLES },
  { to: 3, sql: TUNNEL_COLUMN },
  { to: 4, sql: INSIGHT_TABLES },
];

/** The schema this program writes and reads. */
export function schemaVersion(steps: readonly Migration[] = MIGRATIONS): number {
  return steps.at(-1)?.to ?? 0;
}

/** The schema a file has; 0 for an empty one. */
export function fileVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/**
 * Brings a file to the newest schema, each step in a transaction of its own, so
 * that a crash leaves the file at the last step that was finished. Promises to
 * leave a file of a newer program untouched and to answer `newer`. Throws
 * SQLite's error where a step fails (a full disk).
 */
export function migrate(
  db: Database,
  steps: readonly Migration[] = MIGRATIONS,
): 'current' | 'newer' {
  if (fileVersion(db) > schemaVersion(steps)) return 'newer';
  for (const step of steps) {
    // Opening a current file takes no lock and writes nothing.
    if (fileVersion(db) >= step.to) continue;
    // Read again inside the transaction: another process may have been faster.
    const run = db.transaction(() => {
      if (fileVersion(db) >= step.to) return;
      db.exec(step.sql);
      db.pragma(`user_version = ${step.to}`);
    });
    run.immediate();
  }
  return 'current';
}
