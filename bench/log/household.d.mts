import type { Event } from '../../src/model/event.ts';

export interface HouseholdOptions {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
  /** How many. */
  readonly events: number;
  /** 1 unless given. */
  readonly seed?: number;
}

/** Events of a plausible household, in the order of their times but for a few seconds. */
export function household(options: HouseholdOptions): Generator<Event, void, void>;
