import type {
  Device,
  Level,
  LevelSource,
  Mode,
  NameSource,
  StoredDevice,
} from '../model/device.ts';
import type { ConfiguredDevice } from './configured.ts';
import type { Membership } from './groups.ts';
import type { FoundName } from './names.ts';

/** What holds for a device of which nobody said anything. */
export interface Defaults {
  /** The level of a new device. */
  readonly level: Level;
  readonly mode: Mode;
}

/**
 * A device as it is to be treated: what is stored, the config file and the
 * defaults together. `groupsOf` gives the groups of the device under a name
 * that a person gave it; `found` is what the network calls it.
 */
export function effectiveDevice(
  stored: StoredDevice,
  configured: ConfiguredDevice | null,
  defaults: Defaults,
  groupsOf: (name: string | null) => Membership,
  found: FoundName | null,
): Device {
  const { id, address, mac, firstSeen, lastSeen } = stored;
  const groups = groupsOf(configured?.name ?? stored.name);
  return {
    id,
    address,
    mac,
    ...effectiveName(stored, configured, found),
    groups: groups.names,
    ...effectiveLevel(stored, configured, groups, defaults),
    mode: configured?.mode ?? stored.mode ?? groups.mode ?? defaults.mode,
    firstSeen,
    lastSeen,
  };
}

function effectiveName(
  stored: StoredDevice,
  configured: ConfiguredDevice | null,
  found: FoundName | null,
): { name: string | null; nameFrom?: NameSource } {
  if (configured?.name !== undefined) return { name: configured.name, nameFrom: 'config' };
  if (stored.name !== null) return { name: stored.name, nameFrom: 'hand' };
  return found === null ? { name: null } : { name: found.name, nameFrom: found.from };
}

/**
 * The first that there is:
 *
 * 1. the level that the config file gives this device;
 * 2. the level that a person set;
 * 3. the level of a group it is in;
 * 4. the default, above which each program rises by its own proof.
 */
function effectiveLevel(
  stored: StoredDevice,
  configured: ConfiguredDevice | null,
  groups: Membership,
  defaults: Defaults,
): { level: Level; levelFrom: LevelSource } {
  if (configured?.level !== undefined) return { level: configured.level, levelFrom: 'config' };
  if (stored.level !== null && stored.levelFrom === 'hand') {
    return { level: stored.level, levelFrom: 'hand' };
  }
  if (groups.level !== null) return { level: groups.level, levelFrom: 'group' };
  return { level: defaults.level, levelFrom: 'default' };
}

/** How much is lost when a device is forgotten: 0 nothing, 1 what a person said. */
export function worth(stored: StoredDevice): 0 | 1 {
  return stored.name !== null || stored.mode !== null || stored.levelFrom === 'hand' ? 1 : 0;
}

/** The same device as two processes know it: what was set is the store's, what was seen the newest. */
export function merged(own: StoredDevice, fromStore: StoredDevice): StoredDevice {
  const newest = own.lastSeen >= fromStore.lastSeen ? own : fromStore;
  return {
    ...fromStore,
    address: newest.address,
    mac: newest.mac,
    firstSeen: Math.min(own.firstSeen, fromStore.firstSeen),
    lastSeen: newest.lastSeen,
  };
}
