import type { Level } from './device.ts';
import type { Event } from './event.ts';
import type {
  DeviceTried,
  Link,
  NamedTried,
  RuleHits,
  SiteInsight,
  TrackerInsight,
  Weeks,
} from './insight.ts';
import type { ResourceType } from './request.ts';
import type { Action } from './rule.ts';

/** A stored event; `id` grows with time. */
export interface LogRow extends Event {
  readonly id: number;
}

/** Conditions that combine with "and"; an absent one does not limit. */
export interface LogFilter {
  readonly device?: string;
  /** Any of these, by their ids: a group. */
  readonly devices?: readonly string[];
  /** A hostname; its sub-domains count. */
  readonly host?: string;
  readonly page?: string;
  readonly tracker?: string;
  readonly action?: Action;
  readonly list?: string;
  /** The text of a rule; its line may change. */
  readonly rule?: string;
  readonly type?: ResourceType;
  readonly level?: Level;
  /** True: only what was passed through unopened. */
  readonly unopened?: boolean;
  /** Part of the sentence, host, path, page, rule, tracker or device name. */
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

/** A stretch of time in milliseconds since the epoch; without an end, until now. */
export interface TimeRange {
  readonly since: number;
  readonly until?: number;
}

/** Numbers for the overview of a stretch of time, in whole hours. Counts are of exchanges. */
export interface Overview {
  readonly since: number;
  /** Everything the proxy carried, whatever was done with it. */
  readonly total: number;
  readonly tunnelled: number;
  /** Block, stub, placeholder, strip and rewrite together. */
  readonly actedOn: number;
  readonly byAction: readonly Count[];
  /** What of it was only observed, and went on as it came; absent where nothing was. */
  readonly observed?: readonly Count[];
  /** By every exchange that carried their name. */
  readonly byTracker: readonly NamedTried[];
  /** Sites by how often they tried to tell a tracker something. */
  readonly byPage: readonly NamedTried[];
  readonly byDevice: readonly (Count & {
    readonly device: string;
    readonly actedOn: number;
    readonly tunnelled: number;
  })[];
  /** Registrable domains of what was passed through unopened. */
  readonly unopened: readonly Count[];
  /** Per hour, oldest first: the hour's start, and how many were carried, by what was done. */
  readonly byHour: readonly {
    readonly at: number;
    readonly actedOn: number;
    readonly tunnelled: number;
    readonly total: number;
    readonly byAction: readonly Count[];
    readonly observed?: readonly Count[];
  }[];
}

/** The read side of the log. No promise rejects but for a log that cannot be read. */
export interface LogReader {
  /** Newest first, unless `after` is given. Without details. */
  rows(filter: LogFilter): Promise<readonly LogRow[]>;
  /** With its details. */
  row(id: number): Promise<LogRow | null>;
  overview(range: TimeRange): Promise<Overview>;
  /** What may be chosen in the filters: the most frequent names, the first at the front. */
  names(of: 'tracker' | 'page' | 'list'): Promise<readonly string[]>;
  /** Identifiers seen on several sites or devices, the one on most at the front. At most 200. */
  links(range: TimeRange): Promise<readonly Link[]>;
  /** All that were seen, the most frequent first. At most 500. */
  trackers(range: TimeRange): Promise<readonly (NamedTried & { readonly sites: number })[]>;
  sites(range: TimeRange): Promise<readonly (NamedTried & { readonly trackers: number })[]>;
  tracker(name: string, range: TimeRange): Promise<TrackerInsight | null>;
  site(name: string, range: TimeRange): Promise<SiteInsight | null>;
  /** What a device was used for: trackers by how often they were to be told by it. */
  device(id: string, range: TimeRange): Promise<DeviceInsight | null>;
  /** The week that ends at a moment, and the one before. */
  weeks(until: number): Promise<Weeks>;
  ruleHits(range: TimeRange): Promise<readonly RuleHits[]>;
}

/** What one device carried and what it was to tell. */
export interface DeviceInsight extends DeviceTried {
  readonly trackers: readonly NamedTried[];
  readonly sites: readonly NamedTried[];
  /** Per day, oldest first. */
  readonly days: readonly {
    readonly at: number;
    readonly total: number;
    readonly actedOn: number;
    readonly tunnelled: number;
  }[];
}

/** Live events, for the page. Returns what stops the listening. */
export interface LiveFeed {
  subscribe(listener: (row: LogRow) => void): () => void;
}
