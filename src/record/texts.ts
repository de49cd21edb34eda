import { createAllowance } from './allowance.ts';
import type { LogDatabase } from './database.ts';

/**
 * The numbers of texts that repeat as a whole, made where they are new: reports
 * and lists of header names. Calls belong inside a transaction; `day` is the
 * event's, in days since the epoch.
 */
export interface Texts {
  id(text: string, day: number): number;
  /** Forgets what it remembers. */
  forget(): void;
}

/** What stands in the place of texts that are too many. */
export interface Most {
  /** New ones in a day, since the program began: whoever makes each unlike all others shall not fill the disk. */
  readonly newADay: number;
  readonly instead: string;
}

/** Remembered texts; when there are more, all are forgotten. */
const MAX_REMEMBERED = 5_000;

export function createTexts(
  db: LogDatabase,
  table: 'reports' | 'header_lists',
  most: Most | null = null,
): Texts {
  const allowance = createAllowance(most?.newADay ?? Number.POSITIVE_INFINITY);
  const known = new Map<string, { readonly id: number; used: number }>();
  const find = db.prepare<[string], { id: number; used: number }>(
    `SELECT id, used FROM ${table} WHERE text = ?`,
  );
  const add = db.prepare<[string, number]>(`INSERT INTO ${table} (text, used) VALUES (?, ?)`);
  const touch = db.prepare<[number, number]>(`UPDATE ${table} SET used = ? WHERE id = ?`);
  const insert = (text: string, day: number) => ({
    id: Number(add.run(text, day).lastInsertRowid),
    used: day,
  });
  const stored = (text: string, day: number): { readonly id: number; used: number } => {
    const before = find.get(text);
    const isOwed = before !== undefined || most === null || text === most.instead;
    if (!isOwed && !allowance.take(day)) {
      return known.get(most.instead) ?? stored(most.instead, day);
    }
    const found = before ?? insert(text, day);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(text, found);
    return found;
  };
  return {
    id(text, day) {
      const word = known.get(text) ?? stored(text, day);
      if (word.used < day) touch.run(day, word.id);
      word.used = Math.max(word.used, day);
      return word.id;
    },
    forget: () => known.clear(),
  };
}
