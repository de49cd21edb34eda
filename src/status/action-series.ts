import type { Count, Overview } from '../model/log.ts';
import type { Bar, Series } from './views/charts.tsx';

/** What was done, in the four ways that matter at a glance; the lowest part of a bar first. */
export const ACTION_SERIES: readonly Series[] = [
  { fill: 'stopped', words: 'stopped' },
  { fill: 'cleaned', words: 'cleaned or rewritten' },
  { fill: 'passed', words: 'let through' },
  { fill: 'unopened', words: 'passed unopened' },
];

type Hour = Overview['byHour'][number];

const STOPPED: ReadonlySet<string> = new Set(['block', 'stub', 'placeholder']);
const CLEANED: ReadonlySet<string> = new Set(['strip', 'rewrite']);

/**
 * `bars` bars from `since` on, each `barMs` long, with the hours of the log
 * that begin in it; zeros where the log has none. The log's hours are UTC's, so
 * in some time zones they begin half an hour off.
 */
export function actionBars(
  hours: readonly Hour[],
  since: number,
  bars: number,
  barMs: number,
): readonly Bar[] {
  const values = Array.from({ length: bars }, () => [0, 0, 0, 0]);
  for (const hour of hours) {
    const bar = values[Math.floor((hour.at - since) / barMs)];
    if (bar === undefined) continue;
    for (const [i, value] of split(hour).entries()) bar[i] = (bar[i] ?? 0) + value;
  }
  return values.map((of, i) => ({ at: since + i * barMs, values: of }));
}

/** In the order of `ACTION_SERIES`. What was only observed was let through. */
function split({ tunnelled, total, byAction, observed = [] }: Hour): readonly number[] {
  const stopped = sum(byAction, STOPPED) - sum(observed, STOPPED);
  const cleaned = sum(byAction, CLEANED) - sum(observed, CLEANED);
  return [stopped, cleaned, Math.max(0, total - stopped - cleaned - tunnelled), tunnelled];
}

function sum(counts: readonly Count[], names: ReadonlySet<string>): number {
  return counts.reduce((all, { name, count }) => all + (names.has(name) ? count : 0), 0);
}
