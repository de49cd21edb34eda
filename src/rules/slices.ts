import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work may hold up requests, in milliseconds, before they get a turn. */
const SLICE = 8;

/**
 * Runs a generator to its end, letting the event loop turn every eight
 * milliseconds. Short lists are compiled so, and long ones where there is no
 * thread to be had.
 */
export async function runInSlices<T>(work: Generator<void, T, void>): Promise<T> {
  let started = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - started < SLICE) continue;
    await nextTurn();
    started = performance.now();
  }
}
