import type { ListState } from './state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a list says is heeded within these bounds; without a word, four days. */
const SHORTEST = HOUR;
const LONGEST = 14 * DAY;
const USUAL = 4 * DAY;

/** The first try after a failure; each further one waits twice as long, up to a day. */
const FIRST_RETRY = 5 * MINUTE;
const LAST_RETRY = DAY;

/** So much of a time is left to chance, so that not all houses ask at the same moment. */
const JITTER = 0.1;

/** How long a copy is good, in milliseconds. */
export function lifeOf(expires: number | null): number {
  return Math.min(LONGEST, Math.max(SHORTEST, expires ?? USUAL));
}

/**
 * When a list is asked for again after it was `now`: when its copy expires, or,
 * after `failures` failures in a row, a little later each time. `chance` is
 * from 0 to 1.
 */
export function nextTime(
  now: number,
  expires: number | null,
  failures: number,
  chance: number,
): number {
  const life = lifeOf(expires);
  const retry = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures - 1, 20));
  const wait = failures === 0 ? life : Math.min(life, retry);
  return Math.round(now + wait * (1 + JITTER * chance));
}

/** Whether a list is to be asked for. A time that no clock of ours could have set counts for nothing. */
export function isDue({ next, checked }: ListState, now: number): boolean {
  if (next === null || checked === null) return true;
  return next <= now || next > now + LONGEST * (1 + JITTER) || checked > now + DAY;
}
