import type { TunnelReason } from './connection.ts';
import type { DeviceId } from './device.ts';
import type { Party, ResourceType } from './request.ts';
import type { Action, RuleRef } from './rule.ts';

/** One row of the log: an exchange, a tunnel or a refused connection. */
export interface Event {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly device: DeviceId;
  /** The device's name, else its address, as it was then. */
  readonly deviceName: string;
  readonly kind: 'http' | 'https' | 'websocket' | 'tunnel';
  /**
   * The request's. Of a connection, how it began: `CONNECT` where a proxy was
   * asked for it; where it was steered here, `TLS` for a ClientHello and `TCP`
   * for anything else.
   */
  readonly method: string;
  readonly host: string;
  readonly port: number;
  /**
   * Path and query. Who makes the event gives them whole; `record/` keeps the
   * names of query fields only (`/tr?id&ev&dl`), unless the detail is `values`.
   */
  readonly path: string;
  /** The site that asked, or null. */
  readonly page: string | null;
  readonly type: ResourceType;
  readonly party: Party;
  readonly action: Action;
  /** True: would have been done, was forwarded. */
  readonly observed: boolean;
  readonly rule: RuleRef | null;
  /** The rule that an exception undid, for `allow`. */
  readonly undone: RuleRef | null;
  /** Company and product, for example "Meta Pixel". */
  readonly tracker: string | null;
  /** One sentence: what the tracker was told about the person. */
  readonly summary: string | null;
  /** Names of fields that carry personal data or identifiers. */
  readonly fields: readonly string[];
  /** Names of fields, cookies and headers that were removed, and of what was made different. */
  readonly removed: readonly string[];
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Milliseconds until the response was done. */
  readonly duration: number;
  /** What the upstream said; null where it was not asked or did not answer. */
  readonly status: number | null;
  /** Why it was passed through unopened; null for all that was not. */
  readonly tunnel: TunnelReason | null;
}

/** Where events go. Never throws, never waits. */
export interface EventSink {
  record(event: Event): void;
}
