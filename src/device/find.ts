import { execFileSync } from 'node:child_process';
import type { Device } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import { parseArp, parseIpNeigh } from './neighbour-entries.ts';
import { kernelNeighbours } from './neighbours.ts';

const IP_TIMEOUT = 4_000;

/** The MAC behind an address, or null. */
export type MacOf = (address: string) => string | null;

/**
 * The device that a person means by a name, an address, a MAC or an id; null
 * where there is none. A device has several addresses, and the one that it was
 * seen at last need not be the one that a person knows: `macOf` leads from any
 * of them to its card. Throws an AppError (INPUT_INVALID) where it may be
 * several.
 */
export function findDevice(
  devices: readonly Device[],
  wanted: string,
  macOf: MacOf,
): Device | null {
  const text = wanted.toLowerCase();
  const called = devices.filter(({ id, address, mac, name }) =>
    [id, address, mac, name?.toLowerCase()].includes(text),
  );
  if (called.length > 1) {
    const message = `looking for the device "${wanted}": ${called.length} devices of that name`;
    throw new AppError('INPUT_INVALID', message);
  }
  const [device] = called;
  // What was known by its address alone may be known by its card since.
  if (device !== undefined && (device.mac !== null || device.address !== text)) return device;
  const mac = macOf(text);
  const owner = mac === null ? undefined : devices.find((one) => one.mac === mac);
  return owner ?? device ?? null;
}

/**
 * Asks the kernel's tables as they are now (`/proc/net/arp`, and `ip neigh` for
 * IPv6). It waits for a process where the address is one of IPv6, so it is for
 * commands, not for a proxy at work. Null, too, where there are no such tables.
 */
export function kernelMacOf(address: string): string | null {
  if (!address.includes(':')) return parseArp(kernelNeighbours().readArp()).get(address) ?? null;
  try {
    const text = execFileSync('ip', ['-6', '-s', '-j', 'neigh'], {
      encoding: 'utf8',
      timeout: IP_TIMEOUT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return parseIpNeigh(text).get(address) ?? null;
  } catch {
    return null;
  }
}
