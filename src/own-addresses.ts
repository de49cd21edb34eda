import { networkInterfaces } from 'node:os';
import { homeRanges } from './proxy/ranges.ts';

/** The addresses under which a listener can be reached from the home network, the likeliest first. */
export function addressesOf(bind: string): readonly string[] {
  if (bind !== '0.0.0.0' && bind !== '::') return [bind];
  // Listening on 0.0.0.0 is IPv4 only.
  return addresses().filter((address) => bind === '::' || !address.includes(':'));
}

/** This machine's addresses in the home network: IPv4 first. */
export function addresses(): readonly string[] {
  const home = homeRanges([]);
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(
      ({ internal, address }) => !internal && home.has(address) && !address.startsWith('fe80'),
    )
    .sort((left, right) => left.family.localeCompare(right.family))
    .map(({ address }) => address);
}

/** The first of them, as in a URL. */
export function reachable(bind: string): string {
  const address = addressesOf(bind)[0] ?? '127.0.0.1';
  return address.includes(':') ? `[${address}]` : address;
}
