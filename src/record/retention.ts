import { createBlockFiller } from './blocks.ts';
import { type LogDatabase, sqliteCode } from './database.ts';
import { noteDeletedWords } from './dictionary.ts';
import { createForgetter } from './forget.ts';
import { unusedWords } from './retention-words.ts';
import { dayOf, dayOfHour, daysBefore, hourOf } from './times.ts';

export interface RetentionSettings {
  /** Events older than this go. */
  readonly days: number;
  /** Counters older than this go; never less than `days`. */
  readonly counterDays: number;
  /** What the file may hold, in units of 1024 * 1024 bytes; the oldest events go first. */
  readonly megabytes: number;
}

export interface RetentionParts {
  readonly db: LogDatabase;
  readonly settings: RetentionSettings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

const EVERY_MS = 60_000;
/** Between two steps, so that requests come first; quicker than events are stored at their fastest. */
const BREATH_MS = 20;
/** Rows per statement: a few milliseconds. */
const STEP_ROWS = 100;
/** Pages of 4096 bytes given back per step. */
const STEP_PAGES = 128;
const MEGABYTE = 1024 * 1024;
/** What a log that had to be begun in memory may take. */
const MEMORY_MEGABYTES = 32;

/** Deletes a little of what is too old or too much; false where there was nothing to delete. */
type Step = () => boolean;

/**
 * Keeps the log within its age and its size, a small step at a time: no
 * statement deletes more than a few hundred rows, and the loop gets its turn
 * between two of them. Rows of before there were sketches get theirs, when
 * nothing else is to be done. `settings` are read at each step. `start` begins the timer (which holds no process),
 * `close` ends it.
 */
export class Retention {
  readonly #steps: readonly Step[];
  readonly #warn: (message: string) => void;
  #timer: NodeJS.Timeout | null = null;
  #failing = false;

  constructor({ db, settings, now, warn }: RetentionParts) {
    this.#warn = warn;
    const tooLarge = sizeCheck(db, settings);
    // The order matters: events before counters, since events say more, and
    // words last, when nothing refers to them any more.
    this.#steps = [
      createForgetter(db),
      oldEvents(db, () => daysBefore(now(), settings.days)),
      oldMarks(db, () => dayOf(daysBefore(now(), settings.days))),
      oldestMarks(db, tooLarge),
      oldestEvents(db, tooLarge),
      oldCounters(db, () => {
        const days = Math.max(settings.days, settings.counterDays);
        return hourOf(daysBefore(now(), days));
      }),
      oldestCounters(db, tooLarge),
      unusedWords(db, () => dayOf(now())),
      freePages(db),
      createBlockFiller(db),
    ];
  }

  start(): void {
    this.#schedule(EVERY_MS);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** One small deletion; true where there may be more to do. Never throws. */
  step(): boolean {
    try {
      const worked = this.#steps.some((step) => step());
      this.#failing = false;
      return worked;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #failed(error: unknown): void {
    // Somebody else writes just now: the next minute will do.
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return;
    const reason = error instanceof Error ? error.message : String(error);
    if (!this.#failing) this.#warn(`deleting old events from the log: ${reason}`);
    this.#failing = true;
  }

  #schedule(pause: number): void {
    this.#timer = setTimeout(() => this.#schedule(this.step() ? BREATH_MS : EVERY_MS), pause);
    this.#timer.unref();
  }
}

/** Whether the pages in use are more than allowed; pages that are free already do not count. */
function sizeCheck(db: LogDatabase, settings: RetentionSettings): () => boolean {
  const limit = () =>
    db.memory ? Math.min(settings.megabytes, MEMORY_MEGABYTES) : settings.megabytes;
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  return () =>
    (number('page_count') - number('freelist_count')) * number('page_size') > limit() * MEGABYTE;
}

function oldEvents(db: LogDatabase, cutoff: () => number): Step {
  // The ids of the hours before the cutoff bound the search: see the schema.
  const remove = db.prepare(`
    DELETE FROM events WHERE id IN (
      SELECT id FROM events
      WHERE id <= (SELECT max(last_id) FROM hours WHERE hour <= @hour) AND at < @cutoff
      ORDER BY id LIMIT ${STEP_ROWS})`);
  return () => {
    const at = cutoff();
    return remove.run({ hour: hourOf(at), cutoff: at }).changes > 0;
  };
}

function oldestEvents(db: LogDatabase, tooLarge: () => boolean): Step {
  const remove = db.prepare(
    `DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT ${STEP_ROWS})`,
  );
  return () => tooLarge() && remove.run().changes > 0;
}

/** With the last day on which an identifier was seen somewhere it is forgotten that it was. */
function oldMarks(db: LogDatabase, before: () => number): Step {
  const removals = [removal(db, 'day_marks', 'day'), removal(db, 'mark_reach', 'last')];
  return () => {
    const day = before();
    return removals.some((each) => each.run(day).changes > 0);
  };
}

function removal(db: LogDatabase, table: string, age: 'hour' | 'day' | 'last') {
  return db.prepare<[number]>(
    `DELETE FROM ${table} WHERE ${age} < ? ORDER BY ${age} LIMIT ${STEP_ROWS}`,
  );
}

/** Where marks have become older than all events, because those had to make room. */
function oldestMarks(db: LogDatabase, tooLarge: () => boolean): Step {
  const oldest = db.prepare<[], number | null>('SELECT min(hour) FROM hours').pluck();
  const remove = oldMarks(db, () => dayOfHour(oldest.get() ?? Number.MAX_SAFE_INTEGER));
  return noted(db, () => tooLarge() && remove());
}

const HOURLY = ['hour_devices', 'hour_domains', 'hour_actions', 'hour_trackers', 'hour_pages'];
/** `oldestCounters` asks the last of these whether there is more. */
const DAILY = [
  ...['day_reports', 'day_device_trackers', 'day_device_pages', 'day_pages'],
  ...['day_rules', 'day_unopened', 'day_tried'],
];

/** Deletes the counters of the hours before one, the oldest first; those of days with their last hour. */
function oldCounters(db: LogDatabase, before: () => number): Step {
  const hourly = HOURLY.map((table) => removal(db, table, 'hour'));
  const daily = [
    removal(db, 'report_reach', 'last'),
    ...DAILY.map((table) => removal(db, table, 'day')),
  ];
  return () => {
    const hour = before();
    const day = dayOfHour(hour);
    return (
      hourly.some((each) => each.run(hour).changes > 0) ||
      daily.some((each) => each.run(day).changes > 0)
    );
  };
}

/** For the case that no event is left and the counters alone are too much. */
function oldestCounters(db: LogDatabase, tooLarge: () => boolean): Step {
  const oldest = db
    .prepare<[], number | null>(
      `SELECT min(hour) FROM (SELECT min(hour) AS hour FROM hour_domains
       UNION ALL SELECT 24 * min(day) + 23 FROM day_tried)`,
    )
    .pluck();
  const removals = oldCounters(db, () => (oldest.get() ?? 0) + 1);
  return noted(db, () => tooLarge() && typeof oldest.get() === 'number' && removals());
}

/** What had to make room may be of today: the writer must not take it for noted. */
function noted(db: LogDatabase, step: Step): Step {
  return () => {
    const worked = step();
    if (worked) noteDeletedWords(db);
    return worked;
  };
}

function freePages(db: LogDatabase): Step {
  return () => {
    if (Number(db.pragma('freelist_count', { simple: true })) < STEP_PAGES) return false;
    db.pragma(`incremental_vacuum(${STEP_PAGES})`);
    return true;
  };
}
