import type { DayTried } from '../../model/insight.ts';
import { logOf, type Stretch } from '../stretch.ts';
import { type Series, StackedChart } from './charts.tsx';

const SERIES: readonly Series[] = [
  { fill: 'stopped', words: 'stopped' },
  { fill: 'passed', words: 'not stopped' },
];
const DAY = 86_400_000;
/** A day is shown by its noon, which has the same date nearly everywhere. */
const NOON = DAY / 2;

/** Tries for each day of a stretch; nothing for a stretch of a day or two. */
export function InsightDays(props: {
  readonly days: readonly DayTried[];
  readonly stretch: Stretch;
  /** What the rows of the log are filtered by. */
  readonly conditions: Readonly<Record<string, string>>;
}) {
  const { days, stretch, conditions } = props;
  const bars = everyDay(days, stretch.range.since, stretch.range.until);
  if (bars.length < 3) return null;
  return (
    <StackedChart
      name="Tries"
      series={SERIES}
      bars={bars}
      axis={bars.length > 10 ? 'date' : 'weekday'}
      rows="date"
      labelEvery={bars.length > 10 ? 5 : 1}
      address={({ at }) =>
        logOf(
          { name: '30d', range: { since: at - NOON, until: at } },
          { ...conditions, until: String(at + NOON - 1) },
        )
      }
    />
  );
}

/** Days begin at midnight UTC, as the log counts them; zeros where it has none. */
export function everyDay(days: readonly DayTried[], since: number, until: number) {
  const known = new Map(days.map((day) => [Math.floor(day.at / DAY), day]));
  const first = Math.floor(since / DAY);
  const count = Math.max(0, Math.floor(until / DAY) - first + 1);
  return Array.from({ length: count }, (_, i) => {
    const { count: tries = 0, stopped = 0 } = known.get(first + i) ?? {};
    return { at: (first + i) * DAY + NOON, values: [stopped, Math.max(0, tries - stopped)] };
  });
}
