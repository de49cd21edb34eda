import type { LogDatabase } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import type { TryTally } from './try-tally.ts';

/** Adds what trackers tried on a day (days since the epoch); to be called inside a transaction. */
export type AddTries = (day: number, tries: TryTally) => void;

/**
 * What is kept per day: how often each tracker tried to report what, from which
 * site and device; where identifiers were seen; how often rules were applied.
 */
export function createTryCounters(db: LogDatabase, words: Dictionary): AddTries {
  const addTried = db.prepare<number[]>(`
    INSERT INTO day_tried (day, tracker, page, device, report, count, stopped)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count, stopped = stopped + excluded.stopped`);
  const addMark = db.prepare<number[]>(`
    INSERT INTO day_marks (day, mark, tracker, page, device, count, stopped)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count, stopped = stopped + excluded.stopped`);
  const addRule = db.prepare<number[]>(`
    INSERT INTO day_rules (day, rule, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);

  return (day, { tries, marks, rules }) => {
    const name = (text: string) => (text === '' ? 0 : words.nameKept(text, day));
    for (const { tracker, page, device, report, count, stopped } of tries.values()) {
      const told = report === null ? 0 : words.report(report, day);
      addTried.run(day, name(tracker), name(page), name(device), told, count, stopped);
    }
    for (const { mark, tracker, page, device, count, stopped } of marks.values()) {
      const id = words.marks.id(mark, day);
      const [site, from] = [name(page), name(device)];
      addMark.run(day, id, name(tracker), site, from, count, stopped);
      words.marks.seen(id, site, from);
    }
    for (const { rule, count } of rules.values()) addRule.run(day, words.rule(rule, day), count);
  };
}
