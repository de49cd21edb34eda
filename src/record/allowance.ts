/**
 * How many words of a kind may be new in a day: who makes each unlike all others
 * (hosts, identifiers, header names) shall not fill the disk with words, which
 * stay as long as the events of their day might refer to them.
 */
export interface Allowance {
  /** One more on a day (since the epoch); false where they are used up. */
  take(day: number): boolean;
}

/** Counted since the program began, for the day that was asked of last. */
export function createAllowance(newADay: number): Allowance {
  let of = Number.NaN;
  let taken = 0;
  return {
    take(day) {
      if (day !== of) taken = 0;
      of = day;
      if (taken >= newADay) return false;
      taken += 1;
      return true;
    },
  };
}
