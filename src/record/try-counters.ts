import type { LogDatabase } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import { isTold, type TryTally } from './try-tally.ts';

/** Adds what trackers tried on a day (days since the epoch); to be called inside a transaction. */
export type AddTries = (day: number, tries: TryTally) => void;

/**
 * What is kept per day: how often each tracker tried it, from which sites and
 * devices, and what it was to be told; where identifiers were seen; how often
 * rules were applied.
 */
export function createTryCounters(db: LogDatabase, words: Dictionary): AddTries {
  const add = {
    pair: adder(db, 'day_tried', ['tracker', 'page']),
    page: adder(db, 'day_pages', ['page']),
    deviceTracker: adder(db, 'day_device_trackers', ['device', 'tracker']),
    devicePage: adder(db, 'day_device_pages', ['device', 'page']),
    report: adder(db, 'day_reports', ['tracker', 'page', 'report']),
    mark: adder(db, 'day_marks', ['mark', 'tracker', 'page', 'device']),
  };
  const addRule = db.prepare<[number, number, number]>(`
    INSERT INTO day_rules (day, rule, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);

  return (day, { tries, marks, rules }) => {
    const name = (text: string) => (text === '' ? 0 : words.nameKept(text, day));
    for (const tried of tries.values()) {
      const { count, stopped } = tried;
      const [tracker, page] = [name(tried.tracker), name(tried.page)];
      const device = name(tried.device);
      add.pair(day, tracker, page, count, stopped);
      if (page !== 0) {
        add.page(day, page, count, stopped);
        add.devicePage(day, device, page, count, stopped);
      }
      if (tracker !== 0) add.deviceTracker(day, device, tracker, count, stopped);
      if (!isTold(tried)) continue;
      add.report(day, tracker, page, words.report(tried.report, day), count, stopped);
    }
    for (const { mark, tracker, page, device, count, stopped } of marks.values()) {
      const id = words.marks.id(mark, day);
      const [site, from] = [name(page), name(device)];
      add.mark(day, id, name(tracker), site, from, count, stopped);
      words.marks.seen(id, site, from);
    }
    for (const { rule, count } of rules.values()) addRule.run(day, words.rule(rule, day), count);
  };
}

/** Takes the day, the numbers of the columns, how often, and how often stopped. */
function adder(db: LogDatabase, table: string, columns: readonly string[]) {
  const add = db.prepare<number[]>(`
    INSERT INTO ${table} (day, ${columns.join(', ')}, count, stopped)
    VALUES (?, ${columns.map(() => '?').join(', ')}, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count, stopped = stopped + excluded.stopped`);
  return (...values: readonly number[]) => void add.run(...values);
}
