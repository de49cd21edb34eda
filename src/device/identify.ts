import type { DeviceId } from '../model/device.ts';
import { plainAddress } from '../model/terms.ts';
import type { ConfiguredDevice, ConfiguredDevices } from './configured.ts';

/** Who is behind an address, as far as one can tell from outside. */
export interface Identity {
  readonly id: DeviceId;
  /** Without zone and IPv4-mapping. */
  readonly address: string;
  /** Null where the device is known by its address only. */
  readonly mac: string | null;
  /** Further addresses of the same card. */
  readonly siblings: readonly string[];
  /** What the config file says of it. */
  readonly configured: ConfiguredDevice | null;
}

/** The part of a neighbour table that is asked here. */
interface Owners {
  lookup(address: string): string | null;
  addressesOf(mac: string): readonly string[];
}

/** One machine seldom has more IPv4 addresses than this, its old leases included. */
const MAX_IPV4 = 3;
/**
 * IPv6 gives one machine many: a link-local one, and for each prefix a lasting
 * one and up to eight temporary ones that overlap (RFC 8981 section 3.8).
 */
const MAX_IPV6 = 24;

/** The address without zone (`%eth0`) and IPv4-mapping. */
export function bareAddress(address: string): string {
  return plainAddress(address.split('%', 1)[0] as string).toLowerCase();
}

/**
 * Tells the device behind an address, strongest evidence first:
 *
 * 1. the MAC that the neighbour table has for it, unless so many addresses
 *    share it that it must be a router's, with several devices behind it;
 * 2. the address itself. Loopback has no MAC and always ends here.
 *
 * What the config file says of an address holds for all addresses of the
 * same card, so that a device is one and the same over IPv4 and IPv6.
 */
export function identify(from: string, owners: Owners, configured: ConfiguredDevices): Identity {
  const address = bareAddress(from);
  const mac = owners.lookup(address);
  const siblings = mac === null ? [] : owners.addressesOf(mac);
  if (mac === null || isShared(siblings)) {
    const id = `ip:${address}` as DeviceId;
    const found = configured.find(null, [address]);
    return { id, address, mac: null, siblings: [], configured: found };
  }
  return {
    id: `mac:${mac}` as DeviceId,
    address,
    mac,
    siblings,
    configured: configured.find(mac, [address, ...siblings]),
  };
}

function isShared(addresses: readonly string[]): boolean {
  const ipv6 = addresses.filter((address) => address.includes(':')).length;
  return addresses.length - ipv6 > MAX_IPV4 || ipv6 > MAX_IPV6;
}
