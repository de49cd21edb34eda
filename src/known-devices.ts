import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { findDevice, kernelMacOf } from './device/find.ts';
import { NO_NEIGHBOURS } from './device/neighbours.ts';
import { DeviceRegistry } from './device/registry.ts';
import type { Home } from './home.ts';
import type { Device, DeviceId, StoredDevice } from './model/device.ts';
import { AppError } from './model/errors.ts';
import { openReader } from './record/database.ts';
import { SqliteDeviceStore } from './record/devices.ts';
import { effectiveConfig } from './settings.ts';

/** The devices of a home, read once; nothing is written, whether the proxy runs or not. */
export interface KnownDevices {
  get(id: DeviceId): Device | null;
  list(): readonly Device[];
  /** The groups of the config file. */
  readonly groups: readonly string[];
  /**
   * The one of that name, address, MAC or id; an address that was never seen
   * is a new device. Throws INPUT_INVALID where there is none, or are several.
   */
  named(text: string): Device;
}

/** What is only looked at keeps nothing. */
const NOT_WRITTEN = {
  save: () => {},
  remove: () => {},
  forget: () => {},
  changedElsewhere: () => false,
};

/** Throws LOG_UNUSABLE where the store of devices cannot be read, CONFIG_INVALID for the config. */
export function readDevices(home: Home): KnownDevices {
  const { devices, groups, levels, mode } = effectiveConfig(home);
  const stored = readStoredDevices(home);
  const registry = new DeviceRegistry({
    store: { load: () => stored, ...NOT_WRITTEN },
    neighbours: NO_NEIGHBOURS,
    configured: devices,
    groups,
    defaults: { level: levels.default, mode },
    now: Date.now,
  });
  return {
    get: (id) => registry.get(id),
    list: () => registry.list(),
    groups: Object.keys(groups),
    named: (text) => {
      const device = findDevice(registry.list(), text, kernelMacOf);
      if (device !== null) return device;
      if (isIP(text) !== 0) return registry.identify(text);
      throw new AppError(
        'INPUT_INVALID',
        `looking for the device "${text}": no device of that name`,
      );
    },
  };
}

/** As they are stored; none where nothing was logged yet. Throws LOG_UNUSABLE. */
export function readStoredDevices(home: Home): readonly StoredDevice[] {
  const path = join(home.data, 'events.db');
  if (!existsSync(path)) return [];
  const db = openReader(path);
  try {
    return new SqliteDeviceStore(db, () => {}).load();
  } finally {
    db.close();
  }
}
