// Fills a log with millions of rows in minutes: two days are written by the
// program's own writer, and copied day after day inside SQLite, where rows,
// counters and sketches move by the same number of days and ids.
import { household } from './household.mjs';

const DAY_MS = 86_400_000;
/** Of a copy; an even number of ids per block. */
const DAYS = 2;
const BLOCK_IDS = 256;
const BATCH = 5000;

/**
 * `rows` rows (rounded up to whole copies) of `days` days (an even number) up
 * to the midnight before `until`. `parts` are modules of the program. Returns
 * how many rows there are.
 */
export function fill(db, { createWriter, guarded, domainOf }, { rows, days, until, seed }) {
  const copies = days / DAYS;
  const each = Math.ceil(rows / copies / BLOCK_IDS) * BLOCK_IDS;
  const from = Math.floor(until / DAY_MS) * DAY_MS - days * DAY_MS;
  db.pragma('synchronous = OFF');
  // An index is made quicker in the end than kept up to date in between.
  const indices = db
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'events_%'")
    .all();
  for (const { name } of indices) db.exec(`DROP INDEX ${name}`);
  const events = household({ from, until: from + DAYS * DAY_MS, events: each - 1, seed });
  writeAll(createWriter(db, domainOf), guarded, withinDays(events, from));
  const last = db.prepare('SELECT max(id) FROM events').pluck().get();
  for (let copy = 1; copy < copies; copy++) copyDays(db, copy, last);
  db.exec(`UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM events)`);
  stretchReach(db, (copies - 1) * DAYS);
  touchWords(db, Math.floor(until / DAY_MS));
  for (const { sql } of indices) db.exec(sql);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('synchronous = NORMAL');
  return db.prepare('SELECT count(*) FROM events').pluck().get();
}

/** A visit that goes on after midnight ends before it: its counters would meet those of a copy. */
function* withinDays(events, from) {
  const end = from + DAYS * DAY_MS - 1;
  for (const event of events) yield { ...event, at: Math.min(event.at, end) };
}

function writeAll(write, guarded, events) {
  let batch = [];
  for (const event of events) {
    batch.push(guarded(event, 'names'));
    if (batch.length < BATCH) continue;
    write(batch, null);
    batch = [];
  }
  write(batch, null);
}

/** How the columns of a table move from one copy to the next. */
const MOVES = [
  [/^events$/, { id: 'ids', at: 'milliseconds' }],
  [/^hours$/, { hour: 'hours', first_id: 'ids', last_id: 'ids' }],
  [/^blocks$/, { block: 'blocks' }],
  [/^hour_/, { hour: 'hours' }],
  [/^day_/, { day: 'days' }],
];

function copyDays(db, copy, last) {
  // Ids begin with 1, so the last id of a copy is the first of a block less one.
  const ids = last + 1;
  const by = {
    ...{ ids: copy * ids, blocks: (copy * ids) / BLOCK_IDS, days: copy * DAYS },
    ...{ hours: copy * DAYS * 24, milliseconds: copy * DAYS * DAY_MS },
  };
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  const run = db.transaction(() => {
    for (const table of tables) {
      const moved = MOVES.find(([pattern]) => pattern.test(table))?.[1];
      if (moved === undefined) continue;
      const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
      const values = columns.map((name) => (name in moved ? `${name} + ${by[moved[name]]}` : name));
      const [key] = Object.keys(moved);
      const first = { ids: last, blocks: (last + 1) / BLOCK_IDS - 1 }[moved[key]];
      const limit = first ?? db.prepare(`SELECT min(${key}) FROM ${table}`).pluck().get();
      const base = first === undefined ? limit + by[moved[key]] / copy - 1 : limit;
      db.exec(
        `INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${table} WHERE ${key} <= ${base}`,
      );
    }
  });
  run();
}

/** What was seen on a day was seen on all of its copies. */
function stretchReach(db, days) {
  for (const table of ['mark_reach', 'report_reach']) {
    db.prepare(`UPDATE ${table} SET last = last + ?`).run(days);
  }
}

/** All words are as if used on the last day: nothing is to be pruned. */
function touchWords(db, day) {
  for (const table of ['names', 'hosts', 'rules', 'reports', 'header_lists', 'marks']) {
    db.prepare(`UPDATE ${table} SET used = ?`).run(day);
  }
  db.prepare('UPDATE names SET kept = ?').run(day);
}
