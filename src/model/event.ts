import type { TunnelReason } from './connection.ts';
import type { DeviceId, Level } from './device.ts';
import type { IdentifierMark } from './insight.ts';
import type { Field, Party, ResourceType } from './request.ts';
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
  /** The level at which the device's program was treated; absent where it is not known. */
  readonly level?: Level;
  /** What a decoder understood of it; absent where none did. */
  readonly report?: Report;
  /** What is shown of a single row only; absent in lists of rows, and where it is not known. */
  readonly details?: EventDetails;
}

/** What a tracker was meant to be told, in the words of the decoders. */
export interface Report {
  /** What happened: "Purchase", "a visit". */
  readonly what: string;
  /** What it asked for about the person: "hashed e-mail", "browser id". */
  readonly asked: readonly string[];
  /** Of these, what was taken out of the request before it was sent; absent where nothing was. */
  readonly taken?: readonly string[];
  /** The identifiers that came with it, each known by a keyed hash only; none in lists of rows. */
  readonly marks: readonly IdentifierMark[];
}

export interface EventDetails {
  /** Names of the request's headers, lower case, in their order. */
  readonly headers: readonly string[];
  /** What was in the fields that `fields` names; empty unless the detail is `values`. */
  readonly values: readonly Field[];
  /** Milliseconds until the verdict, from the request's arrival; fractions count. */
  readonly decided: number | null;
  /** Milliseconds until the server's first byte; null where it was not asked. */
  readonly firstByte: number | null;
}

/** Where events go. Never throws, never waits. */
export interface EventSink {
  record(event: Event): void;
}
