import type { Device, DeviceId, DeviceStore, Level, Mode, StoredDevice } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import { type ConfiguredDevice, type ConfiguredDevices, compileConfigured } from './configured.ts';
import { type Defaults, effectiveDevice, merged, worth } from './effective.ts';
import {
  type Entry,
  isDue,
  MAX_DEVICES,
  newEntry,
  overflow,
  storedEntry,
  touched,
} from './entry.ts';
import { type ConfiguredGroups, compileGroups, type GroupsOf } from './groups.ts';
import { type Identity, identify } from './identify.ts';
import { parseName } from './name.ts';
import { type NameSources, NO_NAMES } from './names.ts';
import type { NeighbourTable } from './neighbours.ts';

export interface RegistryParts {
  readonly store: DeviceStore;
  readonly neighbours: NeighbourTable;
  readonly configured: readonly ConfiguredDevice[];
  readonly groups: ConfiguredGroups;
  /** Read at each use; `refresh` is to be called when they changed. */
  readonly defaults: Defaults;
  /** Who knows the names that nobody gave by hand; nobody where absent. */
  readonly names?: NameSources;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Each device has a few. Beyond that, all are found again. */
const MAX_ADDRESSES = 2 * MAX_DEVICES;

/** What an address, as it was given, meant at that version of the neighbour table. */
interface Sighting {
  readonly id: DeviceId;
  readonly address: string;
  readonly version: number;
}

/**
 * All devices that were seen, and what holds for each. Keeps 4,096: beyond
 * that, those seen longest ago go first, and those that a person named or
 * set a level for go last.
 *
 * A device whose MAC is not known *is* its address: a level set for it
 * belongs to that address. When DHCP later gives the address to another
 * machine, that machine inherits the level, and where the level opens TLS and
 * the machine does not trust the authority, it sees certificate errors until
 * somebody changes the level. That is the price of having no MAC; with
 * one, a new machine is a new device.
 */
export class DeviceRegistry {
  readonly #store: DeviceStore;
  readonly #neighbours: NeighbourTable;
  readonly #configured: ConfiguredDevices;
  readonly #groupsOf: GroupsOf;
  readonly #defaults: Defaults;
  readonly #names: NameSources;
  /** The names as they were when devices were last made of them. */
  #namesVersion = 0;
  readonly #now: () => number;
  readonly #entries = new Map<DeviceId, Entry>();
  readonly #byAddress = new Map<string, Sighting>();

  /** Reads the store. Throws an AppError (CONFIG_INVALID) on a `match` that cannot be read. */
  constructor({ store, neighbours, configured, groups, defaults, names, now }: RegistryParts) {
    this.#store = store;
    this.#neighbours = neighbours;
    this.#configured = compileConfigured(configured);
    this.#groupsOf = compileGroups(groups);
    this.#defaults = defaults;
    this.#names = names ?? NO_NAMES;
    this.#now = now;
    this.reload();
  }

  /**
   * The device behind a client address, which a zone or IPv4-mapping may
   * adorn. Synchronous and cheap: called for every connection. A new device
   * is saved at once, save that a new IPv6 address is given ten seconds for its
   * MAC to become known.
   */
  identify(from: string): Device {
    const now = this.#now();
    const entry = this.#entryAt(from, now);
    if (isDue(entry, now)) {
      this.#catchUp();
      this.#save(entry);
    }
    return this.#deviceOf(entry);
  }

  /** The device behind an address; null for one that was not seen. Changes nothing. */
  known(address: string): Device | null {
    const entry = this.#entries.get(identify(address, this.#neighbours, this.#configured).id);
    return entry === undefined ? null : this.#deviceOf(entry);
  }

