import Sqlite, { type Database } from 'better-sqlite3';
import { migrate } from './migrations.ts';

const COLUMNS = `
  SELECT tables.name || '.' || columns.name FROM sqlite_master AS tables
  JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'`;

/**
 * The first column, as `table.column`, that a log of this program's schema has
 * and this one has not; null where all are there. The version that a file claims
 * says nothing of tables that somebody took out, or that a program between two
 * releases made otherwise.
 */
export function lacking(db: Database): string | null {
  const there = new Set(columnsOf(db));
  const fresh = new Sqlite(':memory:');
  try {
    migrate(fresh);
    return columnsOf(fresh).find((column) => !there.has(column)) ?? null;
  } finally {
    fresh.close();
  }
}

function columnsOf(db: Database): readonly string[] {
  return db.prepare<[], string>(COLUMNS).pluck().all();
}
