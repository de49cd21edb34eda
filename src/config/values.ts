import { isIP } from 'node:net';
import { type Hostname, parseHostname, plainAddress } from '../model/terms.ts';

/** Where to listen; port 0 lets the system choose one. */
export interface ListenAddress {
  readonly address: Hostname;
  readonly port: number;
}

/** A range of addresses, in the words of `net.BlockList.addSubnet`. */
export interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/**
 * Where connections to a host really go. Several may fit: an exact hostname
 * comes before `subdomains`, one with a port before one without.
 */
export interface HostOverride {
  readonly hostname: Hostname;
  /** True: the sub-domains of `hostname` are meant too (written with a leading dot). */
  readonly subdomains: boolean;
  /** Null: any port. */
  readonly port: number | null;
  readonly to: { readonly hostname: Hostname; readonly port: number | null };
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `500ms`, `15s`, `10m`, `2h` or `1d` as milliseconds, or null. Zero is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text.trim());
  if (match === null) return null;
  const milliseconds = Number(match[1]) * (UNITS[match[2] as string] as number);
  return milliseconds > 0 ? milliseconds : null;
}

/** Splits `host`, `host:port`, `[v6]` and `[v6]:port`; a bare IPv6 address has no port. */
function splitPort(text: string): { host: string; port: number | null } | null {
  if (isIP(text) === 6) return { host: text, port: null };
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
  if (match?.[1] === undefined) return null;
  const port = match[2] === undefined ? null : Number(match[2]);
  return port !== null && port > 65_535 ? null : { host: match[1], port };
}

/** Reads `address:port`; port 0 is allowed here and only here. */
export function parseListenAddress(text: string): ListenAddress | null {
  const parts = splitPort(text.trim());
  const address = parts === null ? null : parseHostname(parts.host.toLowerCase());
  return address === null || parts?.port == null ? null : { address, port: parts.port };
}

/** Reads the address of a resolver, with or without port, as `dns.setServers` takes it. */
export function parseResolver(text: string): string | null {
  const parts = splitPort(text.trim());
  if (parts === null || parts.port === 0) return null;
  const address = parts.host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return null;
  if (parts.port === null) return address;
  return `${version === 6 ? `[${address}]` : address}:${parts.port}`;
}

/** Reads `192.168.0.0/16`, `fd00::/8`, or one address, which is a range of one. */
export function parseCidr(text: string): Cidr | null {
  const [base = '', bits, rest] = text.trim().split('/');
  const address = plainAddress(base);
  const version = isIP(address);
  if (version === 0 || rest !== undefined || address.includes('%')) return null;
  const widest = version === 4 ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  // A prefix beside an IPv4-mapped address would count bits of the longer form.
  if (bits !== undefined && address !== base) return null;
  const prefix = bits === undefined ? widest : Number(bits);
  if (prefix > widest) return null;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/** Reads a MAC address with colons or dashes; returned in lower case with colons. */
export function parseMac(text: string): string | null {
  const plain = text.trim().toLowerCase().replaceAll('-', ':');
  return /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(plain) ? plain : null;
}

/** Reads what names a device: a MAC, an address, or a range of addresses; null for all else. */
export function parseDeviceMatch(text: string): string | null {
  const mac = parseMac(text);
  if (mac !== null) return mac;
  const cidr = parseCidr(text);
  if (cidr === null) return null;
  return text.includes('/') ? `${cidr.address}/${cidr.prefix}` : cidr.address;
}

/** Reads a member of a group: what names a device, or the device's name itself. */
export function parseGroupMember(text: string): string | null {
  const member = text.trim();
  if (member === '' || member.length > 80) return null;
  const match = parseDeviceMatch(member);
  // A range with a slip in it is no name.
  return match ?? (isIP(member.split('/')[0] as string) === 0 ? member : null);
}

/** The name of a group can stand in a rule as it is. */
export function isGroupName(text: string): boolean {
  return text.length <= 40 && /^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u.test(text);
}

/** Reads `bank.example` (exactly that name) or `.bank.example` (it and its sub-domains). */
export function parseHostPattern(text: string): string | null {
  const lower = text.trim().toLowerCase();
  const dot = lower.startsWith('.') ? '.' : '';
  const hostname = parseHostname(lower.slice(dot.length));
  // The URL standard lets a star and an empty label stand in a hostname; no host has one.
  return hostname === null || /\*|^\.|\.\./.test(hostname) ? null : `${dot}${hostname}`;
}

/** Reads one entry of `upstream.hosts`: `name[:port]` to `address[:port]`. */
export function parseHostOverride(from: string, to: string): HostOverride | null {
  const source = splitPort(from.trim().toLowerCase());
  const target = splitPort(to.trim().toLowerCase());
  if (source === null || target === null || source.port === 0 || target.port === 0) return null;
  const pattern = parseHostPattern(source.host);
  const hostname = parseHostname(target.host);
  if (pattern === null || hostname === null) return null;
  const subdomains = pattern.startsWith('.');
  return {
    hostname: (subdomains ? pattern.slice(1) : pattern) as Hostname,
    subdomains,
    port: source.port,
    to: { hostname, port: target.port },
  };
}
