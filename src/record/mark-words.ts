import type { IdentifierMark } from '../model/insight.ts';
import { createAllowance } from './allowance.ts';
import { MARK_CODES } from './codes.ts';
import type { LogDatabase } from './database.ts';

/**
 * The numbers of identifiers. Calls belong inside a transaction; `day` is the
 * event's, in days since the epoch.
 */
export interface MarkWords {
  /** Null where there were too many new ones that day. */
  id(mark: IdentifierMark, day: number): number | null;
  /** Forgets what it remembers. */
  forget(): void;
}

interface Mark {
  readonly id: number;
  used: number;
}

/** New ones in a day; a household has some hundred. */
const MOST_NEW = 20_000;
/** Remembered identifiers; when there are more, all are forgotten: most are seen once. */
const MAX_REMEMBERED = 5_000;

export function createMarkWords(db: LogDatabase): MarkWords {
  const known = new Map<string, Mark>();
  const allowance = createAllowance(MOST_NEW);
  const find = db.prepare<[string, number], Mark>(
    'SELECT id, used FROM marks WHERE mark = ? AND kind = ?',
  );
  const add = db.prepare<[string, number, number]>(
    'INSERT INTO marks (mark, kind, several, used) VALUES (?, ?, 0, ?)',
  );
  const touch = db.prepare<[number, number]>('UPDATE marks SET used = ? WHERE id = ?');
  const stored = ({ kind, mark }: IdentifierMark, day: number): Mark | null => {
    const code = MARK_CODES[kind];
    const found = find.get(mark, code);
    if (found !== undefined) return found;
    if (!allowance.take(day)) return null;
    return { id: Number(add.run(mark, code, day).lastInsertRowid), used: day };
  };
  return {
    id(mark, day) {
      const key = `${mark.kind} ${mark.mark}`;
      const word = known.get(key) ?? stored(mark, day);
      if (word === null) return null;
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(key, word);
      if (word.used < day) touch.run(day, word.id);
      word.used = Math.max(word.used, day);
      return word.id;
    },
    forget: () => known.clear(),
  };
}
