import type { LogDatabase } from './database.ts';
import type { Dictionary } from './dictionary.ts';
import { isTold, type Told, type Tried, type TryTally } from './try-tally.ts';

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
    report: adder(db, 'day_reports', ['tracker', 'report']),
    mark: adder(db, 'day_marks', ['mark']),
  };
  const addRule = db.prepare<[number, number, number]>(`
    INSERT INTO day_rules (day, rule, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);

  const addTold = (day: number, tracker: number, page: number, tried: Told) => {
    const report = words.report(tried.report, day);
    add.report(day, tracker, report, tried.count, tried.stopped);
    if (page !== 0) words.reach.report(day, tracker, page, report);
  };

  const name = (text: string, day: number) => (text === '' ? 0 : words.nameKept(text, day));
  const addTried = (day: number, tried: Tried) => {
    const { count, stopped } = tried;
    const [tracker, page] = [name(tried.tracker, day), name(tried.page, day)];
    const device = name(tried.device, day);
    add.pair(day, tracker, page, count, stopped);
    if (page !== 0) {
      add.page(day, page, count, stopped);
      add.devicePage(day, device, page, count, stopped);
    }
    if (tracker === 0) return;
    add.deviceTracker(day, device, tracker, count, stopped);
    if (isTold(tried)) addTold(day, tracker, page, tried);
  };

  return (day, { tries, marks, rules }) => {
    for (const tried of tries.values()) addTried(day, tried);
    for (const { mark, tracker, page, device, count, stopped } of marks.values()) {
      const id = words.marks.id(mark, day);
      if (id === null) continue;
      add.mark(day, id, count, stopped);
      const seen = {
        site: name(page, day),
        device: name(device, day),
        tracker: name(tracker, day),
      };
      words.reach.mark(day, id, seen);
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
