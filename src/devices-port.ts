import type { DeviceRegistry } from './device/registry.ts';

/** The registry's methods, for a port that is an object of functions. */
export function devicesPort(devices: DeviceRegistry) {
  return {
    list: () => devices.list(),
    get: (id: Parameters<DeviceRegistry['get']>[0]) => devices.get(id),
    identify: (address: string) => devices.identify(address),
    setLevel: (...[id, level]: Parameters<DeviceRegistry['setLevel']>) => {
      devices.setLevel(id, level);
    },
    setMode: (...[id, mode]: Parameters<DeviceRegistry['setMode']>) => {
      devices.setMode(id, mode);
    },
    rename: (...[id, name]: Parameters<DeviceRegistry['rename']>) => {
      devices.rename(id, name);
    },
  };
}
