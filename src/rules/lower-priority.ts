import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** By how much, as `nice` has it. */
const LOWER = 10;
const LOWEST = 19;

/**
 * Lets all others go before this thread where there are fewer processors than
 * work, as on a small computer: a list can wait, a request cannot. Only Linux
 * knows the priority of a thread (proc(5): `/proc/thread-self`; sched(7): the
 * nice value is the thread's); elsewhere nothing happens. Never throws.
 */
export function lowerPriority(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, Math.min(LOWEST, getPriority(thread) + LOWER));
  } catch {
    // It runs as before.
  }
}
