import type { Device, SharedBy } from '../model/device.ts';

/** What is known of the network when one asks who hides behind an address. */
export interface SharingFacts {
  /** The default gateways of this machine. */
  readonly gateways: readonly string[];
  /** The program runs in a container, whose gateway is the host. */
  readonly inContainer: boolean;
  /** The MAC that the neighbour table has for an address. */
  readonly macOf: (address: string) => string | null;
}

/**
 * Why several devices may look like this one, or null:
 *
 * - `container`: its address is the gateway of the container that we are in,
 *   which NAT gives to everybody who comes from outside;
 * - `gateway`: its address is the router's own, which a router that redirects
 *   with masquerading gives to everybody;
 * - `mac`: its address has a MAC that is not taken for its own, because more
 *   addresses share it than one machine has: a router stands in between.
 *
 * The first two may also be the router or the host itself.
 */
export function sharedBy(
  device: Pick<Device, 'address' | 'mac'>,
  facts: SharingFacts,
): SharedBy | null {
  if (facts.gateways.includes(device.address)) return facts.inContainer ? 'container' : 'gateway';
  return device.mac === null && facts.macOf(device.address) !== null ? 'mac' : null;
}
