import { BlockList, isIP } from 'node:net';
import type { Level, Mode } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import { parseMac } from './mac.ts';

/** What the config file says of a device, or of all devices in a range. */
export interface ConfiguredDevice {
  /** A MAC, an IP address, or a range of them (`192.168.1.64/26`). */
  readonly match: string;
  readonly name?: string | undefined;
  readonly level?: Level | undefined;
  readonly mode?: Mode | undefined;
}

/** The entries of the config file, ready to be asked. */
export interface ConfiguredDevices {
  /**
   * The first entry, in file order, that fits the MAC or one of the addresses;
   * null where none does.
   */
  find(mac: string | null, addresses: readonly string[]): ConfiguredDevice | null;
}

/** Throws an AppError (CONFIG_INVALID) on a `match` that is none of the three. */
export function compileConfigured(devices: readonly ConfiguredDevice[]): ConfiguredDevices {
  const tests = devices.map((device) => ({ device, fits: matchOf(device) }));
  return {
    find: (mac, addresses) => tests.find(({ fits }) => fits(mac, addresses))?.device ?? null,
  };
}

type Match = (mac: string | null, addresses: readonly string[]) => boolean;

function matchOf({ match }: ConfiguredDevice): Match {
  const compiled = compileMatch(match);
  if (compiled !== null) return compiled;
  throw new AppError(
    'CONFIG_INVALID',
    `reading devices: "${match}" is neither a MAC address nor an IP address or a range of them`,
  );
}

/** Reads a MAC, an IP address or a range of them; null for what is none. */
export function compileMatch(match: string): Match | null {
  const wanted = parseMac(match);
  if (wanted !== null) return (mac) => mac === wanted;
  const range = compileRange(match);
  if (range === null) return null;
  return (_mac, addresses) =>
    addresses.some((address) => isIP(address) !== 0 && range.check(address, familyOf(address)));
}

/** An address alone is the range of itself. BlockList compares values, not spellings. */
function compileRange(text: string): BlockList | null {
  const [address = '', length, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (length === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return null;
  const range = new BlockList();
  range.addSubnet(address, prefix, familyOf(address));
  return range;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
