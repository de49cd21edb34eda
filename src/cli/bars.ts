import type { Overview } from '../model/log.ts';
import type { Paint } from './colour.ts';
import { columns } from './columns.ts';

/** One line of a chart: a stretch of time, what was carried in it, and what of that was acted on. */
export interface Bar {
  readonly name: string;
  readonly total: number;
  readonly actedOn: number;
}

const NUMBER = new Intl.NumberFormat('en-GB');
const WIDTH = 40;

/** The hours of an overview, or the days they belong to, where this machine is; all of them, in order. */
export function barsOf({ byHour, since }: Overview, until: number, by: 'hour' | 'day') {
  const bars = new Map<string, Bar>();
  const step = 3_600_000;
  for (let at = since; at < until; at += step) {
    const name = nameOf(at, by);
    if (!bars.has(name)) bars.set(name, { name, total: 0, actedOn: 0 });
  }
  for (const { at, total, actedOn } of byHour) {
    const name = nameOf(at, by);
    const known = bars.get(name) ?? { name, total: 0, actedOn: 0 };
    bars.set(name, { name, total: known.total + total, actedOn: known.actedOn + actedOn });
  }
  return [...bars.values()];
}

/** `Sun 22 Nov`, or `Sun 06:00`: a name is given once within a day and within a month. */
function nameOf(at: number, by: 'hour' | 'day'): string {
  const date = new Date(at);
  const day = WEEKDAYS[date.getDay()] as string;
  if (by === 'hour') return `${day} ${String(date.getHours()).padStart(2, '0')}:00`;
  return `${day} ${String(date.getDate()).padStart(2, ' ')} ${MONTHS[date.getMonth()] as string}`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
] as const;

/** A line each: filled for what was acted on, hatched for the rest, and both as numbers. */
export function barLines(bars: readonly Bar[], paint: Paint): readonly string[] {
  const most = bars.reduce((largest, { total }) => Math.max(largest, total), 0);
  const numbers = columns(
    bars.map(({ name, total, actedOn }) => [
      name,
      total === 0 ? '' : `${NUMBER.format(actedOn)} of ${NUMBER.format(total)}`,
    ]),
    [1],
  );
  const width = numbers.reduce((widest, line) => Math.max(widest, line.length), 0);
  return bars.map(({ total, actedOn }, at) => {
    const acted = lengthOf(actedOn, most);
    const rest = Math.max(0, lengthOf(total, most) - acted);
    const line = (numbers[at] as string).padEnd(width);
    return `${line}  ${paint('█'.repeat(acted), 'red')}${paint('░'.repeat(rest), 'faint')}`.trimEnd();
  });
}

/** What is little is still seen. */
function lengthOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1, Math.round((count / most) * WIDTH));
}
