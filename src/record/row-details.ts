import type { EventDetails } from '../model/event.ts';
import { type IdentifierMark, MARK_KINDS } from '../model/insight.ts';
import type { LogRow } from '../model/log.ts';
import { MARK_CODES, wordOf } from './codes.ts';
import type { LogDatabase } from './database.ts';
import { itemsOf, listOf } from './rows.ts';

interface StoredDetails {
  readonly headers: string | null;
  readonly values: string | null;
  readonly decided: number | null;
  readonly firstByte: number | null;
  readonly marks: string | null;
}

/** Adds to a row what is shown of a single row only. */
export function createDetailLoader(db: LogDatabase): (row: LogRow) => LogRow {
  const select = db.prepare<[number], StoredDetails>(`
    SELECT header_lists.text AS headers, field_values AS "values", decided,
      first_byte AS firstByte, marks
    FROM events LEFT JOIN header_lists ON header_lists.id = events.headers
    WHERE events.id = ?`);
  const markOf = db.prepare<[number], { kind: number; mark: string }>(
    'SELECT kind, mark FROM marks WHERE id = ?',
  );
  const marksOf = (json: string | null): readonly IdentifierMark[] =>
    numbersOf(json).flatMap((id) => {
      const found = markOf.get(id);
      if (found === undefined) return [];
      return [{ kind: wordOf(MARK_CODES, found.kind, MARK_KINDS[0]), mark: found.mark }];
    });
  return (row) => {
    const stored = select.get(row.id);
    if (stored === undefined) return row;
    const { report } = row;
    return {
      ...row,
      ...(report === undefined ? {} : { report: { ...report, marks: marksOf(stored.marks) } }),
      ...detailsOf(stored),
    };
  };
}

function detailsOf(stored: StoredDetails): { details?: EventDetails } {
  if (stored.headers === null) return {};
  const { decided, firstByte } = stored;
  return {
    details: {
      headers: listOf(stored.headers),
      values: pairsOf(stored.values),
      decided: decided === null ? null : decided / 1000,
      firstByte: firstByte === null ? null : firstByte / 1000,
    },
  };
}

function pairsOf(json: string | null): EventDetails['values'] {
  return itemsOf(json).flatMap((pair) => {
    const [name, value] = Array.isArray(pair) ? pair : [];
    return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [];
  });
}

function numbersOf(json: string | null): readonly number[] {
  return itemsOf(json).filter((item) => typeof item === 'number');
}
