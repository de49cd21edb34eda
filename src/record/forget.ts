import type { LogDatabase } from './database.ts';
import { createMarkForgetter } from './forget-marks.ts';
import { dayOfHour, hourOf } from './times.ts';

/** What is to be forgotten stands in `meta`, so that a restart does not end it half way. */
const PREFIX = 'forget:';
/** Rows per step: a few milliseconds. */
const STEP_ROWS = 100;
/** Hours of counters per step, each found by its key. */
const STEP_HOURS = 24;

/** Up to where the log is forgotten: what comes later is of a new device. */
interface Wish {
  readonly device: string;
  readonly lastId: number;
  readonly hour: number;
}

/** Where in the counters the forgetting of one device is. */
interface Progress {
  readonly wish: Wish;
  readonly number: number;
  hour: number;
  day: number;
  /** Identifiers from this one on; null where they are done. */
  mark: number | null;
}

/**
 * Has the log forget a device: its rows and its counters, as they are now, in
 * small steps (`createForgetter`). What was counted for the household as a
 * whole stays.
 */
export function forgetInLog(db: LogDatabase, device: string, now: number): void {
  const last = db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM events').get();
  const value = JSON.stringify({ lastId: last?.id ?? 0, hour: hourOf(now) });
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(PREFIX + device, value);
}

/** Deletes a little of what is to be forgotten at each call; false where there is nothing. */
export function createForgetter(db: LogDatabase): () => boolean {
  const next = db.prepare<[], { key: string; value: string }>(
    `SELECT key, value FROM meta WHERE key >= '${PREFIX}' AND key < 'forget;' ORDER BY key LIMIT 1`,
  );
  const done = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');
  const number = db.prepare<[string], { id: number }>('SELECT id FROM names WHERE text = ?');
  const label = db.prepare<[number]>('DELETE FROM device_labels WHERE device = ?');
  const rows = db.prepare<[number, number]>(`
    DELETE FROM events WHERE id IN (
      SELECT id FROM events WHERE device = ? AND id <= ? LIMIT ${STEP_ROWS})`);
  const counters = createCounterDeletion(db);
  let progress: Progress | null = null;

  const finish = db.transaction(({ wish, number: device }: Progress) => {
    label.run(device);
    done.run(PREFIX + wish.device);
  });

  return () => {
    const found = next.get();
    if (found === undefined) return false;
    const wish = parseWish(found.key.slice(PREFIX.length), found.value);
    const device = wish === null ? undefined : number.get(wish.device);
    if (wish === null || device === undefined) {
      done.run(found.key);
      return true;
    }
    if (progress?.wish.device !== wish.device || progress.wish.lastId !== wish.lastId) {
      progress = counters.begin(wish, device.id);
    }
    if (rows.run(device.id, wish.lastId).changes > 0 || counters.step(progress)) return true;
    finish.immediate(progress);
    progress = null;
    return true;
  };
}

/** Goes through the hours and days of the counters, a few at a time. */
function createCounterDeletion(db: LogDatabase) {
  const oldest = db.prepare<[], { hour: number | null }>(
    'SELECT min(hour) AS hour FROM hour_devices',
  );
  const ofHour = countersOf(db, 'hour').map((table) =>
    db.prepare<[number, number]>(`DELETE FROM ${table} WHERE hour = ? AND device = ?`),
  );
  const ofDay = countersOf(db, 'day').map((table) =>
    db.prepare<[number, number]>(`DELETE FROM ${table} WHERE day = ? AND device = ?`),
  );
  const someHours = db.transaction((progress: Progress) => {
    const end = Math.min(progress.wish.hour, progress.hour + STEP_HOURS - 1);
    for (; progress.hour <= end; progress.hour += 1) {
      for (const remove of ofHour) remove.run(progress.hour, progress.number);
    }
  });
  const oneDay = db.transaction((progress: Progress) => {
    for (const remove of ofDay) remove.run(progress.day, progress.number);
    progress.day += 1;
  });
  const forgetMarks = createMarkForgetter(db);
  const someMarks = (progress: Progress, from: number) => {
    const of = { device: progress.number, day: dayOfHour(progress.wish.hour) };
    progress.mark = forgetMarks(of, from);
  };
  return {
    begin(wish: Wish, number: number): Progress {
      const hour = oldest.get()?.hour ?? wish.hour;
      return { wish, number, hour, day: dayOfHour(hour), mark: 0 };
    },
    /** False when there is nothing left. */
    step(progress: Progress): boolean {
      // These first, because the counters of hours say which days there are.
      if (progress.mark !== null) someMarks(progress, progress.mark);
      else if (progress.hour <= progress.wish.hour) someHours.immediate(progress);
      else if (progress.day <= dayOfHour(progress.wish.hour)) oneDay.immediate(progress);
      else return false;
      return true;
    },
  };
}

/** The tables of counters per hour or day that tell devices apart. */
function countersOf(db: LogDatabase, grain: 'hour' | 'day'): readonly string[] {
  return db
    .prepare<[string], string>(`
      SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ?
        AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_master.name) WHERE name = 'device')`)
    .pluck()
    .all(`${grain}_*`);
}

function parseWish(device: string, value: string): Wish | null {
  try {
    const { lastId, hour } = JSON.parse(value) as Readonly<Record<string, unknown>>;
    const fits = Number.isSafeInteger(lastId) && Number.isSafeInteger(hour);
    return fits ? { device, lastId: Number(lastId), hour: Number(hour) } : null;
  } catch {
    return null;
  }
}
