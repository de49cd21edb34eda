import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { AppError } from '../model/errors.ts';
import { fileVersion, migrate, schemaVersion } from './migrations.ts';
import { lacking } from './schema-shape.ts';

export type LogDatabase = Database;

/** How long a statement waits for another process's write: the proxy must not stand still. */
const BUSY_MS = 40;
/** What a reader waits: it holds nobody up but itself. */
const READER_BUSY_MS = 2000;
const MMAP_BYTES = 32 * 1024 * 1024;
/** What a reader maps: nothing is read that nobody asks for, and nothing of it copied. */
const READER_MMAP_BYTES = 1024 * 1024 * 1024;
/** What the -wal file shrinks to after a burst. */
const WAL_BYTES = 16 * 1024 * 1024;
/** Pages in the -wal before they are moved into the file: a page written often moves once. */
const CHECKPOINT_PAGES = 4000;
const CACHE_KIBIBYTES = 8 * 1024;

/** SQLite's code of an error (`SQLITE_FULL`, `SQLITE_IOERR_WRITE`), or null for other errors. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Sqlite.SqliteError ? error.code : null;
}

/** Whether an error says that the file itself is bad, not the disk or the moment. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && /^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/.test(code);
}

/**
 * Opens the log for writing and brings it to the newest schema; `:memory:` is
 * allowed. Never throws and always returns a database that can be written:
 *
 * 1. A file that is no database, is damaged, lacks tables or comes from a newer program is
 *    set aside as `<path>.broken-<timestamp>` (its -wal and -shm with it) and
 *    a new one is begun.
 * 2. Where the folder cannot be written at all, the log is kept in memory until
 *    the next start (`database.memory` is true): the proxy never stops for the
 *    log.
 *
 * Both are told through `warn`, in one sentence. The file gets mode 0600, a new
 * folder 0700.
 */
export function openDatabase(path: string, warn: (message: string) => void): LogDatabase {
  if (path === ':memory:') return prepared(path);
  try {
    prepareFile(path);
    return openOrSetAside(path, warn);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(`opening the log ${path}: ${reason}; until the next start it is kept in memory only`);
    return prepared(':memory:');
  }
}

/**
 * Opens the log for reading beside a writer in this or another process. Throws
 * AppError LOG_UNUSABLE where there is none, it is damaged, or its schema is
 * not this program's.
 */
export function openReader(path: string): LogDatabase {
  if (!existsSync(path)) {
    throw new AppError('LOG_UNUSABLE', `opening the log "${path}": there is no such file yet`);
  }
  const db = reading(path);
  const version = readVersion(db, path);
  const missing = version === schemaVersion() ? readLacking(db, path) : null;
  if (version === schemaVersion() && missing === null) return db;
  db.close();
  if (missing !== null) throw unusable(path, new Error(`it lacks ${missing}`));
  throw new AppError(
    'LOG_UNUSABLE',
    `opening the log "${path}": its schema is version ${version}, this program reads version ` +
      `${schemaVersion()}`,
  );
}

/**
 * Notes that the file turned out to be damaged while in use, so that the next
 * `openDatabase` sets it aside even if its first pages are good.
 */
export function markDamaged(path: string): void {
  try {
    writeFileSync(damageMark(path), '', { mode: 0o600 });
  } catch {
    // A disk that takes no empty file will say so at the next start by itself.
  }
}

function damageMark(path: string): string {
  return `${path}.damaged`;
}

function openOrSetAside(path: string, warn: (message: string) => void): LogDatabase {
  const reason = existsSync(damageMark(path)) ? 'it was found damaged while in use' : null;
  const opened = reason ?? tryOpen(path);
  if (typeof opened !== 'string') return opened;
  const aside = setAside(path);
  warn(`opening the log ${path}: ${opened}; it was set aside as ${aside} and a new one was begun`);
  prepareFile(path);
  return prepared(path);
}

/** The database, or in words why the file cannot be used. Other errors are thrown. */
function tryOpen(path: string): LogDatabase | string {
  try {
    return prepared(path);
  } catch (error) {
    if (error instanceof NewerSchema) return 'it was written by a newer version of this program';
    if (error instanceof OtherSchema) return `it lacks ${error.message}`;
    if (isDamage(error)) return `it is damaged (${(error as Error).message})`;
    throw error;
  }
}

class NewerSchema extends Error {}

/** The file says that it has this schema, and has not. */
class OtherSchema extends Error {}

function prepared(path: string): LogDatabase {
  const db = new Sqlite(path, { timeout: BUSY_MS });
  try {
    // Asked first: it fails on a file that is no database, and nothing may be
    // changed in the file of a newer program.
    const version = fileVersion(db);
    if (version > schemaVersion()) throw new NewerSchema();
    // Counts only in an empty file, before the first table.
    if (version === 0) db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    // The WAL mode alone does not lower it on this connection. NORMAL cannot
    // damage the file; a power cut may take the last moments.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${WAL_BYTES}`);
    db.pragma(`mmap_size = ${MMAP_BYTES}`);
    db.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
    if (migrate(db) === 'newer') throw new NewerSchema();
    const missing = lacking(db);
    if (missing !== null) throw new OtherSchema(missing);
    // Reads the schema of every table: a file cut short shows here.
    db.prepare('SELECT count(*) FROM meta, (SELECT max(id) FROM events)').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite gives -wal and -shm the mode of the file, so that must be right before they exist. */
function prepareFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function setAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace('.', '');
  const aside = freeName(`${path}.broken-${stamp}`);
  renameSync(path, aside);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  rmSync(damageMark(path), { force: true });
  return aside;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let i = 2; existsSync(name); i++) name = `${wanted}-${i}`;
  return name;
}

function reading(path: string): LogDatabase {
  try {
    return new Sqlite(path, { readonly: true, fileMustExist: true, timeout: READER_BUSY_MS });
  } catch (error) {
    throw unusable(path, error);
  }
}

function readVersion(db: LogDatabase, path: string): number {
  try {
    db.pragma(`mmap_size = ${READER_MMAP_BYTES}`);
    return fileVersion(db);
  } catch (error) {
    db.close();
    throw unusable(path, error);
  }
}

function readLacking(db: LogDatabase, path: string): string | null {
  try {
    return lacking(db);
  } catch (error) {
    db.close();
    throw unusable(path, error);
  }
}

function unusable(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('LOG_UNUSABLE', `opening the log "${path}": ${reason}`, { cause });
}
