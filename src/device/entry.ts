import type { Device, StoredDevice } from '../model/device.ts';
import type { ConfiguredDevice } from './configured.ts';
import { worth } from './effective.ts';
import type { Identity } from './identify.ts';

/** What the registry holds of one device. */
export interface Entry {
  stored: StoredDevice;
  configured: ConfiguredDevice | null;
  /** Further addresses of the same card. */
  siblings: readonly string[];
  /** When it was saved or read; null where the store has not got it. */
  savedAt: number | null;
  /** It was seen since. */
  dirty: boolean;
  /** Made when asked for, dropped when something changes. */
  device: Device | null;
}

/** More than any home has, and few enough to be kept in memory. */
export const MAX_DEVICES = 4_096;
/** How many are forgotten at a time, so that not every new one costs a search. */
const FORGET_AT_ONCE = 256;
/** `lastSeen` in memory is this exact. */
const TOUCH_EVERY = 1_000;
/** `lastSeen` in the store is this exact while the program runs. */
const SAVE_EVERY = 600_000;
/** A new IPv6 address is first known without its MAC; see `Neighbours`. */
const MAC_MAY_COME = 10_000;

export function newEntry({ id, address, mac, siblings, configured }: Identity, now: number): Entry {
  const nothingSet = { name: null, level: null, levelFrom: null, mode: null };
  const stored = { id, address, mac, ...nothingSet, firstSeen: now, lastSeen: now };
  return { stored, configured, siblings, savedAt: null, dirty: true, device: null };
}

export function storedEntry(
  stored: StoredDevice,
  configured: ConfiguredDevice | null,
  now: number,
): Entry {
  return { stored, configured, siblings: [], savedAt: now, dirty: false, device: null };
}

/** Notes that the device was seen at this address just now. Returns the entry. */
export function touched(entry: Entry, address: string, now: number): Entry {
  const { stored } = entry;
  if (stored.address !== address || Math.abs(now - stored.lastSeen) >= TOUCH_EVERY) {
    entry.stored = { ...stored, address, lastSeen: now };
    entry.dirty = true;
    entry.device = null;
  }
  return entry;
}

/** True when it is time to save it. */
export function isDue({ stored, savedAt, dirty }: Entry, now: number): boolean {
  if (savedAt !== null) return dirty && now - savedAt >= SAVE_EVERY;
  const macMayCome =
    stored.mac === null && stored.address.includes(':') && stored.address !== '::1';
  return !macMayCome || now - stored.firstSeen >= MAC_MAY_COME;
}

/**
 * The entries to forget so that 4,096 are left, or fewer: none where there is
 * room. `newcomer` stays; of the others go those first that lose least, and
 * among these the ones seen longest ago. What a person said is
 * forgotten only as far as it must be.
 */
export function overflow(entries: readonly Entry[], newcomer: Entry | null): readonly Entry[] {
  const excess = entries.length - MAX_DEVICES;
  if (excess <= 0) return [];
  return entries
    .filter((entry) => entry !== newcomer)
    .sort((a, b) => worth(a.stored) - worth(b.stored) || a.stored.lastSeen - b.stored.lastSeen)
    .slice(0, excess + FORGET_AT_ONCE)
    .filter(({ stored }, index) => index < excess || worth(stored) === 0);
}
