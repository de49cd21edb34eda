import { combinationsOf } from './combinations.ts';
import type { LogDatabase } from './database.ts';
import type { Condition } from './filter.ts';
import { eachMeeting } from './sketch.ts';
import type { Span } from './times.ts';

/**
 * The first and the last day on which all that conditions ask for met, two by
 * two; null where they never did; `always` where nothing is known of them.
 */
export type FindMeeting = (conditions: readonly Condition[]) => Span | 'always' | null;

export function createMeeting(db: LogDatabase): FindMeeting {
  const days = db
    .prepare<[number, number, number], number>(
      `SELECT day FROM day_meetings
       WHERE day IN (SELECT DISTINCT hour / 24 FROM hours) AND pair = ? AND a = ? AND b = ?`,
    )
    .pluck();
  return (conditions) => {
    const met = new Set<number>();
    for (const facts of combinationsOf(conditions)) {
      const meetings: (readonly number[])[] = [];
      eachMeeting(facts, (pair, a, b) => meetings.push(days.all(pair, a, b)));
      const [some, ...others] = meetings;
      if (some === undefined) return 'always';
      for (const day of some) {
        if (others.every((other) => other.includes(day))) met.add(day);
      }
    }
    if (met.size === 0) return null;
    return { first: Math.min(...met), last: Math.max(...met) };
  };
}
