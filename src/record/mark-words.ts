import type { IdentifierMark } from '../model/insight.ts';
import { MARK_CODES } from './codes.ts';
import type { LogDatabase } from './database.ts';

/**
 * The numbers of identifiers. Calls belong inside a transaction; `day` is the
 * event's, in days since the epoch.
 */
export interface MarkWords {
  id(mark: IdentifierMark, day: number): number;
  /** Notes on which site (0: none) by which device an identifier was seen. */
  seen(id: number, page: number, device: number): void;
  /** Forgets what it remembers. */
  forget(): void;
}

interface Mark {
  readonly id: number;
  page: number;
  device: number;
  several: number;
  used: number;
}

/** Remembered identifiers; when there are more, all are forgotten: most are seen once. */
const MAX_REMEMBERED = 5_000;
/** In `page` and `device` of one that was not seen anywhere yet. */
const NOWHERE = -1;

export function createMarkWords(db: LogDatabase): MarkWords {
  const known = new Map<string, Mark>();
  const byId = new Map<number, Mark>();
  const columns = 'id, page, device, several, used';
  const find = db.prepare<[string, number], Mark>(
    `SELECT ${columns} FROM marks WHERE mark = ? AND kind = ?`,
  );
  const findId = db.prepare<[number], Mark>(`SELECT ${columns} FROM marks WHERE id = ?`);
  const add = db.prepare<[string, number, number]>(
    `INSERT INTO marks (mark, kind, page, device, several, used)
     VALUES (?, ?, ${NOWHERE}, ${NOWHERE}, 0, ?)`,
  );
  const touch = db.prepare<[number, number]>('UPDATE marks SET used = ? WHERE id = ?');
  const first = db.prepare<[number, number, number]>(
    'UPDATE marks SET page = ?, device = ? WHERE id = ?',
  );
  const several = db.prepare<[number]>('UPDATE marks SET several = 1 WHERE id = ?');

  const forget = () => {
    known.clear();
    byId.clear();
  };
  const stored = ({ kind, mark }: IdentifierMark, day: number): Mark => {
    const code = MARK_CODES[kind];
    const found = find.get(mark, code);
    if (found !== undefined) return found;
    const id = Number(add.run(mark, code, day).lastInsertRowid);
    return { id, page: NOWHERE, device: NOWHERE, several: 0, used: day };
  };
  return {
    id(mark, day) {
      const key = `${mark.kind} ${mark.mark}`;
      const word = known.get(key) ?? stored(mark, day);
      if (known.size >= MAX_REMEMBERED) forget();
      known.set(key, word);
      byId.set(word.id, word);
      if (word.used < day) touch.run(day, word.id);
      word.used = Math.max(word.used, day);
      return word.id;
    },
    seen(id, page, device) {
      const word = byId.get(id) ?? findId.get(id);
      if (word === undefined || word.several === 1) return;
      if (word.page === NOWHERE) {
        first.run(page, device, id);
        word.page = page;
        word.device = device;
      } else if (word.page !== page || word.device !== device) {
        several.run(id);
        word.several = 1;
      }
    },
    forget,
  };
}
