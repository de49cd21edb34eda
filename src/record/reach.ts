import type { LogDatabase } from './database.ts';

/** What an identifier was seen on or by; the numbers are stored. */
export const REACH_CODES = { site: 0, device: 1, tracker: 2 } as const;

const KINDS = ['site', 'device', 'tracker'] as const;

/** Numbers of names; 0 where there is none. */
export type Seen = Readonly<Record<keyof typeof REACH_CODES, number>>;

/**
 * Notes where something was seen, with the first and the last day. Calls belong
 * inside a transaction; days are since the epoch.
 */
export interface Reach {
  /** An identifier. */
  mark(day: number, mark: number, seen: Seen): void;
  /** What a tracker was to be told on a site. */
  report(day: number, tracker: number, page: number, report: number): void;
  /** Forgets what it remembers: to be called when a transaction was rolled back or rows were deleted. */
  forget(): void;
}

/** Remembered rows of a day; when there are more, all are forgotten, and stored once more. */
const MAX_REMEMBERED = 20_000;

export function createReach(db: LogDatabase): Reach {
  const putMark = db.prepare<number[]>(upsert('mark_reach', 'mark, what, word'));
  const putReport = db.prepare<number[]>(upsert('report_reach', 'tracker, page, report'));
  const several = db.prepare<[{ mark: number; what: number }]>(`
    UPDATE marks SET several = 1 WHERE id = @mark AND several = 0 AND EXISTS (
      SELECT 1 FROM mark_reach WHERE mark = @mark AND what = @what LIMIT 1 OFFSET 1)`);
  const marks = createSeenToday();
  const reports = createSeenToday();

  return {
    mark(day, mark, seen) {
      for (const name of KINDS) {
        const what = REACH_CODES[name];
        const word = seen[name];
        if (word === 0 || !marks.isNew(day, mark, what, word)) continue;
        putMark.run(mark, what, word, day, day);
        if (name !== 'tracker') several.run({ mark, what });
      }
    },
    report(day, tracker, page, report) {
      if (reports.isNew(day, tracker, page, report)) putReport.run(tracker, page, report, day, day);
    },
    forget() {
      marks.forget();
      reports.forget();
    },
  };
}

function upsert(table: string, key: string): string {
  return `INSERT INTO ${table} (${key}, first, last) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`;
}

/** Most of what is seen was seen on the same day before, and need not be written again. */
function createSeenToday() {
  let known = new Map<number, Map<number, Set<number>>>();
  let size = 0;
  let today = Number.NaN;
  const forget = () => {
    known = new Map();
    size = 0;
  };
  return {
    isNew(day: number, a: number, b: number, c: number): boolean {
      if (day !== today || size >= MAX_REMEMBERED) forget();
      today = day;
      const found = known.get(a) ?? new Map<number, Set<number>>();
      const words = found.get(b) ?? new Set<number>();
      if (words.has(c)) return false;
      known.set(a, found.set(b, words.add(c)));
      size += 1;
      return true;
    },
    forget,
  };
}
