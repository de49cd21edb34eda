import type { Event, EventSink } from '../model/event.ts';
import type { LiveFeed, LogRow } from '../model/log.ts';
import { isDamage, type LogDatabase, markDamaged, sqliteCode } from './database.ts';
import { type Detail, guarded } from './guard.ts';
import { createWriter, type WriteBatch } from './writer.ts';

export interface RecordSettings {
  readonly detail: Detail;
  /** acted: exchanges that just passed are counted, not stored. */
  readonly scope: 'acted' | 'all';
}

export interface RecorderParts {
  readonly db: LogDatabase;
  readonly settings: RecordSettings;
  /** A host's registrable domain, or the host where it has none. */
  readonly domainOf: (host: string) => string;
  /** Told in one sentence, once per trouble. */
  readonly warn: (message: string) => void;
}

/** The longest time an event is in memory only, in milliseconds. */
const FLUSH_MS = 250;
/** Events per transaction: few enough that the loop is held for milliseconds only. */
const BATCH = 100;
/** What is held while the disk does not take it; older events are dropped. */
const MAX_WAITING = 10_000;
/** After a failed write, in milliseconds. */
const RETRY_MS = 5000;

/** busy: another process writes just now. failing: the disk or the file refuses. */
type Trouble = 'none' | 'busy' | 'failing';

/**
 * Takes events, writes them in batches and tells listeners of each stored row.
 * Nothing here throws into the proxy and nothing waits: a disk that is full or
 * broken costs events (`dropped` counts them), never an exchange.
 */
export class Recorder implements EventSink, LiveFeed {
  readonly #write: WriteBatch;
  readonly #parts: RecorderParts;
  readonly #listeners = new Set<(row: LogRow) => void>();
  #waiting: Event[] = [];
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Immediate | null = null;
  #trouble: Trouble = 'none';
  /** One warning per spell of losses. */
  #losing = false;
  #closed = false;
  #dropped = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#write = createWriter(parts.db, parts.domainOf);
  }

  /** Events that were lost because the disk did not take them. */
  get dropped(): number {
    return this.#dropped;
  }

  record(event: Event): void {
    if (this.#closed) return;
    this.#waiting.push(event);
    if (this.#waiting.length >= MAX_WAITING + BATCH) this.#dropOldest();
    this.#schedule();
  }

  subscribe(listener: (row: LogRow) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes one batch of what is waiting; the rest follows in turns of the event loop. */
  flush(): void {
    this.#unschedule();
    const batch = this.#waiting.slice(0, BATCH);
    if (batch.length === 0) return;
    const rows = this.#tryWrite(batch);
    if (rows !== null) {
      this.#waiting = this.#waiting.slice(batch.length);
      this.#publish(rows);
    }
    // The rest has waited as long: it is next, after the events of the loop.
    if (this.#waiting.length > 0) this.#schedule({ soon: true });
    else this.#losing = false;
  }

  /** Writes all that is waiting, in so far as the disk takes it, and stops. */
  close(): void {
    this.#closed = true;
    this.#trouble = 'none';
    while (this.#waiting.length > 0 && this.#trouble === 'none') this.flush();
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
    this.#unschedule();
    this.#listeners.clear();
  }

  /** The stored rows; null where the batch is to be tried again. */
  #tryWrite(batch: readonly Event[]): readonly LogRow[] | null {
    const { detail } = this.#parts.settings;
    try {
      const safe = batch.map((event) => guarded(event, detail));
      const rows = this.#write(safe, (event) => this.#isRow(event));
      this.#trouble = 'none';
      return rows;
    } catch (error) {
      return this.#failed(error, batch.length);
    }
  }

  #isRow({ action, undone }: Event): boolean {
    const { detail, scope } = this.#parts.settings;
    if (detail === 'counts') return false;
    if (scope === 'all') return true;
    return action !== 'pass' && (action !== 'allow' || undone !== null);
  }

  #failed(error: unknown, size: number): readonly LogRow[] | null {
    const { db, warn } = this.#parts;
    const code = sqliteCode(error);
    if (code?.startsWith('SQLITE_BUSY')) {
      this.#trouble = 'busy';
      return null;
    }
    // A disk may recover; an event that the schema refuses never will be taken.
    const retry = code !== null && !code.startsWith('SQLITE_CONSTRAINT');
    if (this.#trouble !== 'failing') {
      const reason = error instanceof Error ? error.message : String(error);
      warn(`writing to the log: ${reason}; ${retry ? 'events wait' : `${size} events were lost`}`);
      if (isDamage(error) && !db.memory) markDamaged(db.name);
    }
    this.#trouble = 'failing';
    if (retry) return null;
    this.#dropped += size;
    return [];
  }

  /** In large steps: shifting an array of thousands for each event is slow. */
  #dropOldest(): void {
    this.#dropped += BATCH;
    this.#waiting = this.#waiting.slice(BATCH);
    if (!this.#losing) {
      this.#parts.warn('writing to the log: too many events wait; the oldest are dropped');
    }
    this.#losing = true;
  }

  #publish(rows: readonly LogRow[]): void {
    for (const row of rows) {
      for (const listener of this.#listeners) {
        try {
          listener(row);
        } catch (error) {
          this.#listeners.delete(listener);
          this.#parts.warn(`telling a listener of the log: ${String(error)}; it was removed`);
        }
      }
    }
  }

  #schedule({ soon } = { soon: this.#waiting.length >= BATCH }): void {
    if (this.#closed) return;
    if (soon && this.#trouble === 'none') {
      this.#soon ??= setImmediate(() => this.flush());
      return;
    }
    const pause = this.#trouble === 'failing' ? RETRY_MS : FLUSH_MS;
    this.#timer ??= setTimeout(() => this.flush(), pause).unref();
  }

  #unschedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#timer = null;
    this.#soon = null;
  }
}
