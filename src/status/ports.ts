import type { Device, DeviceId, Level, Mode, SharedBy } from '../model/device.ts';
import type { Identifier } from '../model/identifier.ts';
import type { LearntView } from '../model/learnt.ts';
import type { LiveFeed, LogReader } from '../model/log.ts';
import type { NotifyEvent, TargetStatus } from '../model/notification.ts';
import type { OnceWish } from '../model/once.ts';
import type { Pause, PauseTarget } from '../model/pause.ts';
import type { Fingerprint, ProgramView } from '../model/program.ts';
import type { RecentReader } from '../model/recent.ts';
import type { SettingKey, SettingView } from '../model/setting.ts';
import type { ListStatus } from '../model/subscription.ts';
import type { Hostname } from '../model/terms.ts';
import type { AccessStore, SessionStore } from './login-stores.ts';
import type { PacFallback } from './pac.ts';
import type { RuleFilesPort } from './rule-files.ts';
import type { Rules } from './rules-port.ts';
import type { Tokens } from './tokens.ts';

/**
 * What the page asks of the devices. Changes are in force at once; those that
 * the config file forbids throw an AppError.
 */
export interface Devices {
  list(): readonly Device[];
  get(id: DeviceId): Device | null;
  /** The device behind an address; a new one is remembered. */
  identify(address: string): Device;
  /** The same; null for one that was not seen. Changes nothing. */
  known(address: string): Device | null;
  /**
   * Forgets a device, all that was set for it and all that its programs showed;
   * its rows and counters leave the log in small steps afterwards.
   */
  forget(id: DeviceId): void;
  /** Null takes a level set by hand back. */
  setLevel(id: DeviceId, level: Level | null): void;
  setMode(id: DeviceId, mode: Mode): void;
  /** Null takes the name away. */
  rename(id: DeviceId, name: string | null): void;
  /** A made-up MAC, as phones use one per network. */
  isRandomMac(mac: string): boolean;
  /** Looks at the network, and tells of each device why several may look like it. */
  sharing(): (device: Device) => SharedBy | null;
}

/** What the page asks of the programs of devices. Wishes about unknown ones throw an AppError. */
export interface ProgramsPort {
  list(device: DeviceId): readonly ProgramView[];
  /** Null takes a level set by hand back. */
  setLevel(device: DeviceId, program: Fingerprint, level: Level | null): void;
  /** Has the host passed through unopened for the program, for a month or until it is tried again. */
  leave(device: DeviceId, program: Fingerprint, hostname: Hostname): void;
  /** Forgets that the program refused the host. */
  tryAgain(device: DeviceId, program: Fingerprint, hostname: Hostname): void;
  /** Forgets the program, with all that it proved and refused. */
  forget(device: DeviceId, program: Fingerprint): void;
}

/** What the page asks of the pauses. Changes are in force at once. */
export interface PausesPort {
  /** The groups that can be paused. */
  readonly groups: readonly string[];
  /** Those in force, the one that ends first at the front. */
  list(): readonly Pause[];
  /** The pause that holds for a device, be it its own or not. */
  of(device: Device): Pause | null;
  /** `length` is `10m`, `1h`, `tomorrow` and the like; an AppError says what else is. */
  begin(target: PauseTarget, length: string): Pause;
  /** False where there was none. */
  end(target: PauseTarget): boolean;
}

/**
 * What the page asks of the lists that are downloaded. Wishes that cannot be
 * granted reject with an AppError; downloads go on after the promise resolves.
 */
export interface Lists {
  list(): Promise<readonly ListStatus[]>;
  /** Begins to update the named ones, or all. */
  update(names: readonly string[] | null): Promise<void>;
  /** Subscribes to a name of the catalogue or an address, and begins to fetch it; `trusted` by the person. */
  add(source: string, name: string | null, trusted: boolean): Promise<{ readonly name: string }>;
  /** Ends a subscription; its rules are out of force when the promise resolves. */
  remove(name: string): Promise<void>;
}

/**
 * What the page asks of what was learnt. Changes are in force when the promise
 * resolves; they are false where there was nothing to change.
 */
export interface LearntPort {
  read(): Promise<{
    readonly gateways: readonly LearntView[];
    /** Hostnames. */
    readonly forgotten: readonly string[];
  }>;
  /** Takes back all that was learnt of a hostname, which is not learnt again. */
  forget(hostname: string): Promise<boolean>;
  /** Lets it be learnt again. */
  again(hostname: string): Promise<boolean>;
}

/**
 * What the page asks of the household's identifiers. Changes are in force at
 * once; wishes that cannot be granted throw an AppError without the value.
 */
export interface IdentifiersPort {
  list(): readonly Identifier[];
  /** An e-mail address or a phone number; without a label it is called by its masked form. */
  add(value: string, label: string | null): Identifier;
  /** By its id. */
  remove(id: string): Identifier;
}

