/** An address to which a tracker's events go by way of a site's own server, and how it was found. */
export interface LearntGateway {
  /** Hostname, with the port where it is not 443. */
  readonly host: string;
  /** With `configuration`, this and all below it; with `request`, exactly this. */
  readonly path: string;
  /** From the settings of a pixel, or from what was sent there. */
  readonly from: 'configuration' | 'request';
  /** The pixel's number, where the settings said it. */
  readonly pixel: string | null;
  /** The site that had the pixel; with `request`, its registrable domain. */
  readonly site: string | null;
  /** When it was last told of or used. Milliseconds since the epoch, whole minutes. */
  readonly seen: number;
}

/** What was learnt, and what shall not be learnt again. */
export interface Learnt {
  readonly gateways: readonly LearntGateway[];
  /** Hostnames. */
  readonly forgotten: readonly string[];
}

/** A learnt address as it is shown. */
export interface LearntView extends LearntGateway {
  /** The lines that stand for it in the list `learnt`. */
  readonly rules: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expires: number;
}
