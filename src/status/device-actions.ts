import type { DeviceId } from '../model/device.ts';
import { type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';

/** Forgets a device, with all that was set for it, what its programs showed, and its rows. */
export function forgetDevice(parts: Parts, id: string): Promise<Outcome> {
  return spoken(async () => {
    const { devices } = parts.ports;
    const device = devices.get(id as DeviceId);
    if (device === null) {
      const text = `forgetting a device: "${id.slice(0, 80)}" is not known`;
      return { ok: false, text, status: 404 };
    }
    devices.forget(device.id);
    return { ok: true, text: `Forgot ${device.name ?? device.address}`, rule: null };
  });
}
