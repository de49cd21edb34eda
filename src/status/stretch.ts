import type { TimeRange } from '../model/log.ts';
import { logAddress } from './filter.ts';

/** The stretches of time that can be looked back on, by their word in the address bar. */
const STRETCHES = {
  '24h': { words: 'last 24 hours', before: 'the 24 hours before', bars: 24, barHours: 1 },
  '7d': { words: 'last 7 days', before: 'the 7 days before', bars: 28, barHours: 6 },
  '30d': { words: 'last 30 days', before: 'the 30 days before', bars: 30, barHours: 24 },
} as const;
export type StretchName = keyof typeof STRETCHES;

/** A stretch of time that ends now, as a page shows it. */
export interface Stretch {
  readonly name: StretchName;
  /** "last 24 hours". */
  readonly words: string;
  readonly range: TimeRange & { readonly until: number };
  /** As long, and just before it. */
  readonly before: TimeRange & { readonly until: number };
  readonly beforeWords: string;
  /** Into how many bars a chart of it is divided, and how long each is. */
  readonly bars: number;
  readonly barMs: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The stretch of `?last=24h`, of those that a page offers; `otherwise`, or the
 * first of them, where the word is another. A day ends with the hour that runs, longer ones
 * with the day that runs, by this machine's time zone, which is the household's.
 */
export function parseStretch(
  text: string | null,
  offered: readonly [StretchName, ...StretchName[]],
  now: number,
  otherwise = offered[0],
): Stretch {
  const name = offered.find((word) => word === text) ?? otherwise;
  const { words, before, bars, barHours } = STRETCHES[name];
  const barMs = barHours * HOUR;
  const length = bars * barMs;
  const end = barHours === 1 ? Math.floor(now / HOUR) * HOUR + HOUR : endOfDay(now);
  const since = end - length;
  return {
    ...{ name, words, bars, barMs, beforeWords: before },
    range: { since, until: now },
    before: { since: since - length, until: now - length },
  };
}

function endOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0) + DAY;
}

/**
 * The address of the log's rows of a stretch: by its beginning where it begins
 * with a day, so that as many rows are there as were counted.
 */
export function logOf(
  { name, range }: Pick<Stretch, 'name' | 'range'>,
  conditions: Readonly<Record<string, string>>,
): string {
  const when = name === '24h' ? { last: name } : { since: String(range.since) };
  return logAddress(new URLSearchParams({ ...conditions, ...when }));
}

/** The same page for each stretch that it offers. */
export function stretchLinks(
  path: string,
  query: Readonly<Record<string, string>>,
  offered: readonly StretchName[],
): readonly { readonly name: StretchName; readonly words: string; readonly address: string }[] {
  return offered.map((name) => ({
    name,
    words: STRETCHES[name].words,
    address: `${path}?${new URLSearchParams({ ...query, last: name })}`,
  }));
}
