import type { DeviceId } from './device.ts';
import type { Hostname } from './terms.ts';

/** What a person lets through once, whatever the rules say. */
export interface OnceWish {
  readonly device: DeviceId;
  /** This host alone, not its sub-domains. */
  readonly host: Hostname;
  /**
   * Without the query; what lies below it counts, and `*` is anything. Null for
   * the whole host, and for its connections.
   */
  readonly path: string | null;
  /** Only where this site asks; null for whoever asks. */
  readonly page: Hostname | null;
}
