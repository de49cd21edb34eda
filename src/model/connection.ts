import type { Device } from './device.ts';
import type { Fingerprint, ProgramFacts } from './program.ts';
import type { RuleRef } from './rule.ts';
import type { Destination, Hostname } from './terms.ts';

/** How a connection came here. */
export type WayIn =
  | 'explicit' // the device was told to use a proxy
  | 'transparent' // it was steered here on its way to its destination, which is known
  | 'redirected'; // it was steered here by something that hides where it was going

export interface Connection {
  readonly id: number;
  readonly wayIn: WayIn;
  /** Client address without zone and IPv4-mapping. */
  readonly clientAddress: string;
  readonly clientPort: number;
  /**
   * Where CONNECT asked to go, or where a transparent connection was going: an
   * address then. Null for plain proxy requests, and while it is not known.
   */
  readonly destination: Destination | null;
  /** The name in the ClientHello, once known. */
  readonly sni: Hostname | null;
  /** Who began the TLS that was ended here; null where none was. */
  readonly program: Fingerprint | null;
  /** TLS was ended here. */
  readonly encrypted: boolean;
  readonly openedAt: number;
}

/** Why bytes are passed through unopened; shown on the page. */
export type TunnelReason =
  | 'level-off' // the device is not watched
  | 'level-hostname' // somebody wants it so
  | 'program-unproven' // the program has not shown that it trusts the authority
  | 'program-refuses' // it showed that it does not
  | 'program-incompatible' // it speaks no TLS that could be ended here
  | 'refused' // the program does not take our certificate for this host
  | 'nothing-to-match' // level trackers: no rule is about this host
  | 'do-not-intercept' // the host is on the do-not-intercept list
  | 'upstream-certificate' // no TLS that can be trusted, which the client shall see for itself
  | 'no-common-protocol' // it offers no HTTP that the host is served with here
  | 'grpc' // the program speaks gRPC with it, which needs HTTP/2 to its end
  | 'not-tls' // what came is neither TLS nor HTTP
  | 'no-name'; // TLS to an address, by a client that names no host

/** What to do with a CONNECT, decided before anything is opened. */
export type ConnectionVerdict =
  | { readonly action: 'tunnel'; readonly reason: TunnelReason }
  | { readonly action: 'intercept' }
  | {
      readonly action: 'block';
      readonly rule: RuleRef;
      /** A client of TLS may be answered under our leaf instead, to learn whether it trusts us. */
      readonly probe: boolean;
    };

/** What is known when a connection is decided. */
export interface ConnectionFacts {
  readonly device: Device;
  readonly destination: Destination;
  readonly sni: Hostname | null;
  /** What is known of the program, or of all of the device until it has shown itself. */
  readonly program: ProgramFacts;
  /** Why no TLS could be ended here, where its ClientHello says so already. */
  readonly unservable?: TunnelReason | null;
}
