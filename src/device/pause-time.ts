const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A pause is for a while: who wants more changes the level. */
const LONGEST = 7 * 86_400_000;
/** When the day begins for those who said "until tomorrow" late at night. */
const MORNING = 6;

/**
 * When a pause ends that begins now: `90s`, `10m`, `1h`, `2d`, seven days at
 * most, or `tomorrow`, which is the next six o'clock in this machine's time
 * zone that is at least an hour away. Null for all else. Milliseconds since
 * the epoch.
 */
export function pauseUntil(text: string, now: number): number | null {
  const wish = text.trim().toLowerCase();
  if (wish === 'tomorrow') return nextMorning(now);
  const match = /^(\d{1,6})([smhd])$/.exec(wish);
  if (match === null) return null;
  const length = Number(match[1]) * (UNITS[match[2] as string] as number);
  return length > 0 && length <= LONGEST ? now + length : null;
}

function nextMorning(now: number): number {
  const at = new Date(now + 3_600_000);
  // The hour is set, not added: a day may have 23 or 25 of them.
  if (at.getHours() >= MORNING) at.setDate(at.getDate() + 1);
  return at.setHours(MORNING, 0, 0, 0);
}
