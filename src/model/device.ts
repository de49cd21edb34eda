/** `mac:aa:bb:cc:dd:ee:ff` where the neighbour table knows it, else `ip:192.168.1.5`. */
export type DeviceId = string & { readonly brand: 'DeviceId' };

/**
 * off       nothing is opened, nothing is logged.
 * hostname  nothing is opened; hosts are blocked by name; plain HTTP is filtered.
 * trackers  hosts that some rule is about are opened, and nothing else.
 * full      everything but the do-not-intercept list is opened.
 */
export const LEVELS = ['off', 'hostname', 'trackers', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * Who set the level, strongest first: the config file for this device, a person
 * on the page or the command line, the config file for a group it is in, nobody.
 * Where nobody did, each program of the device rises by its own proof.
 */
export const LEVEL_SOURCES = ['config', 'hand', 'group', 'default'] as const;
export type LevelSource = (typeof LEVEL_SOURCES)[number];

/**
 * Who named the device, strongest first: the config file, a person on the page
 * or the command line, the DHCP server's leases, the resolver of the network.
 * The last two repeat what the device calls itself.
 */
export const NAME_SOURCES = ['config', 'hand', 'lease', 'dns'] as const;
export type NameSource = (typeof NAME_SOURCES)[number];

/**
 * Why several devices may look like one: the NAT of a container's host, a
 * router that redirects in its own name, a router in between whose MAC all have.
 */
export type SharedBy = 'container' | 'gateway' | 'mac';

/** enforce: verdicts are carried out. observe: they are recorded as "would have". */
export const MODES = ['enforce', 'observe'] as const;
export type Mode = (typeof MODES)[number];

export interface Device {
  readonly id: DeviceId;
  /** The address of its newest connection. */
  readonly address: string;
  readonly mac: string | null;
  readonly name: string | null;
  /** Absent where it has no name. */
  readonly nameFrom?: NameSource;
  /** The groups that the config file counts it to (`groups:`). */
  readonly groups: readonly string[];
  readonly level: Level;
  readonly levelFrom: LevelSource;
  readonly mode: Mode;
  /** Milliseconds since the epoch. */
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** What outlives a restart; all else is found again. */
export interface StoredDevice {
  readonly id: DeviceId;
  readonly address: string;
  readonly mac: string | null;
  readonly name: string | null;
  /** Null where nobody set one. */
  readonly level: Level | null;
  readonly levelFrom: 'hand' | null;
  readonly mode: Mode | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** Where devices are kept. `load` is called at start and again after `changedElsewhere`. */
export interface DeviceStore {
  load(): readonly StoredDevice[];
  save(device: StoredDevice): void;
  /** Removes those of which nobody said anything; what a person set stays. */
  remove(ids: readonly DeviceId[]): void;
  /** Removes one with all that a person set. */
  forget(id: DeviceId): void;
  /** True once after another process (the command line) wrote. Cheap: asked every second. */
  changedElsewhere(): boolean;
}
