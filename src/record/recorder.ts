import type { Event, EventSink } from '../model/event.ts';
import type { LiveFeed, LogRow } from '../model/log.ts';
import { isDamage, type LogDatabase, markDamaged, sqliteCode } from './database.ts';
import { createDomainCache } from './domain-cache.ts';
import { type Detail, guarded } from './guard.ts';
import type { Tally } from './tally.ts';
import { createTallyQueue, type TallyQueue } from './tally-queue.ts';
import { createWriter, listedRow, type Stored, type WriteBatch } from './writer.ts';

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
/**
 * Rows per transaction: few enough that the loop is held for milliseconds only.
 * Twice as many take a tenth less time each, and hold the loop for twice as long.
 */
const BATCH = 100;
/** What is held while the disk does not take it; older events are dropped. */
const MAX_WAITING = 10_000;
/** After a failed write, in milliseconds. */
const RETRY_MS = 5000;

/** busy: another process writes just now. failing: the disk or the file refuses. */
type Trouble = 'none' | 'busy' | 'failing';

/**
 * Takes events, writes them in batches and tells listeners of each stored row.
 * Events that will be no rows are added to a tally at once, and only its sums
 * are written: most exchanges just pass, and must cost next to nothing. Nothing
 * here throws into the proxy and nothing waits: a disk that is full or broken
 * costs events (`dropped` counts them), never an exchange.
 */
export class Recorder implements EventSink, LiveFeed {
  readonly #write: WriteBatch;
  readonly #parts: RecorderParts;
  readonly #listeners = new Set<(row: LogRow) => void>();
  /** The counts of events that are no rows. */
  readonly #tallies: TallyQueue;
  #waiting: Event[] = [];
  /** Ends the time that anything waits. */
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Immediate | null = null;
  #trouble: Trouble = 'none';
  /** One warning per spell of losses. */
  #losing = false;
  #closed = false;
  #dropped = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    const domainOf = createDomainCache(parts.domainOf);
    this.#tallies = createTallyQueue(domainOf);
    this.#write = createWriter(parts.db, domainOf);
  }

  /** Events that were lost because the disk did not take them. */
  get dropped(): number {
    return this.#dropped;
  }

  record(event: Event): void {
    if (this.#closed) return;
    if (this.#isRow(event)) this.#keep(event);
    else this.#count(event);
    if (this.#timer === null || this.#waiting.length >= BATCH) this.#schedule();
  }

  subscribe(listener: (row: LogRow) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes a batch of rows and the counts that wait; the rest follows in turns of the loop. */
  flush(): void {
    this.#unschedule();
    this.#writeNext(this.#tallies.oldest());
  }

  /** Writes all that is waiting, in so far as the disk takes it, and stops. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#trouble = 'none';
    while (this.#isWaiting() && this.#trouble === 'none') this.flush();
    this.#dropped += this.#waiting.length + this.#tallies.events();
    this.#waiting = [];
    this.#unschedule();
    this.#listeners.clear();
  }

  /** Rows that came fast. Counts keep their pace, since writing them more often costs more. */
  #flushSoon(): void {
    this.#soon = null;
    this.#writeNext(this.#tallies.hasFull() ? this.#tallies.oldest() : null);
  }

  #writeNext(tally: Tally | null): void {
    const batch = this.#waiting.slice(0, BATCH);
    if (batch.length === 0 && tally === null) return;
    const rows = this.#tryWrite(batch, tally);
    if (rows === null) {
      this.#unschedule();
    } else {
      this.#waiting = this.#waiting.slice(batch.length);
      if (tally !== null) this.#tallies.shift();
      this.#publish(rows);
    }
    if (this.#isWaiting()) this.#schedule({ soon: this.#waiting.length > 0 });
    else this.#losing = false;
  }

  #isWaiting(): boolean {
    return this.#waiting.length > 0 || this.#tallies.oldest() !== null;
  }

  #keep(event: Event): void {
    this.#waiting.push(event);
    // In large steps: shifting an array of thousands for each event is slow.
    if (this.#waiting.length < MAX_WAITING + BATCH) return;
    this.#waiting = this.#waiting.slice(BATCH);
    this.#lose(BATCH);
  }

  #count(event: Event): void {
    const { detail } = this.#parts.settings;
    try {
      const dropped = this.#tallies.add(detail === 'counts' ? withoutMarks(event) : event);
      if (dropped > 0) this.#lose(dropped);
      if (this.#tallies.hasFull()) this.#schedule();
    } catch (error) {
      // No event of the types that are promised; it must not harm an exchange either.
      this.#failed(error, 1);
    }
  }

  /** The oldest had to go. */
  #lose(events: number): void {
    this.#dropped += events;
    if (!this.#losing) {
      this.#parts.warn('writing to the log: too many events wait; the oldest are dropped');
    }
    this.#losing = true;
  }

  /** The stored rows; null where all is to be tried again. */
  #tryWrite(batch: readonly Event[], tally: Tally | null): readonly Stored[] | null {
    const { detail } = this.#parts.settings;
    try {
      const safe = batch.map((event) => guarded(event, detail));
      const rows = this.#write(safe, tally);
      this.#trouble = 'none';
      return rows;
    } catch (error) {
      return this.#failed(error, batch.length + (tally?.events ?? 0));
    }
  }

  #isRow({ action, undone }: Event): boolean {
    const { detail, scope } = this.#parts.settings;
    if (detail === 'counts') return false;
    if (scope === 'all') return true;
    return action !== 'pass' && (action !== 'allow' || undone !== null);
  }

  #failed(error: unknown, size: number): readonly Stored[] | null {
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

  /** Rows are made for listeners only: mostly nobody looks. */
  #publish(stored: readonly Stored[]): void {
    if (this.#listeners.size === 0) return;
    for (const row of stored.map(listedRow)) {
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

  #schedule({ soon } = { soon: false }): void {
    if (this.#closed) return;
    const many = soon || this.#waiting.length >= BATCH || this.#tallies.hasFull();
    if (many && this.#trouble === 'none') {
      this.#soon ??= setImmediate(() => this.#flushSoon());
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

/** Where only counts are kept, no identifier is, not even as a mark. */
function withoutMarks(event: Event): Event {
  const { report } = event;
  return report === undefined ? event : { ...event, report: { ...report, marks: [] } };
}
