import type { Event } from '../model/event.ts';
import type { DomainOf } from './domain-cache.ts';
import { createTally, type Tally } from './tally.ts';

/** Texts per tally: what one transaction writes in milliseconds. */
const FULL = 1000;
/** Tallies that are held while the disk does not take them. */
const MAX_TALLIES = 10;

/** Counts that wait to be written: the newest tally grows until it is full, then another begins. */
export interface TallyQueue {
  /** Returns how many events were dropped, the oldest, to make room: mostly 0. */
  add(event: Event): number;
  /** The counts to be written first; null where nothing waits. */
  oldest(): Tally | null;
  /** Whether a full one waits, which need not wait for more. */
  hasFull(): boolean;
  /** Lets go of the oldest. */
  shift(): void;
  /** How many events all of them hold. */
  events(): number;
}

export function createTallyQueue(domainOf: DomainOf): TallyQueue {
  let newest = createTally(domainOf);
  let full: Tally[] = [];
  return {
    add(event) {
      newest.add(event);
      if (newest.keys < FULL) return 0;
      full.push(newest);
      newest = createTally(domainOf);
      return full.length > MAX_TALLIES ? (full.shift()?.events ?? 0) : 0;
    },
    oldest: () => full[0] ?? (newest.events > 0 ? newest : null),
    hasFull: () => full.length > 0,
    shift() {
      if (full.length > 0) full = full.slice(1);
      else newest = createTally(domainOf);
    },
    events: () => full.reduce((sum, { events }) => sum + events, newest.events),
  };
}
