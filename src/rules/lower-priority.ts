import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As `nice` has it: others get the processor first. */
const LOW = 10;

/**
 * Lets all others go before this thread where there are fewer processors than
 * work, as on a small computer: a list can wait, a request cannot. Only Linux
 * knows the priority of a thread (proc(5): `/proc/thread-self`; sched(7): the
 * nice value is the thread's); elsewhere nothing happens. Never throws.
 */
export function lowerPriority(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isSafeInteger(thread) && thread > 0) setPriority(thread, LOW);
  } catch {
    // It runs as before.
  }
}
