import type { DeviceRegistry } from './device/registry.ts';
import type { DeviceId } from './model/device.ts';

/**
 * The registry's methods, for a port that is an object of functions.
 * `forgetTraces` removes what other parts keep of a device.
 */
export function devicesPort(devices: DeviceRegistry, forgetTraces: (id: DeviceId) => void) {
  return {
    list: () => devices.list(),
    get: (id: Parameters<DeviceRegistry['get']>[0]) => devices.get(id),
    identify: (address: string) => devices.identify(address),
    known: (address: string) => devices.known(address),
    forget: (id: DeviceId) => {
      devices.forget(id);
      forgetTraces(id);
    },
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
