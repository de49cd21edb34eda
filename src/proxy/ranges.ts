import { BlockList, isIPv6 } from 'node:net';
import { plainAddress } from '../model/terms.ts';

/**
 * Who may use the proxy: private, unique-local, link-local and
 * loopback ranges (RFC 1918, 4193, 3927, 4291). Everything else is
 * the Internet, whatever interface it came in by: Linux answers on any of its
 * addresses from any interface, so the bind address does not protect.
 */
const HOME_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

/**
 * Where nothing is ever fetched from on behalf of a page: the home ranges and
 * what is not a unicast address of the Internet (RFC 6890), also when written
 * as IPv6 that carries IPv4 (NAT64, 6to4, RFC 4291 section 2.5.5.1, RFC 2765).
 */
const CLOSED_RANGES = [
  ...HOME_RANGES,
  '0.0.0.0/8',
  '100.64.0.0/10',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '::ffff:0:0:0/96',
  '100::/64',
  '3fff::/20',
  '5f00::/16',
  'fec0::/10',
  '64:ff9b:1::/48',
  '64:ff9b::/96',
  '2002::/16',
  '2001::/32',
  '2001:db8::/32',
  'ff00::/8',
];

const REMEMBERED = 4_096;

/** A set of addresses. `has` takes IPv4, IPv6 and IPv4-mapped texts. */
export interface AddressSet {
  has(address: string): boolean;
}

/** A range as `net.BlockList.addSubnet` takes it. */
export interface AddressRange {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** The set of all addresses in these ranges. */
export function addressSet(ranges: readonly AddressRange[]): AddressSet {
  const list = new BlockList();
  for (const { address, prefix, family } of ranges) list.addSubnet(address, prefix, family);
  // Asked for each connection, of which most come from and go to a few addresses.
  const known = new Map<string, boolean>();
  return {
    has(address) {
      const before = known.get(address);
      if (before !== undefined) return before;
      const plain = plainAddress(address.split('%', 1)[0] as string);
      const found = list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
      if (known.size >= REMEMBERED) known.clear();
      known.set(address, found);
      return found;
    },
  };
}

function range(text: string): AddressRange {
  const [address = '', prefix] = text.split('/');
  return { address, prefix: Number(prefix), family: isIPv6(address) ? 'ipv6' : 'ipv4' };
}

/** The addresses that may use the proxy and open the page. */
export function homeRanges(extra: readonly AddressRange[]): AddressSet {
  return addressSet([...HOME_RANGES.map(range), ...extra]);
}

/** The addresses that are refused as destinations unless `upstream.allowPrivate` lists them. */
export function closedRanges(): AddressSet {
  return addressSet(CLOSED_RANGES.map(range));
}
