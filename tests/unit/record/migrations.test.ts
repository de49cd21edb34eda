import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { fileVersion, MIGRATIONS, migrate, schemaVersion } from '../../../src/record/migrations.ts';
import { LogQueries } from '../../../src/record/queries.ts';
import { event, folder, openLog, recorderOn } from './samples.ts';

test('the steps are numbered from one without gaps', () => {
  expect(MIGRATIONS.map(({ to }) => to)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  expect(schemaVersion()).toBe(MIGRATIONS.length);
  expect(schemaVersion([])).toBe(0);
});

test('an empty file gets every step, once', () => {
  const db = new Sqlite(':memory:');
  expect(migrate(db)).toBe('current');
  expect(fileVersion(db)).toBe(schemaVersion());
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  expect(tables).toEqual(expect.arrayContaining(['events', 'devices', 'meta', 'hour_devices']));
  expect(migrate(db)).toBe('current');
  db.close();
});

test('a file at an older step gets the later ones and keeps its rows', () => {
  const db = new Sqlite(':memory:');
  const steps = [
    { to: 1, sql: 'CREATE TABLE t (a TEXT); INSERT INTO t VALUES (1);' },
    { to: 2, sql: 'ALTER TABLE t ADD COLUMN b TEXT;' },
  ];
  migrate(db, steps.slice(0, 1));
  migrate(db, steps);
  expect(db.prepare('SELECT * FROM t').all()).toEqual([{ a: '1', b: null }]);
  expect(fileVersion(db)).toBe(2);
  db.close();
});

test('a step that fails leaves the file at the step before it', () => {
  const db = new Sqlite(':memory:');
  const steps = [
    { to: 1, sql: 'CREATE TABLE t (a TEXT);' },
    { to: 2, sql: 'CREATE TABLE u (a TEXT); CREATE TABLE t (a TEXT);' },
  ];
  expect(() => migrate(db, steps)).toThrow(/already exists/);
  expect(fileVersion(db)).toBe(1);
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  expect(tables).toEqual(['t']);
  db.close();
});

test('a file of a newer program is refused and not touched', () => {
  const db = new Sqlite(':memory:');
  db.pragma(`user_version = ${schemaVersion() + 1}`);
  expect(migrate(db)).toBe('newer');
  expect(db.prepare('SELECT count(*) FROM sqlite_master').pluck().get()).toBe(0);
  db.close();
});

test('a log as version 2 wrote it is read on, written on, and says of new rows why they were unopened', () => {
  const path = join(folder(), 'events.db');
  const old = readFileSync(join(import.meta.dirname, 'events-v2.db.gz'));
  writeFileSync(path, gunzipSync(old), { mode: 0o600 });
  const log = openLog(path);
  expect(log.warnings).toEqual([]);
  expect(fileVersion(log.db)).toBe(schemaVersion());
  const recorder = recorderOn(log, { scope: 'all' });
  recorder.record(event({ kind: 'tunnel', method: 'TLS', action: 'pass', tunnel: 'refused' }));
  recorder.close();
  const queries = new LogQueries(path);
  const rows = queries.rows({ limit: 10 });
  queries.close();
  expect(rows.map(({ id, kind, host, tunnel }) => [id, kind, host, tunnel])).toEqual([
    [4, 'tunnel', 'www.tracker.example', 'refused'],
    [3, 'tunnel', 'www.tracker.example', null],
    [2, 'tunnel', 'bank.example', null],
    [1, 'https', 'www.tracker.example', null],
  ]);
  const refused = 'SELECT hostname, refusal FROM program_hosts';
  expect(log.db.prepare(refused).all()).toEqual([{ hostname: 'pinned.example', refusal: 'alert' }]);
});
