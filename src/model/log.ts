import type { Event } from './event.ts';
import type { Action } from './rule.ts';

/** A stored event; `id` grows with time. */
export interface LogRow extends Event {
  readonly id: number;
}

/** Conditions that combine with "and"; an absent one does not limit. */
export interface LogFilter {
  readonly device?: string;
  /** A hostname; its sub-domains count. */
  readonly host?: string;
  readonly page?: string;
  readonly tracker?: string;
  readonly action?: Action;
  readonly list?: string;
  /** Part of host, path, page, rule, tracker or device name. */
  readonly text?: string;
  /** Milliseconds since the epoch, inclusive. */
  readonly since?: number;
  readonly until?: number;
  /** Rows older than this id: for paging. */
  readonly before?: number;
  /** Rows newer than this id, oldest first: for following. */
  readonly after?: number;
  /** At most 1000. */
  readonly limit: number;
}

export interface Count {
  readonly name: string;
  readonly count: number;
}

/** Numbers for the overview since a moment. Counts are of exchanges. */
export interface Overview {
  readonly since: number;
  /** Everything the proxy carried, whatever was done with it. */
  readonly total: number;
  readonly tunnelled: number;
  /** Block, stub, placeholder, strip and rewrite together. */
  readonly actedOn: number;
  readonly byAction: readonly Count[];
  readonly byTracker: readonly Count[];
  readonly byPage: readonly Count[];
  readonly byDevice: readonly (Count & { readonly device: string; readonly actedOn: number })[];
  /** Per hour, oldest first: the hour's start and how many were acted on and carried. */
  readonly byHour: readonly {
    readonly at: number;
    readonly actedOn: number;
    readonly total: number;
  }[];
}

/** The read side of the log. */
export interface LogReader {
  /** Newest first, unless `after` is given. */
  rows(filter: LogFilter): readonly LogRow[];
  row(id: number): LogRow | null;
  overview(since: number): Overview;
}

/** Live events, for the page. Returns what stops the listening. */
export interface LiveFeed {
  subscribe(listener: (row: LogRow) => void): () => void;
}
