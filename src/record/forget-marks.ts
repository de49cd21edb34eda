import type { LogDatabase } from './database.ts';
import { noteDeletedWords } from './dictionary.ts';
import { DAYS } from './insight/days.ts';
import { REACH_CODES } from './reach.ts';

/** Identifiers per step: a few milliseconds. */
const STEP_MARKS = 200;

/** Of which device (by its number) up to which day (since the epoch, inclusive). */
export interface ForgottenDevice {
  readonly device: number;
  readonly day: number;
}

/**
 * Forgets that a device was seen with identifiers, a few of them at each call,
 * from the number `from` on; returns where to go on, null at the end. What was
 * seen with this device alone is forgotten with all that was seen of it. What
 * other devices were seen with too stays, without this one.
 */
export function createMarkForgetter(
  db: LogDatabase,
): (of: ForgottenDevice, from: number) => number | null {
  const next = db
    .prepare<[number], number | null>(
      `SELECT max(id) FROM (SELECT id FROM marks WHERE id >= ? ORDER BY id LIMIT ${STEP_MARKS})`,
    )
    .pluck();
  const seen = db
    .prepare<[object], number>(
      `SELECT mark FROM mark_reach WHERE mark BETWEEN @from AND @to
       AND what = ${REACH_CODES.device} AND word = @device AND first <= @last`,
    )
    .pluck();
  const others = db
    .prepare<[number, number]>(
      `SELECT 1 FROM mark_reach WHERE mark = ? AND what = ${REACH_CODES.device} AND word <> ?`,
    )
    .pluck();
  const cut = (which: string) =>
    [
      `DELETE FROM mark_reach WHERE ${which} AND last <= @last`,
      `UPDATE mark_reach SET first = @last + 1 WHERE ${which} AND first <= @last`,
    ].map((sql) => db.prepare<[object]>(sql));
  const ofDevice = cut(`mark = @mark AND what = ${REACH_CODES.device} AND word = @device`);
  const ofMark = [
    ...cut('mark = @mark'),
    db.prepare<[object]>(`DELETE FROM day_marks WHERE ${DAYS} AND mark = @mark`),
  ];
  const forget = db.transaction(({ device, day }: ForgottenDevice, from: number, to: number) => {
    const marks = seen.all({ device, from, to, last: day });
    for (const mark of marks) {
      const isShared = others.get(mark, device) !== undefined;
      const parameters = { mark, device, first: FIRST, last: day };
      for (const statement of isShared ? ofDevice : ofMark) statement.run(parameters);
    }
    // What the writer remembers to have noted today may be gone.
    if (marks.length > 0) noteDeletedWords(db);
  });
  return (of, from) => {
    const to = next.get(from) ?? null;
    if (to === null) return null;
    forget.immediate(of, from, to);
    return to + 1;
  };
}

/** Before every day there is. */
const FIRST = -(2 ** 40);
