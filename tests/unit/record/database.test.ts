import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/model/errors.ts';
import {
  isDamage,
  markDamaged,
  openDatabase,
  openReader,
  sqliteCode,
} from '../../../src/record/database.ts';
import { schemaVersion } from '../../../src/record/migrations.ts';
import { event, folder, logOf, openLog } from './samples.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;
const asideOf = (path: string) =>
  readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.broken-`));

describe('openDatabase', () => {
  test('makes a private file in a private folder, with the wanted settings', () => {
    const { path, db, warnings } = openLog(join(folder(), 'data', 'events.db'));
    expect(modeOf(dirname(path))).toBe(0o700);
    expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
    const pragma = (name: string) => db.pragma(name, { simple: true });
    expect({
      journal: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      vacuum: pragma('auto_vacuum'),
      keys: pragma('foreign_keys'),
      version: pragma('user_version'),
    }).toEqual({ journal: 'wal', synchronous: 1, vacuum: 2, keys: 1, version: schemaVersion() });
    expect(warnings).toEqual([]);
  });

  test('tightens a file that others could read', () => {
    const path = join(folder(), 'events.db');
    writeFileSync(path, '', { mode: 0o644 });
    openLog(path);
    expect(modeOf(path)).toBe(0o600);
  });

  test('opens an existing log again', () => {
    const first = logOf([event()]);
    const again = openLog(first.path);
    expect(again.db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(1);
    expect(again.warnings).toEqual([]);
  });

  const spoilt: readonly [string, (path: string) => void][] = [
    [
      'no database',
      (path) => writeFileSync(path, 'this is a shopping list, not a database\n'.repeat(200)),
    ],
    ['cut short', (path) => truncateSync(path, 6000)],
    ['a zeroed schema', (path) => zeroSchema(path)],
    ['marked as damaged', markDamaged],
  ];
  test.each(spoilt)('sets a file aside that is %s, and begins a new one', (_, spoil) => {
    const first = logOf(Array.from({ length: 300 }, () => event()));
    first.db.close();
    spoil(first.path);
    const bad = readFileSync(first.path);

    const { db, warnings } = openLog(first.path);
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(0);
    const aside = asideOf(first.path);
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(dirname(first.path), aside[0] as string))).toEqual(bad);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`opening the log ${first.path}: `);
    expect(warnings[0]).toContain(aside[0]);
    db.close();
    expect(openLog(first.path).warnings).toEqual([]);
  });

  test.each([
    ['a table', 'DROP TABLE mark_reach', 'mark_reach.mark'],
    ['a column', 'ALTER TABLE events DROP COLUMN tunnel', 'events.tunnel'],
  ])('sets a log aside that lacks %s of its version', (_, spoil, missing) => {
    const path = join(folder(), 'events.db');
    openLog(path).db.close();
    const spoilt = new Sqlite(path);
    spoilt.exec(spoil);
    spoilt.close();
    expect(() => openReader(path)).toThrow(`it lacks ${missing}`);
    const { db, warnings } = openLog(path);
    expect(warnings).toEqual([expect.stringContaining(`it lacks ${missing}; it was set aside`)]);
    expect(asideOf(path).length).toBeGreaterThan(0);
    expect(db.prepare('SELECT count(*) FROM mark_reach').pluck().get()).toBe(0);
  });

  test('sets the log of a newer program aside unchanged, with its -wal', () => {
    const path = join(folder(), 'events.db');
    const newer = new Sqlite(path);
    newer.pragma('journal_mode = WAL');
    newer.exec('CREATE TABLE future (a); INSERT INTO future VALUES (7)');
    newer.pragma(`user_version = ${schemaVersion() + 1}`);
    // Left open, so that the rows are still in the -wal when the file is moved.
    const { warnings } = openLog(path);
    newer.close();
    expect(warnings[0]).toContain('newer version');
    const moved = new Sqlite(
      join(dirname(path), asideOf(path).find((n) => !/-(wal|shm)$/.test(n)) as string),
    );
    expect(moved.prepare('SELECT a FROM future').pluck().get()).toBe(7);
    moved.close();
  });

  test('keeps the log in memory where the folder cannot be used', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    const { db, warnings } = openLog(join(path, 'events.db'));
    expect(db.memory).toBe(true);
    expect(db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(0);
    expect(warnings[0]).toContain('kept in memory only');
  });

  test('leaves a folder that was there as it was', () => {
    const parent = join(folder(), 'data');
    mkdirSync(parent);
    chmodSync(parent, 0o750);
    openLog(join(parent, 'events.db'));
    expect(modeOf(parent)).toBe(0o750);
  });
});

describe('openReader', () => {
  test('cannot write', () => {
    const { path } = logOf([event()]);
    const reader = openReader(path);
    expect(() => reader.exec('DELETE FROM events')).toThrow(/readonly/);
    reader.close();
  });

  const failures: readonly [string, (path: string) => void, RegExp][] = [
    ['missing', () => {}, /^opening the log ".*events\.db": there is no such file yet$/],
    ['no database', (path) => writeFileSync(path, 'x'.repeat(5000)), /not a database/],
    ['of another schema', (path) => new Sqlite(path).pragma('user_version = 77'), /version 77/],
  ];
  test.each(failures)('refuses a file that is %s', (_, make, message) => {
    const path = join(folder(), 'events.db');
    make(path);
    expect(() => openReader(path)).toThrow(AppError);
    expect(() => openReader(path)).toThrow(message);
  });
});

test('errors are told apart', () => {
  const error = new Sqlite.SqliteError('x', 'SQLITE_FULL');
  expect(sqliteCode(error)).toBe('SQLITE_FULL');
  expect(sqliteCode(new Error('x'))).toBeNull();
  expect(isDamage(error)).toBe(false);
  expect(isDamage(new Sqlite.SqliteError('x', 'SQLITE_CORRUPT_INDEX'))).toBe(true);
  expect(isDamage(new Sqlite.SqliteError('x', 'SQLITE_NOTADB'))).toBe(true);
});

test('marking a log whose folder is gone does not throw', () => {
  const path = join(folder(), 'gone', 'events.db');
  markDamaged(path);
  expect(existsSync(dirname(path))).toBe(false);
});

test('a log in memory needs no file', () => {
  const db = openDatabase(':memory:', () => {});
  expect(db.memory).toBe(true);
  db.close();
});

/** Overwrites the first page behind the header, where the schema's tree begins. */
function zeroSchema(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0, 100, 4096);
  writeFileSync(path, bytes);
}
