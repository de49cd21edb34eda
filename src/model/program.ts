import type { DeviceId, Level } from './device.ts';
import type { Hostname } from './terms.ts';

/**
 * Tells the client programs of one device apart: 24 hexadecimal digits, drawn
 * from what a program's TLS library says in every ClientHello. Programs that
 * share the library and its settings share the fingerprint: a browser and the
 * web views of the apps on the same phone.
 */
export type Fingerprint = string & { readonly brand: 'Fingerprint' };

/**
 * How a program showed that it trusts the authority:
 *
 * check     the trust check of the page
 * internal  an HTTPS exchange with the internal name
 * probe     an exchange with a host that the rules block by name anyway
 * use       an exchange with any other host, where a person had it opened
 */
export const PROOFS = ['check', 'internal', 'probe', 'use'] as const;
export type Proof = (typeof PROOFS)[number];

/**
 * Why a client is left unopened, because it does not take our leaf, or cannot
 * go on after it did:
 *
 * alert         it said so (a certificate alert, RFC 8446 section 6.2)
 * silence       it closed the connection time and again without asking for anything
 * incompatible  it speaks no TLS that can be served: too old, or RSA alone
 * grpc          it speaks gRPC with the host, which needs HTTP/2 to its end
 */
export const REFUSAL_REASONS = ['alert', 'silence', 'incompatible', 'grpc'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
/** Those that show in a connection before anything is asked for. */
export type LeafRefusal = Exclude<RefusalReason, 'grpc'>;

/** What was learnt, and for how long it holds. Times in milliseconds since the epoch. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly since: number;
  readonly until: number;
  /** How often in a row: each time it holds longer. */
  readonly times: number;
}

/** A client program on a device, and what is known of its trust. */
export interface Program {
  readonly device: DeviceId;
  readonly fingerprint: Fingerprint;
  /** What it calls itself in the requests that were opened; null where none was. */
  readonly name: string | null;
  /** Set by hand; null where nobody did. */
  readonly level: Level | null;
  readonly proof: Proof | null;
  /** When it was proved first; null where it was not. */
  readonly provenAt: number | null;
  /** When it last asked for something under a leaf of ours; null where it never did. */
  readonly carriedAt: number | null;
  /** Hosts that it refused since it last carried a request; as many as it takes to fall back. */
  readonly refused: readonly Hostname[];
  /** It does not take our leaves at all: nothing of it is opened until then. */
  readonly refusal: Refusal | null;
  /** How many probes in a row it did not take, and when the next may be made. */
  readonly failedProbes: number;
  readonly probeAfter: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** What was learnt of one program and one host. */
export interface HostTrust {
  readonly device: DeviceId;
  readonly fingerprint: Fingerprint;
  readonly hostname: Hostname;
  /** When a request came in under a leaf for this host; null where none ever did. */
  readonly carriedAt: number | null;
  /** How often in a row it was closed in silence, or refused although it had worked, and when that began. */
  readonly silences: number;
  readonly silentSince: number;
  /** The last time: connections opened before it belong to the same attempt. */
  readonly silentAt: number;
  readonly refusal: Refusal | null;
}

/** What one connection, whose TLS was ended here, says of the program behind it. */
export type TrustEvidence =
  /** It asked for something under our leaf, and was answered. */
  | { readonly kind: 'request'; readonly proof: Proof }
  /** It asked for something by gRPC. */
  | { readonly kind: 'grpc' }
  | {
      readonly kind: LeafRefusal;
      /** The host is blocked by name: nothing was at risk, and it is never tunnelled. */
      readonly blocked: boolean;
      /** When the connection was opened, in milliseconds since the epoch. */
      readonly openedAt: number;
    };

/** Whom evidence is about. */
export interface TrustSubject {
  readonly device: DeviceId;
  readonly fingerprint: Fingerprint;
  readonly hostname: Hostname;
}

/** What is known of a program and of it and one host. */
export interface TrustState {
  readonly program: Program;
  readonly host: HostTrust;
}

/** A program with what it refuses for now, as it is shown. */
export interface ProgramView {
  readonly program: Program;
  readonly refusedHosts: readonly HostTrust[];
}

/**
 * What counts where a connection is decided. Of a program that has not shown
 * itself yet: the most that holds for any program of its device.
 */
export interface ProgramFacts {
  /** Set by hand. */
  readonly level: Level | null;
  readonly proven: boolean;
  /** It refuses everything for now. */
  readonly refuses: RefusalReason | null;
  /** It refuses this host for now. */
  readonly refusesHost: RefusalReason | null;
  /** A host that is blocked by name may be answered under our leaf, to learn of its trust. */
  readonly mayProbe: boolean;
}

/** Where programs are kept. */
export interface ProgramStore {
  loadPrograms(): readonly Program[];
  loadHosts(): readonly HostTrust[];
  /** Saves all of these and deletes those, at once or not at all. False where it failed. */
  save(change: ProgramChange): boolean;
  /** True once after another process (the command line) wrote. */
  changedElsewhere(): boolean;
}

export interface ProgramChange {
  readonly programs: readonly Program[];
  readonly hosts: readonly HostTrust[];
  readonly gonePrograms: readonly Pick<Program, 'device' | 'fingerprint'>[];
  readonly goneHosts: readonly Pick<HostTrust, 'device' | 'fingerprint' | 'hostname'>[];
}
