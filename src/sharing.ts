import { existsSync, readFileSync } from 'node:fs';
import type { NeighbourTable } from './device/neighbours.ts';
import { defaultGateways } from './device/resolver.ts';
import { sharedBy } from './device/shared-address.ts';
import type { Device, SharedBy } from './model/device.ts';

/** Tells who may stand for several devices, by the network as it is when this is called. */
export function openSharing(neighbours: NeighbourTable): () => (device: Device) => SharedBy | null {
  // Docker and Podman leave these marks.
  const inContainer = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  const macOf = (address: string) => neighbours.lookup(address);
  return () => {
    const facts = { gateways: gateways(), inContainer, macOf };
    return (device) => sharedBy(device, facts);
  };
}

function gateways(): readonly string[] {
  try {
    return defaultGateways(readFileSync('/proc/self/net/route', 'latin1'));
  } catch {
    return [];
  }
}
