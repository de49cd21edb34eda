import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { fileVersion, MIGRATIONS, migrate, schemaVersion } from '../../../src/record/migrations.ts';
import { LogQueries } from '../../../src/record/queries.ts';
import { Retention } from '../../../src/record/retention.ts';
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

test('a log as version 3 wrote it gives up nothing, and what was counted goes on', () => {
  const path = join(folder(), 'events.db');
  const old = readFileSync(join(import.meta.dirname, 'events-v3.db.gz'));
  writeFileSync(path, gunzipSync(old), { mode: 0o600 });
  const before = new Sqlite(path, { readonly: true });
  const count = (table: string) => before.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const rows = count('events');
  const trackers = before
    .prepare('SELECT sum(count) FROM hour_trackers JOIN names ON id = tracker WHERE text = ?')
    .pluck()
    .get('Meta Pixel');
  before.close();

  const log = openLog(path);
  expect(log.warnings).toEqual([]);
  const newest = Number(log.db.prepare('SELECT max(at) FROM events').pluck().get());
  const report = { what: 'Purchase', asked: ['hashed e-mail'], marks: [] };
  const recorder = recorderOn(log);
  recorder.record(event({ at: newest, report, level: 'full' }));
  recorder.close();
  const queries = new LogQueries(path);
  const found = queries.rows({ limit: 1000 });
  expect(found).toHaveLength(Number(rows) + 1);
  expect(found[0]).toMatchObject({ level: 'full', report });
  // Rows of before have no sketch yet; they are found all the same.
  const images = found.filter(({ type }) => type === 'image');
  expect(queries.rows({ type: 'image', limit: 1000 })).toEqual(images);
  const range = { since: newest - 3 * 86_400_000 };
  const [meta] = queries.overview(range).byTracker.filter(({ name }) => name === 'Meta Pixel');
  expect(meta?.count).toBe(Number(trackers) + 1);
  expect(queries.overview(range).unopened.length).toBeGreaterThan(0);
  expect(queries.tracker('Meta Pixel', range)).toMatchObject({ count: 1, stopped: 1 });
  expect(queries.weeks(newest + 1).newTrackers).toContain('Meta Pixel');
  queries.close();

  const retention = new Retention({
    db: log.db,
    settings: { days: 30, counterDays: 400, megabytes: 100 },
    now: () => newest,
    warn: (message) => log.warnings.push(message),
  });
  for (let steps = 0; retention.step(); steps++) if (steps > 1000) throw new Error('no end');
  const block = 'SELECT count(*) FROM events WHERE id / 256 NOT IN (SELECT block FROM blocks)';
  expect(log.db.prepare(block).pluck().get()).toBe(0);
  expect(log.warnings).toEqual([]);
});

test('a log as version 1 made it is brought to the newest schema with its rows', () => {
  const path = join(folder(), 'events.db');
  const old = new Sqlite(path);
  migrate(old, MIGRATIONS.slice(0, 1));
  old.exec(`
    INSERT INTO names VALUES (1, 'ip:1', 20000, 20000), (2, 'Phone', 20000, -1),
      (3, 'tracker.example', 20000, 20000), (4, 'Meta Pixel', 20000, 20000);
    INSERT INTO hosts VALUES (1, 'www.tracker.example', 'elpmaxe.rekcart.www', 3, 20000);
    INSERT INTO events VALUES (1, 1728000000000, 1, 2, 1, 'GET', 1, 3, 443, '/', NULL, 3, 2, 7, 0,
      NULL, NULL, NULL, 4, NULL, NULL, NULL, 1, 2, 3, 200);
    INSERT INTO hours VALUES (480000, 1, 1);
    INSERT INTO hour_devices VALUES (480000, 1, 1, 1, 0, 3);
    INSERT INTO hour_trackers VALUES (480000, 4, 1);`);
  old.close();
  const log = openLog(path);
  expect(log.warnings).toEqual([]);
  const queries = new LogQueries(path);
  expect(queries.rows({ type: 'script', limit: 9 })).toMatchObject([
    { id: 1, host: 'www.tracker.example', tracker: 'Meta Pixel', action: 'block', tunnel: null },
  ]);
  expect(queries.overview({ since: 1_728_000_000_000 })).toMatchObject({ total: 1, actedOn: 1 });
  queries.close();
});
