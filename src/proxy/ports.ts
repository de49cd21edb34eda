import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SecureContext } from 'node:tls';
import type { Device, DeviceId, Level } from '../model/device.ts';
import type { EventSink } from '../model/event.ts';
import type { IdentifierWatch } from '../model/identifier.ts';
import type { IdentifierMark, SeenIdentifier } from '../model/insight.ts';
import type {
  Fingerprint,
  ProgramFacts,
  Proof,
  TrustEvidence,
  TrustSubject,
} from '../model/program.ts';
import type { Body, Field, RequestHead, RequestInfo } from '../model/request.ts';
import type { LearnerName } from '../model/rewriter-names.ts';
import type { Rule, RuleSet } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';
import type { DestinationSettings } from './destinations.ts';
import type { OnceAllows } from './once.ts';
import type { AddressSet } from './ranges.ts';

/** What the proxy needs of the other rooms; `app.ts` fills it in. */
export interface ProxyParts {
  readonly devices: {
    identify(address: string): Device;
    /** Resolves when `identify` can tell the device; null, or absent, where it can already. Never rejects. */
    settle?(address: string): Promise<void> | null;
  };
  readonly trust: TrustPort;
  /** The set in force at this moment; read once per exchange. */
  readonly rules: () => RuleSet;
  readonly leaves: { contextFor(hostname: Hostname): SecureContext };
  readonly classify: {
    describe(head: RequestHead, device: Device | null): RequestInfo | null;
    readBody(contentType: string | null, bytes: Uint8Array): Body;
    queryFields(target: string): readonly Field[];
  };
  readonly trackers: {
    trackerOf(hostname: Hostname, rule: Rule | null): string | null;
    /** `removed`: names of the fields that were taken out before it went on. */
    decode(
      request: RequestInfo,
      fields: readonly Field[],
      removed: readonly string[],
    ): Decoded | null;
    /** What fields and cookies were for that were taken out of a request that is not understood. */
    decodeRemoved(request: RequestInfo, removed: readonly Field[]): SeenReport | null;
  };
  /** A rule as one sentence. */
  readonly explain: (rule: Rule) => string;
  readonly events: EventSink;
  readonly telling: TellingPort;
  readonly learning: LearningPort;
  /** What people let through once. */
  readonly once: Pick<OnceAllows, 'takes' | 'takesConnection' | 'isConnectionOpen'>;
  /** The household's own, looked for in what is sent. */
  readonly identifiers: IdentifierWatch;
  readonly status: StatusHandler;
  readonly log: ProxyLog;
  readonly now: () => number;
}

/** What is known and learnt of the programs of devices. */
export interface TrustPort {
  /** For a program that has not shown itself yet: the most that holds for any of the device. */
  facts(device: DeviceId, program: Fingerprint | null, hostname: Hostname): ProgramFacts;
  /** It began a connection. */
  seen(device: DeviceId, program: Fingerprint): void;
  /** Whether to probe it now; true once for what it begins at once. */
  claimProbe(device: DeviceId, program: Fingerprint): boolean;
  /** It does not take our leaf. */
  tell(subject: TrustSubject, evidence: TrustEvidence): void;
  /** It asked for something under our leaf, and was answered. */
  carried(subject: TrustSubject, proof: () => Proof, userAgent: string | null): void;
}

/** Told of what there is to learn from. Never throws, never waits. */
export interface LearningPort {
  /** A rule learns this from the text of a response. */
  text(name: LearnerName, text: string, request: RequestInfo): void;
  /** A rule learns this from a request that it blocked. */
  call(name: LearnerName, request: RequestInfo): void;
}

export interface Decoded {
  /** Null where the sentence is about a host of which nothing is known. */
  readonly tracker: string | null;
  readonly summary: string;
  readonly fields: readonly string[];
  readonly report: SeenReport;
  /** What is in `fields`. */
  readonly values: readonly Field[];
}

/** What a tracker was meant to be told, with identifiers that leave the exchange as marks only. */
export interface SeenReport {
  readonly what: string;
  readonly asked: readonly string[];
  readonly taken?: readonly string[];
  readonly identifiers: readonly SeenIdentifier[];
}

/** What events are told with, besides what happened. Asked for each event, since settings change. */
export interface TellingPort {
  /** True: what just passes is a row of the log too, and not only counted. */
  readonly keepsPasses: boolean;
  /** True: the log keeps what was in fields. */
  readonly keepsValues: boolean;
  /** Keyed hashes of identifiers; none where the log keeps none. */
  marksOf(seen: readonly SeenIdentifier[]): readonly IdentifierMark[];
  /** How deep a program was looked into, or, given none, those of the device that are opened most. */
  levelOf(device: Device, program: Fingerprint | null, hostname: Hostname): Level;
}

/** Answers requests for the page that came through the proxy. */
export type StatusHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  from: { readonly clientAddress: string; readonly encrypted: boolean; readonly viaProxy: boolean },
) => void;

/** The part of pino's logger that the proxy uses. Never given bodies, cookies or full URLs. */
export interface ProxyLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ProxySettings extends Omit<DestinationSettings, 'isOwnPort'> {
  readonly clients: AddressSet;
  /** Whose connections begin with a header that says who the client is. */
  readonly proxyProtocolFrom: AddressSet;
  readonly connectPorts: ReadonlySet<number>;
  readonly doNotIntercept: (hostname: Hostname) => boolean;
  /** The level of a program that has proved its trust. */
  readonly trusted: Level;
  /** May a client that can, speak HTTP/2 with this host? */
  readonly offersHttp2: (hostname: Hostname) => boolean;
  /** The context of all upstream TLS; the same at each call, made at the first. */
  readonly upstreamContext: () => SecureContext;
  readonly timeouts: { readonly connect: number; readonly headers: number; readonly idle: number };
  /** The name under which the page is reached through the proxy. */
  readonly internal: Hostname;
  /** The address under which steered connections reach it; none where absent. */
  readonly probeAddress?: Hostname;
  /** Ports of this process besides the proxy's own. */
  readonly otherPorts: () => readonly number[];
}
