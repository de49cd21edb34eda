import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { type AddressRange, type AddressSet, addressSet } from './ranges.ts';

/** In milliseconds. Prefixes change when the provider wants it, which is seldom. */
const KNOWN_FOR = 10_000;
/** What a provider gives to a whole home at most (RFC 6177); a wider one is no home's. */
const WIDEST = 48;

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * The IPv6 networks that this computer is in. Devices of a home have public
 * addresses in IPv6, of a prefix that the provider gives and changes, so that no
 * list of ranges can name them.
 */
export function networksOf(interfaces: Interfaces): readonly AddressRange[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .flatMap(({ cidr, family, internal }) => {
      const [address = '', prefix] = (cidr ?? '').split('/');
      const length = Number(prefix);
      if (internal || family !== 'IPv6' || !(length >= WIDEST && length <= 128)) return [];
      return [{ address, prefix: length, family: 'ipv6' }];
    });
}

/** As `networksOf`, now; asked for each connection, looked at every ten seconds. */
export function createOnLink(
  now: () => number,
  interfaces: () => Interfaces = networkInterfaces,
): AddressSet {
  let networks: AddressSet = addressSet([]);
  let until = Number.NEGATIVE_INFINITY;
  return {
    has(address) {
      if (now() > until) {
        networks = addressSet(networksOf(interfaces()));
        until = now() + KNOWN_FOR;
      }
      return networks.has(address);
    },
  };
}
