const HOUR = 3_600_000;

/**
 * Lets at most so many through in an hour. Returns null for one too many, else
 * how many were held back before it.
 */
export function createHourly(perHour: number, now: () => number): () => number | null {
  let taken: readonly number[] = [];
  let held = 0;
  return () => {
    taken = taken.filter((at) => at > now() - HOUR);
    if (taken.length >= perHour) {
      held += 1;
      return null;
    }
    taken = [...taken, now()];
    const before = held;
    held = 0;
    return before;
  };
}
