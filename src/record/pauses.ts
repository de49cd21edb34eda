import { AppError } from '../model/errors.ts';
import { type Pause, type PauseStore, type PauseTarget, parsePauseTarget } from '../model/pause.ts';
import type { LogDatabase } from './database.ts';

/** In front of the target, as the key in the table of single values. */
const PREFIX = 'pause ';

/** Pauses in the log's database, among its single values: they are few and short-lived. */
export class SqlitePauseStore implements PauseStore {
  readonly #db: LogDatabase;
  #version: number;

  constructor(db: LogDatabase) {
    this.#db = db;
    this.#version = this.#dataVersion();
  }

  load(): readonly Pause[] {
    const rows = this.#db
      .prepare<[string], { readonly key: string; readonly value: string }>(
        "SELECT key, value FROM meta WHERE key >= ? AND key < 'pause!' ORDER BY key",
      )
      .all(PREFIX);
    return rows.flatMap(({ key, value }) => {
      const target = parsePauseTarget(key.slice(PREFIX.length));
      const until = Number(value);
      return target === null || !Number.isSafeInteger(until) ? [] : [{ target, until }];
    });
  }

  save({ target, until }: Pause): void {
    this.#write(target, () =>
      this.#db
        .prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
        .run(PREFIX + target, String(until)),
    );
  }

  remove(target: PauseTarget): void {
    this.#write(target, () =>
      this.#db.prepare('DELETE FROM meta WHERE key = ?').run(PREFIX + target),
    );
  }

  changedElsewhere(): boolean {
    const version = this.#dataVersion();
    const changed = version !== this.#version;
    this.#version = version;
    return changed;
  }

  #write(target: PauseTarget, run: () => unknown): void {
    try {
      run();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AppError('LOG_UNUSABLE', `keeping the pause of "${target}": ${reason}`, { cause });
    }
  }

  /** Changes when another connection has committed, and only then (SQLite, PRAGMA data_version). */
  #dataVersion(): number {
    return Number(this.#db.pragma('data_version', { simple: true }));
  }
}