  /** Last seen first. */
  list(): readonly Device[] {
    return [...this.#entries.values()]
      .map((entry) => this.#deviceOf(entry))
      .sort((a, b) => b.lastSeen - a.lastSeen);
  }

  get(id: DeviceId): Device | null {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : this.#deviceOf(entry);
  }

  /**
   * Sets a level by hand; null takes it back. Throws an
   * AppError (INPUT_INVALID) where there is no such device, or where the
   * config file, which is stronger, sets its level.
   */
  setLevel(id: DeviceId, level: Level | null): Device {
    const levelFrom = level === null ? null : 'hand';
    return this.#set(id, 'level', { level, levelFrom });
  }

  /** Sets the mode by hand; null takes it back. Throws as `setLevel` does. */
  setMode(id: DeviceId, mode: Mode | null): Device {
    return this.#set(id, 'mode', { mode });
  }

  /** Names a device; null takes the name away. Throws as `setLevel` does, and on a bad name. */
  rename(id: DeviceId, name: string | null): Device {
    return this.#set(id, 'name', { name: name === null ? null : parseName(name) });
  }

  /**
   * Forgets a device and all that a person set for it; when it is seen again it
   * is a new one. Throws INPUT_INVALID where there is none.
   */
  forget(id: DeviceId): void {
    this.#catchUp();
    if (!this.#entries.delete(id)) {
      throw new AppError('INPUT_INVALID', `forgetting "${id}": there is no such device`);
    }
    this.#store.forget(id);
  }

  /** Makes all devices anew of what is stored and of the defaults as they are now. */
  refresh(): void {
    for (const entry of this.#entries.values()) entry.device = null;
  }

  /** Takes over what another process wrote: to be called after `store.changedElsewhere()`. */
  reload(): void {
    for (const stored of this.#store.load()) {
      const own = this.#entries.get(stored.id);
      if (own === undefined) {
        const configured = this.#configured.find(stored.mac, [stored.address]);
        this.#entries.set(stored.id, storedEntry(stored, configured, this.#now()));
      } else {
        own.stored = merged(own.stored, stored);
        own.device = null;
      }
    }
    this.#forget(null);
  }

  /** Saves when each device was last seen. */
  close(): void {
    this.#catchUp();
    for (const entry of this.#entries.values()) {
      if (entry.dirty) this.#save(entry);
    }
  }

  #deviceOf(entry: Entry): Device {
    if (this.#namesVersion !== this.#names.version) this.#forgetNames();
    if (entry.device === null) {
      const { stored, siblings, configured } = entry;
      const { mac, address } = stored;
      const addresses = [address, ...siblings];
      const groupsOf = (name: string | null) => this.#groupsOf({ mac, name, addresses });
      const found = this.#names.nameOf({ mac, addresses });
      entry.device = effectiveDevice(stored, configured, this.#defaults, groupsOf, found);
    }
    return entry.device;
  }

  #forgetNames(): void {
    this.#namesVersion = this.#names.version;
    this.refresh();
  }

  #entryAt(from: string, now: number): Entry {
    const before = this.#byAddress.get(from);
    if (before?.version === this.#neighbours.version) {
      const entry = this.#entries.get(before.id);
      if (entry !== undefined) return touched(entry, before.address, now);
    }
    const identity = identify(from, this.#neighbours, this.#configured);
    const { id, address } = identity;
    if (before !== undefined && before.id !== id) this.#forgetPassing(before.id);
    if (this.#byAddress.size >= MAX_ADDRESSES) this.#byAddress.clear();
    // The version is read now: the look-up may have read the table anew.
    this.#byAddress.set(from, { id, address, version: this.#neighbours.version });
    const entry = this.#entries.get(id) ?? this.#add(identity, now);
    entry.configured = identity.configured;
    entry.siblings = identity.siblings;
    entry.device = null;
    return touched(entry, address, now);
  }

  #add(identity: Identity, now: number): Entry {
    const entry = newEntry(identity, now);
    this.#entries.set(identity.id, entry);
    this.#forget(entry);
    return entry;
  }

  /** Keeps the bound. `newcomer` stays, whatever else must go. */
  #forget(newcomer: Entry | null): void {
    const gone = overflow([...this.#entries.values()], newcomer).map(({ stored }) => stored.id);
    for (const id of gone) this.#entries.delete(id);
    // Otherwise who changes addresses without end would fill the disk.
    if (gone.length > 0) this.#store.remove(gone);
  }

  /** The address turned out to be another device's: what stood for it until then was nobody. */
  #forgetPassing(id: DeviceId): void {
    const entry = this.#entries.get(id);
    if (entry?.savedAt === null && worth(entry.stored) === 0) this.#entries.delete(id);
  }

  #set(
    id: DeviceId,
    what: 'level' | 'mode' | 'name',
    fields: Partial<Pick<StoredDevice, 'level' | 'levelFrom' | 'mode' | 'name'>>,
  ): Device {
    this.#catchUp();
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      throw new AppError(
        'INPUT_INVALID',
        `setting the ${what} of "${id}": there is no such device`,
      );
    }
    const fixed = entry.configured?.[what];
    if (fixed !== undefined) {
      const where = `the config file says "${fixed}" for "${entry.configured?.match}"`;
      throw new AppError(
        'INPUT_INVALID',
        `setting the ${what} of "${id}": ${where}; change it there`,
      );
    }
    this.#change(entry, fields);
    return this.#deviceOf(entry);
  }

  #change(entry: Entry, fields: Partial<StoredDevice>): void {
    entry.stored = { ...entry.stored, ...fields };
    entry.device = null;
    this.#save(entry);
  }

  /** A device is saved whole, so what another process set is taken over before each saving. */
  #catchUp(): void {
    if (this.#store.changedElsewhere()) this.reload();
  }

  #save(entry: Entry): void {
    entry.savedAt = this.#now();
    entry.dirty = false;
    this.#store.save(entry.stored);
  }
}
