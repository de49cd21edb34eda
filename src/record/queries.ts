import type { LogFilter, LogRow, Overview } from '../model/log.ts';
import { type LogDatabase, openReader } from './database.ts';
import { createOverview } from './overview.ts';
import { createRowLoader, type LoadRows } from './rows.ts';
import { createSearch, type FindIds } from './search.ts';

/**
 * Reads the log, beside a writer in this or another process. Answers come from
 * prepared statements and are bounded: at most 1000 rows, a text looked for in
 * at most 10,000 rows that meet the other conditions (so a page of a text
 * search may be short although older rows exist).
 */
export class LogQueries {
  readonly #db: LogDatabase;
  readonly #owned: boolean;
  readonly #find: FindIds;
  readonly #load: LoadRows;
  readonly #overview: (since: number) => Overview;

  /**
   * Takes the path of a log, or the writer's database: of that the file is
   * opened once more, read-only; only a log in memory is read on the writer's
   * own connection. Throws AppError LOG_UNUSABLE where there is no log to read.
   */
  constructor(source: string | LogDatabase) {
    this.#owned = typeof source === 'string' || !source.memory;
    if (typeof source === 'string') this.#db = openReader(source);
    else this.#db = source.memory ? source : openReader(source.name);
    this.#find = createSearch(this.#db);
    this.#load = createRowLoader(this.#db);
    this.#overview = createOverview(this.#db);
  }

  rows(filter: LogFilter): readonly LogRow[] {
    const order = filter.after === undefined ? -1 : 1;
    return this.#load(this.#find(filter)).toSorted((a, b) => order * (a.id - b.id));
  }

  row(id: number): LogRow | null {
    return this.#load([id])[0] ?? null;
  }

  /** Begins with the whole hour that holds `since` (milliseconds since the epoch). */
  overview(since: number): Overview {
    return this.#overview(since);
  }

  close(): void {
    if (this.#owned) this.#db.close();
  }
}
