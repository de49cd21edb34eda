/**
 * The words, used everywhere for the same thing.
 *
 * Hostname     lower-case DNS name (A-labels, no trailing dot) or IP address;
 *              IPv6 is kept without brackets.
 * Host         hostname with optional port, as written in a Host header.
 * Destination  hostname and port.
 * Device       what a person owns; known by MAC where possible, else by IP.
 * Level        how much of a device's traffic is opened.
 * Connection   one TCP connection from a device.
 * Exchange     one request and its response.
 * Page         the site that asked for an exchange.
 * Party        whether page and host belong to the same registrable domain.
 * Rule         one line of a list, or one signature.
 * Signature    a structured rule on the shape of a request.
 * Verdict      what the rules say of an exchange.
 * Answer       what the device gets instead of the tracker's response.
 * Event        one row of the log.
 * Tracker      the company and product behind a request.
 * Tunnel       bytes passed through unopened.
 * Home         the folder with config/, rules/, certs/ and data/.
 */
export type Hostname = string & { readonly brand: 'Hostname' };

export interface Destination {
  readonly hostname: Hostname;
  readonly port: number;
}

/** The longest DNS name: RFC 1035 section 2.3.4, without the root dot. */
const MAX_HOSTNAME = 253;
const PLAIN_NAME = /^(?=.*[a-z_-])[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/**
 * Reads a name or an IP address (IPv6 with or without brackets) as the URL
 * standard does, so `0x7f.1` becomes `127.0.0.1` and cannot slip past a range
 * check. Returns null for what is not a hostname.
 */
export function parseHostname(text: string): Hostname | null {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  if (bare === '' || bare.length > MAX_HOSTNAME) return null;
  // The fast path: a name whose last label cannot be read as a number.
  const last = bare.slice(bare.lastIndexOf('.') + 1);
  if (PLAIN_NAME.test(bare) && !/^\d|^0x/.test(last)) return bare as Hostname;
  if (/[\s/?#@\\%]|\]./.test(bare)) return null;
  return fromUrl(bare.includes(':') && !bare.startsWith('[') ? `[${bare}]` : bare);
}

function fromUrl(host: string): Hostname | null {
  try {
    const { hostname, port } = new URL(`http://${host}/`);
    if (port !== '') return null;
    const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    const name = bare.endsWith('.') ? bare.slice(0, -1) : bare;
    // An empty label is no name, and an empty name would be taken for this computer.
    return /^\.|\.\.|\.$|^$/.test(name) ? null : (name as Hostname);
  } catch {
    return null;
  }
}

/**
 * Reads `host`, `host:port`, `[v6]` or `[v6]:port`. The port is
 * `defaultPort` where the text has none; null where the text is no host, or
 * its port is not 1 to 65535.
 */
export function parseAuthority(text: string, defaultPort: number): Destination | null {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
  if (match?.[1] === undefined) return null;
  const hostname = parseHostname(match[1]);
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  if (hostname === null || port < 1 || port > 65_535) return null;
  return { hostname, port };
}

/** Writes a destination as in a URL: IPv6 in brackets, the default port left out. */
export function formatAuthority({ hostname, port }: Destination, defaultPort?: number): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return port === defaultPort ? host : `${host}:${port}`;
}

export function isIpAddress(hostname: Hostname): boolean {
  return hostname.includes(':') || IPV4.test(hostname);
}

/**
 * The IPv4 inside an IPv4-mapped IPv6 address, else the address as it is.
 * Mapped addresses come dotted from sockets and in hex from parsed URLs.
 */
export function plainAddress(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex === null) return address;
  const [high, low] = [hex[1], hex[2]].map((group) => Number.parseInt(group as string, 16));
  return [high, low].map((group = 0) => `${group >> 8}.${group & 255}`).join('.');
}
