import type {
  Notification,
  NotifyEvent,
  NotifyTarget,
  TargetStatus,
} from '../model/notification.ts';
import { Deliveries } from './deliveries.ts';
import { createHourly } from './hourly.ts';
import type { Post } from './post.ts';

export interface NotifierOptions {
  readonly targets: readonly NotifyTarget[];
  /** Those that a person wants. */
  readonly events: readonly NotifyEvent[];
  readonly perHour: number;
  readonly post: Post;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** Sends what is wanted to all targets, no more than so many an hour. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #deliveries: readonly Deliveries[];
  readonly #hourly: () => number | null;

  constructor(options: NotifierOptions) {
    this.#options = options;
    const { post, now, warn } = options;
    this.#deliveries = options.targets.map((target) => new Deliveries({ target, post, now, warn }));
    this.#hourly = createHourly(options.perHour, now);
  }

  get targets(): readonly TargetStatus[] {
    return this.#deliveries.map(({ status }) => status);
  }

  wants(event: NotifyEvent): boolean {
    return this.#deliveries.length > 0 && this.#options.events.includes(event);
  }

  /** Returns at once. */
  tell(event: NotifyEvent, title: string, text: string): void {
    if (!this.wants(event)) return;
    const held = this.#hourly();
    if (held === null) return;
    const more = held === 0 ? '' : ` (${held} more before it, which were too many for an hour.)`;
    const notification = { event, at: this.#options.now(), title, text: text + more };
    for (const deliveries of this.#deliveries) deliveries.send(notification);
  }

  /** Sends a test to each at once; what went wrong, by target, or null. */
  test(): Promise<readonly (string | null)[]> {
    const notification: Notification = {
      ...{ event: 'test', at: this.#options.now(), title: 'a test' },
      text: 'This is a test of the notifications of Eyelid.',
    };
    return Promise.all(this.#deliveries.map((one) => one.attempt(notification)));
  }

  close(): void {
    for (const deliveries of this.#deliveries) deliveries.close();
  }
}
