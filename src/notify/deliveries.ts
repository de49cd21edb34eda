import type { Notification, NotifyTarget, TargetStatus } from '../model/notification.ts';
import { messageFor } from './message.ts';
import type { Post } from './post.ts';

export interface DeliveryOptions {
  readonly target: NotifyTarget;
  readonly post: Post;
  readonly now: () => number;
  /** Told once when a target begins to fail. */
  readonly warn: (message: string) => void;
}

/** More than waits in a week that nobody looked at it. */
const MAX_WAITING = 50;
/** Before each further attempt, in milliseconds; then it is given up. */
const PAUSES = [10_000, 60_000, 600_000, 3_600_000] as const;

/** What the other end will say again, however often it is asked. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/**
 * Sends notifications to one target, one after the other in their order.
 * Nothing waits for it: what is not taken is tried again a few times, what is
 * too much is dropped, and both are counted.
 */
export class Deliveries {
  readonly #options: DeliveryOptions;
  readonly #host: string;
  readonly #waiting: Notification[] = [];
  #attempts = 0;
  #delivered = 0;
  #lost = 0;
  #last: TargetStatus['last'] = null;
  #timer: NodeJS.Timeout | null = null;
  #sending = false;
  #closed = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#host = new URL(options.target.url).host;
  }

  get status(): TargetStatus {
    const { kind } = this.#options.target;
    const waiting = this.#waiting.length;
    const [delivered, lost, last] = [this.#delivered, this.#lost, this.#last];
    return { kind, host: this.#host, waiting, delivered, lost, last };
  }

  /** Returns at once. */
  send(notification: Notification): void {
    if (this.#closed) return;
    this.#waiting.push(notification);
    if (this.#waiting.length > MAX_WAITING) this.#drop(this.#sending ? 1 : 0);
    if (!this.#sending && this.#timer === null) void this.#next();
  }

  /** Makes one attempt, beside those that wait; null where it was taken, else why not. */
  async attempt(notification: Notification): Promise<string | null> {
    const { error } = await this.#try(notification);
    return error;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.length = 0;
  }

  async #try(notification: Notification): Promise<{ error: string | null; final: boolean }> {
    const { target, post } = this.#options;
    const tried = await post(messageFor(target, notification)).then(
      (status) => {
        const taken = status >= 200 && status < 300;
        const error = taken ? null : `${this.#host} answered ${status}`;
        return { error, final: isFinal(status) };
      },
      (cause: unknown) => {
        return { error: `${this.#host} cannot be reached: ${reasonOf(cause)}`, final: false };
      },
    );
    this.#note(tried.error);
    return tried;
  }

  async #next(): Promise<void> {
    const notification = this.#waiting[0];
    if (notification === undefined || this.#closed) return;
    this.#sending = true;
    const { error, final } = await this.#try(notification);
    this.#sending = false;
    if (!this.#closed) this.#settle(error === null, final);
  }

  #settle(taken: boolean, final: boolean): void {
    const pause = PAUSES[this.#attempts];
    if (taken) {
      this.#waiting.shift();
      this.#delivered += 1;
      this.#attempts = 0;
    } else if (final || pause === undefined) {
      this.#drop(0);
      this.#attempts = 0;
    } else {
      this.#attempts += 1;
      this.#timer = setTimeout(() => {
        this.#timer = null;
        void this.#next();
      }, pause).unref();
      return;
    }
    void this.#next();
  }

  #drop(at: number): void {
    this.#waiting.splice(at, 1);
    this.#lost += 1;
  }

  #note(error: string | null): void {
    const before = this.#last?.error ?? null;
    this.#last = { at: this.#options.now(), error };
    if (error !== null && before === null) {
      this.#options.warn(`sending a notification: ${error}; the settings page tells more`);
    }
  }
}

/** The code where there is one: messages of Node's name the address, which may be a secret. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it failed';
  if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return 'it took too long';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : 'it failed';
}
