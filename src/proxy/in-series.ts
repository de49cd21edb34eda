import type { ErrorCallback, IContext } from 'http-mitm-proxy';
import type { FaultLog } from './fault-log.ts';

export type Handler = (ctx: IContext, callback: ErrorCallback) => void;

export interface Series {
  /** Where a fault is said to have been. */
  readonly hook: string;
  /** The proxy's handlers; they come first. */
  readonly shared: readonly Handler[];
  /** The exchange's own. */
  readonly own: readonly Handler[];
  readonly ctx: IContext;
  readonly faults: FaultLog;
}

/**
 * Runs handlers one after the other, up to the first that says no, and calls
 * `done` once. One that throws or rejects is reported and the exchange goes on
 * as if it had not been; one that calls back twice is heard once. `done` must
 * not throw.
 */
export function inSeries({ hook, shared, own, ctx, faults }: Series, done: ErrorCallback): void {
  const run = (index: number): void => {
    const handler = index < shared.length ? shared[index] : own[index - shared.length];
    if (handler === undefined) {
      done();
      return;
    }
    let called = false;
    const once: ErrorCallback = (error) => {
      if (called) return;
      called = true;
      if (error != null) done(error);
      else run(index + 1);
    };
    const fault = (error: unknown): void => {
      faults.report(hook, error);
      once();
    };
    try {
      const result: unknown = handler(ctx, once);
      if (result instanceof Promise) result.catch(fault);
    } catch (error) {
      fault(error);
    }
  };
  run(0);
}
