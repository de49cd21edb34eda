import { setTimeout as rest, setImmediate as turn } from 'node:timers/promises';

/** How work shares the event loop with requests; milliseconds. */
export interface Pace {
  /** How long it may hold up requests before they get a turn. */
  readonly slice: number;
  /** How long it rests then; 0: for one turn of the event loop. */
  readonly rest: number;
}

/** Where somebody waits for the work. */
const QUICK: Pace = { slice: 8, rest: 0 };

/** Where nobody does: a request needs several turns of the loop, and finds most of them free. */
export const UNHURRIED: Pace = { slice: 2, rest: 6 };

/**
 * Runs a generator to its end, letting requests through after each slice.
 * Short lists are compiled so, and long ones where there is no thread to be had.
 */
export async function runInSlices<T>(
  work: Generator<void, T, void>,
  pace: Pace = QUICK,
): Promise<T> {
  let started = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - started < pace.slice) continue;
    await (pace.rest === 0 ? turn() : rest(pace.rest));
    started = performance.now();
  }
}
