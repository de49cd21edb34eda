import type { TimeRange } from '../model/log.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Hours since the epoch, UTC: the grain of the counters. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/** When an hour begins, in milliseconds since the epoch. */
export function startOfHour(hour: number): number {
  return hour * HOUR_MS;
}

/** Days since the epoch, UTC: the grain at which stored words age. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

export function dayOfHour(hour: number): number {
  return Math.floor(hour / 24);
}

/** The moment that many days before another. */
export function daysBefore(at: number, days: number): number {
  return at - days * DAY_MS;
}

/** When a day begins, in milliseconds since the epoch. */
export function startOfDay(day: number): number {
  return day * DAY_MS;
}

/** From the first of some hours or days up to the last, both inclusive. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** After every hour and day there is. */
const LAST = 2 ** 40;

/** The hours that a stretch of time touches; its end is not in it. */
export function hoursIn({ since, until }: TimeRange): Span {
  return { first: hourOf(since), last: until === undefined ? LAST : hourOf(until - 1) };
}

/** The days that a stretch of time touches; its end is not in it. */
export function daysIn({ since, until }: TimeRange): Span {
  return { first: dayOf(since), last: until === undefined ? LAST : dayOf(until - 1) };
}
