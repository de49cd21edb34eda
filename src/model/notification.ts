/**
 * What may be told outside of the house, where a person wants it.
 *
 * newTracker   a company that nothing here ever tried to tell anything before
 * newDevice    a device that was never here before
 * listFailure  a list that can no longer be updated
 * brokenLog    a log that loses events
 * weekly       the week in a few sentences, on Mondays
 */
export const NOTIFY_EVENTS = [
  'newTracker',
  'newDevice',
  'listFailure',
  'brokenLog',
  'weekly',
] as const;
export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];

export interface Notification {
  readonly event: NotifyEvent | 'test';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A few words in ASCII, since it becomes a header. */
  readonly title: string;
  readonly text: string;
}

/** Where notifications go. */
export interface NotifyTarget {
  /** webhook: a JSON object by POST. ntfy: a text by POST to the topic's address. */
  readonly kind: 'webhook' | 'ntfy';
  readonly url: string;
  /** webhook: the key of the signature. ntfy: the access token. Null where there is none. */
  readonly secret: string | null;
}

/** How a target fares. It is named by its host: the rest of its address may be a secret. */
export interface TargetStatus {
  readonly kind: NotifyTarget['kind'];
  readonly host: string;
  /** Those that are still to be sent. */
  readonly waiting: number;
  readonly delivered: number;
  /** Those that were given up. */
  readonly lost: number;
  /** The last attempt; null before the first. `error` is null where it was taken. */
  readonly last: { readonly at: number; readonly error: string | null } | null;
}
