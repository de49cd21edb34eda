import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { EventSink } from './model/event.ts';
import { createTotals } from './record/totals.ts';
import type { OperationsPort } from './status/ports.ts';

const NANOSECONDS = 1e9;

/**
 * What the metrics tell of the program itself: what it carried since its start
 * and how long its loop kept others waiting. Give events to `sink`.
 */
export function openOperations(to: EventSink & { readonly dropped: number }): {
  readonly sink: EventSink;
  readonly port: OperationsPort;
  close(): void;
} {
  const totals = createTotals(to);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const startedAt = Date.now() - process.uptime() * 1_000;
  const port: OperationsPort = {
    startedAt,
    totals: () => totals.read(),
    dropped: () => to.dropped,
    loopDelay() {
      // Without a single turn measured there is no number.
      const of = (value: number) => (Number.isFinite(value) ? value / NANOSECONDS : 0);
      const read = {
        median: of(delay.percentile(50)),
        p99: of(delay.percentile(99)),
        max: of(delay.max),
      };
      delay.reset();
      return read;
    },
    residentMemory: () => process.memoryUsage.rss(),
  };
  return { sink: totals, port, close: () => void delay.disable() };
}
