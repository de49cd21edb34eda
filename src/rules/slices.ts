import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work may hold up requests, in milliseconds, before they get a turn. */
const SLICE = 8;

/**
 * Runs a generator to its end, letting the event loop turn every eight
 * milliseconds. Compiling in slices rather than in a worker thread keeps the
 * rules where they are matched: nothing has to be copied between threads, and
 * it works from sources and from the built program alike.
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
