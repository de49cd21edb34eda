import type { LiveFeed, LogReader, LogRow } from '../model/log.ts';
import { type Conditions, meets } from './filter.ts';

export interface LiveRequest {
  readonly conditions: Conditions;
  /** The newest row the page already shows; null to begin with what comes. */
  readonly after: number | null;
  /** A row as the data of one server-sent event; line breaks are handled here. */
  readonly encode: (row: LogRow) => string;
  /** Asked at every heartbeat: a login that is over ends the stream. */
  readonly alive: () => boolean;
  /** Told once, when the stream is over, whoever ended it. */
  readonly ended?: () => void;
}

interface Listener {
  readonly request: LiveRequest;
  readonly waiting: LogRow[];
  lastId: number;
  /** Until then, rows wait. */
  isCaughtUp: boolean;
  /** Rows were dropped since the page was last told. */
  missed: boolean;
  /** What is still to be sent in this second, so that a flood cannot busy the proxy. */
  allowance: number;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

const MAX_LISTENERS = 32;
const MAX_WAITING = 200;
const ROWS_PER_SECOND = 100;
/** Of all pages together. */
const ALL_ROWS_PER_SECOND = 800;
/** What is encoded before whoever else waits has a turn: some milliseconds of work. */
const ROWS_AT_ONCE = 20;
const HEARTBEAT_MS = 15_000;
const CATCH_UP = 200;
const encoder = new TextEncoder();

/**
 * Sends live rows to the open pages as server-sent events (WHATWG HTML,
 * section 9.2). The id of an event is the row's id, so a browser that
 * reconnects says where it was. Every queue is bounded: whoever reads too
 * slowly is told, by an event `missed`, that rows were left out.
 */
export class LiveHub {
  readonly #log: LogReader;
  readonly #listeners = new Set<Listener>();
  readonly #feed: LiveFeed;
  /** Ends the listening; null while nobody looks, when no rows need to be made. */
  #stop: (() => void) | null = null;
  readonly #second: NodeJS.Timeout;
  readonly #heartbeat: NodeJS.Timeout;
  /** How many rows may still be encoded in this turn of the loop. */
  #left = ROWS_AT_ONCE;
  #pause: NodeJS.Immediate | null = null;

  constructor(options: { readonly log: LogReader; readonly feed: LiveFeed }) {
    this.#log = options.log;
    this.#feed = options.feed;
    this.#second = setInterval(() => this.#refill(), 1_000).unref();
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** A new stream; null when there are too many. `end` closes it from this side. */
  open(request: LiveRequest): {
    readonly stream: ReadableStream<Uint8Array>;
    readonly end: () => void;
  } | null {
    if (this.#listeners.size >= MAX_LISTENERS) return null;
    let listener: Listener | null = null;
    const end = () => {
      if (listener !== null) this.#end(listener);
    };
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          listener = {
            request,
            waiting: [],
            lastId: request.after ?? 0,
            isCaughtUp: request.after === null,
            missed: false,
            allowance: ROWS_PER_SECOND,
            controller,
          };
          controller.enqueue(encoder.encode('retry: 3000\n\n'));
          this.#listeners.add(listener);
          this.#stop ??= this.#feed.subscribe((row) => this.#offerAll(row));
          return this.#catchUp(listener);
        },
        pull: () => {
          if (listener !== null) this.#drain(listener);
        },
        cancel: () => {
          if (listener !== null) this.#forget(listener);
        },
      },
      { highWaterMark: 4 },
    );
    return { stream, end };
  }

  close(): void {
    clearInterval(this.#second);
    clearInterval(this.#heartbeat);
    if (this.#pause !== null) clearImmediate(this.#pause);
    for (const listener of [...this.#listeners]) this.#end(listener);
  }

  #offerAll(row: LogRow): void {
    for (const listener of this.#listeners) this.#offer(listener, row);
  }

  /** What is older goes before what came meanwhile. */
  async #catchUp(listener: Listener): Promise<void> {
    const { after, conditions } = listener.request;
    if (after === null) return;
    const rows = await this.#log
      .rows({ ...conditions, after, limit: CATCH_UP })
      // What comes from now on does not need the log to be read.
      .catch(() => null);
    if (rows === null) {
      listener.missed = true;
      listener.isCaughtUp = true;
      this.#drain(listener);
      return;
    }
    const newest = rows.at(-1)?.id ?? listener.lastId;
    const since = listener.waiting.filter(({ id }) => id > newest);
    listener.waiting.splice(0, Infinity, ...(rows.length === CATCH_UP ? [] : rows), ...since);
    if (rows.length === CATCH_UP) listener.missed = true;
    listener.lastId = Math.max(listener.lastId, newest);
    listener.isCaughtUp = true;
    this.#drain(listener);
  }

  #offer(listener: Listener, row: LogRow): void {
    if (row.id <= listener.lastId || !meets(row, listener.request.conditions)) return;
    listener.lastId = row.id;
    if (listener.waiting.length >= MAX_WAITING) {
      listener.waiting.shift();
      listener.missed = true;
    }
    listener.waiting.push(row);
    this.#drain(listener);
  }

  /** Encodes only what the reader takes: a flood costs a page no more than it can show. */
  #drain(listener: Listener): void {
    const { controller, waiting, request } = listener;
    if (!listener.isCaughtUp) return;
    const ready = () => (controller.desiredSize ?? 0) > 0;
    if (listener.missed && ready()) {
      listener.missed = false;
      controller.enqueue(encoder.encode('event: missed\ndata: rows were left out\n\n'));
    }
    while (listener.allowance > 0 && ready() && this.#left > 0) {
      const row = waiting.shift();
      if (row === undefined) return;
      this.#left -= 1;
      this.#pause ??= setImmediate(() => this.#goOn());
      listener.allowance -= 1;
      controller.enqueue(encoder.encode(message(row.id, request.encode(row))));
    }
  }

  #goOn(): void {
    this.#pause = null;
    this.#left = ROWS_AT_ONCE;
    for (const listener of this.#listeners) this.#drain(listener);
  }

  #refill(): void {
    const share = Math.floor(ALL_ROWS_PER_SECOND / Math.max(1, this.#listeners.size));
    for (const listener of this.#listeners) {
      listener.allowance = Math.min(ROWS_PER_SECOND, share);
      this.#drain(listener);
    }
  }

  /** Keeps middle boxes from closing a quiet stream, and finds the closed ones. */
  #beat(): void {
    for (const listener of [...this.#listeners]) {
      if (!listener.request.alive()) this.#end(listener);
      else if ((listener.controller.desiredSize ?? 0) > 0) {
        listener.controller.enqueue(encoder.encode(': alive\n\n'));
      }
    }
  }

  #end(listener: Listener): void {
    if (this.#forget(listener)) listener.controller.close();
  }

  /** False where it was forgotten before. */
  #forget(listener: Listener): boolean {
    if (!this.#listeners.delete(listener)) return false;
    if (this.#listeners.size === 0) {
      this.#stop?.();
      this.#stop = null;
    }
    listener.request.ended?.();
    return true;
  }
}

/** One event; each line of the data gets its own field. */
function message(id: number, data: string): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`);
  return `id: ${id}\nevent: row\n${lines.join('\n')}\n\n`;
}