/** What a person lets through once. */
export interface OncePort {
  /**
   * The next exchange that fits goes through as it came, and for 30 seconds what
   * the same page asks of the same host; a connection that is not opened, where
   * the wish names neither path nor page. Kept in memory for 15 minutes.
   */
  allow(wish: OnceWish): void;
}

/** What is told outside of the house. */
export interface NotificationsPort {
  readonly events: readonly NotifyEvent[];
  /** Names of devices and sites may be told. */
  readonly detail: boolean;
  targets(): readonly TargetStatus[];
  /** Sends a test to each; what went wrong, by target, or null. */
  test(): Promise<readonly (string | null)[]>;
}

/** How the program fares, for the metrics. */
export interface OperationsPort {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** What was carried since then. */
  totals(): {
    readonly exchanges: readonly {
      readonly action: string;
      readonly observed: boolean;
      readonly count: number;
    }[];
    readonly tunnels: readonly { readonly reason: string; readonly count: number }[];
    /** Connections that were refused by their host. */
    readonly refused: number;
    readonly bytesUp: number;
    readonly bytesDown: number;
  };
  /** Events that the log lost. */
  dropped(): number;
  /** Seconds that turns of the loop took since this was last asked. */
  loopDelay(): { readonly median: number; readonly p99: number; readonly max: number };
  /** Bytes. */
  residentMemory(): number;
}

/** The certificate that devices are asked to trust. */
export interface AuthorityFiles {
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  /** An Apple configuration profile (XML). */
  readonly mobileconfig: string;
  /** SHA-256 of the DER, upper-case hexadecimal with colons. */
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

/** What the page asks of the settings that may be changed while the program runs. */
export interface SettingsPort {
  list(): readonly SettingView[];
  /**
   * Chooses a value; null takes the choice back. In force when it returns.
   * Throws an AppError where it does not fit or the config file says otherwise.
   */
  set(key: SettingKey, value: string | null): SettingView;
  /** What was wrong with the file they are kept in, in sentences. */
  problems(): readonly string[];
  /** What the log takes on the disk, without what is free in its file. */
  logBytes(): number;
}

export interface Settings {
  /** `eyelid.internal`. */
  readonly internalName: string;
  /** Where the trust check is answered for devices whose connections are steered here. */
  readonly probeAddress: string;
  /**
   * Other names and addresses under which the page may be asked for: this
   * machine's addresses, its names, `status.hosts`. Asked for each request,
   * since addresses change.
   */
  hostNames(): readonly string[];
  /** The level of a program that has proved its trust. */
  readonly trustedLevel: Level;
  /** This machine's addresses in the home network, the likeliest first. */
  addresses(): readonly string[];
  readonly proxyPort: number;
  /** The port of the page itself; absent while there is none. */
  readonly statusPort?: number;
  /** What devices that use the automatic configuration do while the proxy does not answer. */
  readonly pacFallback: PacFallback;
  /** How long a login lasts. */
  readonly sessionDays: number;
  /** Who is not logged in may see what concerns the own device. */
  readonly guest: boolean;
  readonly version: string;
}

/** All that the page is built from. */
export interface StatusPorts {
  readonly log: LogReader;
  readonly feed: LiveFeed;
  readonly devices: Devices;
  readonly pauses: PausesPort;
  readonly programs: ProgramsPort;
  readonly rules: Rules;
  readonly ruleFiles: RuleFilesPort;
  readonly once: OncePort;
  /** The last minutes of a device. */
  readonly recent: RecentReader;
  readonly lists: Lists;
  readonly learnt: LearntPort;
  readonly identifiers: IdentifiersPort;
  /** The company that owns a tracker; null where it is called like it, or is not known. */
  readonly ownerOf: (tracker: string) => string | null;
  /** Events that were lost because the disk did not take them, since the start. */
  readonly droppedEvents: () => number;
  /** What was the matter with the log when it was opened, one sentence each: it was set aside, or is kept in memory. */
  readonly logTroubles: readonly string[];
  readonly authority: AuthorityFiles;
  /** The one that is to follow it, for devices to trust beforehand; null where none waits. */
  nextAuthority(): AuthorityFiles | null;
  readonly access: AccessStore;
  readonly sessions: SessionStore;
  readonly runtime: SettingsPort;
  readonly tokens: Tokens;
  readonly operations: OperationsPort;
  readonly notifications: NotificationsPort;
  readonly settings: Settings;
  /** The registrable domain of a hostname, or itself where it has none. */
  readonly domainOf: (hostname: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Told of errors that are bugs; the visitor only sees that there was one. */
  readonly reportError: (error: unknown) => void;
}

/** What is known of a request besides itself. */
export interface ClientInfo {
  readonly clientAddress: string;
  /** It came over TLS that was ended here, under our authority. */
  readonly encrypted: boolean;
  /** It came through the proxy, not to the page's own port. */
  readonly viaProxy: boolean;
  /** The address at which the connection ended here, without IPv4-mapping; absent where unknown. */
  readonly localAddress?: string;
}
