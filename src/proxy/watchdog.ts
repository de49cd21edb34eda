import type { ClientRequest } from 'node:http';
import { ExchangeError } from './failure.ts';

export interface WatchdogLimits {
  /** Until the head of the response, counted from the last byte that moved; milliseconds. */
  readonly headers: number;
  /** Between two bytes of a response. */
  readonly idle: number;
}

interface Watched {
  /** When a byte last moved, as far as was seen. */
  since: number;
  bytes: number;
  answered: boolean;
}

/** How exact the limits are. */
const SWEEP_EVERY = 1_000;

/**
 * Ends upstream requests on which nothing moves. One timer looks at all of
 * them once a second: a timer and a socket time-out for each request cost
 * more than matching its rules.
 */
export class Watchdog {
  readonly #limits: WatchdogLimits;
  readonly #now: () => number;
  readonly #watched = new Map<ClientRequest, Watched>();
  readonly #timer: NodeJS.Timeout;

  constructor(limits: WatchdogLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#timer = setInterval(() => this.sweep(), SWEEP_EVERY).unref();
  }

  watch(request: ClientRequest): void {
    this.#watched.set(request, { since: this.#now(), bytes: -1, answered: false });
  }

  /** The head of its response is there. */
  answered(request: ClientRequest): void {
    const watched = this.#watched.get(request);
    if (watched !== undefined) watched.answered = true;
  }

  forget(request: ClientRequest): void {
    this.#watched.delete(request);
  }

  sweep(): void {
    const now = this.#now();
    for (const [request, watched] of this.#watched) {
      const bytes = (request.socket?.bytesRead ?? 0) + (request.socket?.bytesWritten ?? 0);
      const limit = watched.answered ? this.#limits.idle : this.#limits.headers;
      if (bytes !== watched.bytes) {
        watched.bytes = bytes;
        watched.since = now;
      } else if (now - watched.since >= limit) {
        this.#watched.delete(request);
        request.destroy(new ExchangeError('timeout', 'nothing moved for too long'));
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watched.clear();
  }
}
