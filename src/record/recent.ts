import type { DeviceId } from '../model/device.ts';
import type { Event, EventSink } from '../model/event.ts';
import type { LeafRefusal, TrustSubject } from '../model/program.ts';
import type { Recent, RecentExchange, RecentReader, RecentRefusal } from '../model/recent.ts';
import { withoutValues } from './guard.ts';

/** For so long something is kept, in milliseconds. */
const KEPT_FOR = 15 * 60_000;
const FORGET_EVERY = 60_000;
/** Of all devices together: about eight megabytes. */
const MAX_EXCHANGES = 20_000;
const MAX_REFUSALS = 2_000;
const MAX_NAMES = 4_000;
const MAX_PATH = 500;
/** A shorter text may well hold on to the longer one that it was cut from. */
const SHORT = 256;

export interface RecentParts {
  /** Asked at each event. False: nothing is kept. */
  readonly isKept: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Owned<T> {
  readonly device: DeviceId;
  readonly ended: number;
  readonly what: T;
}

/**
 * What every device did in the last quarter of an hour, exchanges that just
 * passed included, without values. In memory only, bounded, and cheap: it is
 * told of each exchange.
 */
export class RecentEvents implements RecentReader {
  readonly #isKept: () => boolean;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #exchanges = new Ring<Owned<RecentExchange>>(MAX_EXCHANGES);
  readonly #refusals = new Ring<Owned<RecentRefusal>>(MAX_REFUSALS);
  /** Each name once: a page's comes with every exchange. */
  readonly #names = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  constructor({ isKept, now }: RecentParts) {
    this.#isKept = isKept;
    this.#now = now;
    this.#begun = now();
  }

  get isKept(): boolean {
    return this.#isKept();
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#forget(), FORGET_EVERY).unref();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** The same sink, of which all is remembered. */
  watching(events: EventSink): EventSink {
    return {
      record: (event) => {
        events.record(event);
        if (!this.isKept) return;
        this.#exchanges.add({
          device: event.device,
          ended: event.at + event.duration,
          what: this.#kept(event),
        });
      },
    };
  }

  /** A program did not take our certificate for a host. */
  refused({ device, fingerprint: program, hostname }: TrustSubject, kind: LeafRefusal): void {
    if (!this.isKept) return;
    const at = this.#now();
    this.#refusals.add({ device, ended: at, what: { at, host: hostname, program, kind } });
  }

  since(): number {
    const oldest = this.#exchanges.isFull ? (this.#exchanges.oldest()?.ended ?? 0) : this.#begun;
    return Math.max(oldest, this.#now() - KEPT_FOR);
  }

  of(device: DeviceId, since: number): Recent {
    const from = Math.max(since, this.#now() - KEPT_FOR);
    const isMeant = (one: Owned<unknown>): boolean => one.device === device && one.ended >= from;
    return {
      exchanges: this.#exchanges.all(isMeant).map(({ what }) => what),
      refusals: this.#refusals.all(isMeant).map(({ what }) => what),
    };
  }

  #forget(): void {
    // What the person does not want kept any more goes as a whole.
    const before = this.isKept ? this.#now() - KEPT_FOR : Infinity;
    this.#exchanges.dropWhile(({ ended }) => ended < before);
    this.#refusals.dropWhile(({ ended }) => ended < before);
    if (this.#exchanges.oldest() === undefined) this.#names.clear();
  }

  #kept(event: Event): RecentExchange {
    return {
      at: event.at,
      duration: event.duration,
      kind: event.kind,
      method: event.method.length > SHORT ? '' : event.method,
      host: this.#name(event.host),
      port: event.port,
      path: keptPath(event.path),
      page: event.page === null ? null : this.#name(event.page),
      type: event.type,
      action: event.action,
      observed: event.observed,
      rule: event.rule,
      undone: event.undone,
      tracker: event.tracker,
      tells: event.summary !== null || event.report !== undefined,
      status: event.status,
      tunnel: event.tunnel,
    };
  }

  #name(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size >= MAX_NAMES) this.#names.clear();
    const copy = copied(name.slice(0, SHORT));
    this.#names.set(copy, copy);
    return copy;
  }
}

function keptPath(path: string): string {
  const end = path.search(/[?#]/);
  const place = withoutValues(path.slice(0, Math.min(end < 0 ? path.length : end, MAX_PATH)));
  return path.length > SHORT ? copied(place) : place;
}

/** A text of its own, which holds on to no longer one. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}

/** The newest so many; adding costs the same however many there are. */
class Ring<T> {
  readonly #places: (T | undefined)[] = [];
  readonly #capacity: number;
  #first = 0;
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get isFull(): boolean {
    return this.#size === this.#capacity;
  }

  oldest(): T | undefined {
    return this.#places[this.#first];
  }

  add(one: T): void {
    if (this.isFull) this.#dropFirst();
    this.#places[(this.#first + this.#size) % this.#capacity] = one;
    this.#size += 1;
  }

  dropWhile(isOver: (one: T) => boolean): void {
    for (let one = this.oldest(); one !== undefined && isOver(one); one = this.oldest()) {
      this.#dropFirst();
    }
  }

  /** Those that are meant, the oldest first. */
  all(isMeant: (one: T) => boolean): readonly T[] {
    const found: T[] = [];
    for (let at = 0; at < this.#size; at += 1) {
      const one = this.#places[(this.#first + at) % this.#capacity];
      if (one !== undefined && isMeant(one)) found.push(one);
    }
    return found;
  }

  #dropFirst(): void {
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#capacity;
    this.#size -= 1;
  }
}
