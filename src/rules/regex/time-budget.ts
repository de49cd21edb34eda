/**
 * Milliseconds that expressions may take at once, however many are asked of
 * however much. Each alone is bounded when it is read; this bounds what an
 * address with a hundred fields, made to hit them all, can do.
 */
const MOST = 15;

/** Where no time is left, the clock is asked once for so much work: it takes as long as a short test. */
const UNASKED = 32;

/** Time for expressions: what is used up comes back as time passes, and for the next request. */
export interface TimeBudget {
  /** Does the work if there is time left; else it is not done, and `otherwise` comes back. */
  run<T>(work: () => T, otherwise: T): T;
  /** True where none is left: the last work may not have been done. */
  readonly isSpent: boolean;
  /** Another request begins: no request pays for what others took. */
  renew(): void;
}

/** For what is not done while requests wait. */
export const NO_LIMIT: TimeBudget = { run: (work) => work(), isSpent: false, renew: () => {} };

/** `clock` is in milliseconds, from whenever it likes. */
export function createTimeBudget(clock: () => number): TimeBudget {
  let left = MOST;
  let settled = clock();
  let refused = 0;
  return {
    run(work, otherwise) {
      if (left <= 0 && ++refused % UNASKED !== 0) return otherwise;
      const started = clock();
      left = Math.min(MOST, left + started - settled);
      settled = started;
      if (left <= 0) return otherwise;
      const result = work();
      settled = clock();
      left -= settled - started;
      return result;
    },
    get isSpent() {
      return left <= 0;
    },
    renew() {
      left = MOST;
      settled = clock();
    },
  };
}
