import type { ProxyLog } from './ports.ts';

const CAPACITY = 200;

/**
 * Logs a fault of our own code once, with its stack. The exchange it happened
 * in goes on untouched, so the log line is all there is to find it by; a fault
 * in every exchange must not fill the disk.
 */
export class FaultLog {
  readonly #seen = new Set<string>();
  readonly #log: ProxyLog;

  constructor(log: ProxyLog) {
    this.#log = log;
  }

  report(where: string, error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const key = `${where} ${stack.split('\n').slice(0, 2).join(' ')}`;
    if (this.#seen.has(key) || this.#seen.size >= CAPACITY) return;
    this.#seen.add(key);
    this.#log.error({ where, stack }, 'a fault in Eyelid; the traffic goes on');
  }
}
