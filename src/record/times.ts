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
