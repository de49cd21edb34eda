import type { LogDatabase } from './database.ts';
import { noteDeletedWords } from './dictionary.ts';
import { dayOfHour } from './times.ts';

/** Rows per statement: a few milliseconds. */
const STEP_ROWS = 100;

/** Days since the epoch before which nothing is stored of a kind. */
interface Oldest {
  readonly events: number;
  readonly counters: number;
  readonly marks: number;
}

/**
 * Deletes a few of the words whose last use lies before everything that is
 * stored; false where there are none. A word in use has a last use no earlier
 * than the event or counter that uses it, whatever the clock did, so none of
 * those is ever taken. `today` is in days since the epoch.
 */
export function unusedWords(db: LogDatabase, today: () => number): () => boolean {
  const oldestHours = db.prepare<[], Record<'events' | 'counters' | 'marks', number | null>>(`
    SELECT (SELECT min(hour) FROM hours) AS events,
      (SELECT min(hour) FROM hour_devices) AS counters,
      (SELECT min(day) FROM day_marks) AS marks`);
  const forgetHours = db.prepare(
    'DELETE FROM hours WHERE last_id < coalesce((SELECT min(id) FROM events), 9e15)',
  );
  const forgetBlocks = db.prepare(
    'DELETE FROM blocks WHERE block < coalesce((SELECT min(id) FROM events), 9e15) / 256',
  );
  const removals = [
    `DELETE FROM day_meetings WHERE day < @events ORDER BY day LIMIT ${STEP_ROWS}`,
    `DELETE FROM names WHERE used < @events AND kept < @counters LIMIT ${STEP_ROWS}`,
    `DELETE FROM hosts WHERE used < @events LIMIT ${STEP_ROWS}`,
    `DELETE FROM header_lists WHERE used < @events LIMIT ${STEP_ROWS}`,
    // These two are words of events and of counters, which are kept for longer.
    `DELETE FROM rules WHERE used < min(@events, @counters) LIMIT ${STEP_ROWS}`,
    `DELETE FROM reports WHERE used < min(@events, @counters) LIMIT ${STEP_ROWS}`,
    `DELETE FROM marks WHERE used < min(@events, @marks) LIMIT ${STEP_ROWS}`,
  ].map((sql) => db.prepare<[Oldest]>(sql));
  const forgetReferring = [
    'DELETE FROM device_labels WHERE device NOT IN (SELECT id FROM names)',
    'DELETE FROM tracker_first WHERE tracker NOT IN (SELECT id FROM names)',
  ].map((sql) => db.prepare(sql));
  const run = db.transaction(() => {
    forgetHours.run();
    forgetBlocks.run();
    const { events, counters, marks } = oldestHours.get() ?? NOTHING;
    const oldest = {
      events: events === null ? today() : dayOfHour(events),
      counters: counters === null ? today() : dayOfHour(counters),
      marks: marks ?? today(),
    };
    const worked = removals.some((removal) => removal.run(oldest).changes > 0);
    if (!worked) return false;
    for (const each of forgetReferring) each.run();
    noteDeletedWords(db);
    return true;
  });
  return () => run.immediate();
}

const NOTHING = { events: null, counters: null, marks: null };
