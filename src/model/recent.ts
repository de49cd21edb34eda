import type { DeviceId } from './device.ts';
import type { Event } from './event.ts';
import type { Fingerprint, LeafRefusal } from './program.ts';

/** An exchange or a connection of the last minutes. */
export interface RecentExchange
  extends Pick<
    Event,
    | 'at'
    | 'duration'
    | 'kind'
    | 'method'
    | 'host'
    | 'port'
    | 'page'
    | 'type'
    | 'action'
    | 'observed'
    | 'rule'
    | 'undone'
    | 'tracker'
    | 'status'
    | 'tunnel'
  > {
  /** Without the query; what may be a value in it is `…`. */
  readonly path: string;
  /** It was to tell a tracker something: nothing that a page waits for. */
  readonly tells: boolean;
}

/** A program did not take our certificate. */
export interface RecentRefusal {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly host: string;
  readonly program: Fingerprint;
  /** `silence` may mean nothing: browsers open connections that they do not use. */
  readonly kind: LeafRefusal;
}

export interface Recent {
  /** In the order in which they ended. */
  readonly exchanges: readonly RecentExchange[];
  readonly refusals: readonly RecentRefusal[];
}

/** The last minutes of a device, whether or not the log has rows of them. */
export interface RecentReader {
  /** False where the person asked for counts alone. */
  readonly isKept: boolean;
  /** From when on all is known, in milliseconds since the epoch. */
  since(): number;
  /** What ended at that moment or later. */
  of(device: DeviceId, since: number): Recent;
}
