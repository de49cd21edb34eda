import type { Span } from './times.ts';

const HOURS = 24;

/** Some hours as whole days and the hours before and after them. */
export interface Edges extends Span {
  /** The last hour before the whole days, and the first after them. */
  readonly before: number;
  readonly after: number;
  readonly firstDay: number;
  readonly lastDay: number;
}

export function edgesOf({ first, last }: Span): Edges {
  const firstDay = Math.ceil(first / HOURS);
  const lastDay = Math.floor((last + 1) / HOURS) - 1;
  const isShort = lastDay < firstDay;
  return {
    ...{ first, last, firstDay, lastDay },
    before: isShort ? last : firstDay * HOURS - 1,
    after: isShort ? last + 1 : (lastDay + 1) * HOURS,
  };
}

/**
 * The rows of some hours, in SQL: those of whole days from the table of days,
 * which is far smaller, the others from the table of hours. Both give the same
 * columns; `test` limits those of hours.
 */
export function hoursAndDays(
  hours: { readonly table: string; readonly columns: string; readonly test: string },
  days: { readonly table: string; readonly columns: string },
): string {
  const ofHours = `SELECT ${hours.columns} FROM ${hours.table} WHERE ${hours.test}`;
  return `${ofHours} AND hour BETWEEN @first AND @before
    UNION ALL ${ofHours} AND hour BETWEEN @after AND @last
    UNION ALL SELECT ${days.columns} FROM ${days.table} WHERE day BETWEEN @firstDay AND @lastDay`;
}
