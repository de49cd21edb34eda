import type { RequestInfo } from '../model/request.ts';
import { type Hostname, parseHostname } from '../model/terms.ts';

/** The pieces of a URL that a request is matched by. */
export interface UrlParts {
  readonly scheme: RequestInfo['scheme'];
  readonly hostname: Hostname;
  readonly port: number;
  /** Path and query as written, from the first slash; no fragment. */
  readonly target: string;
}

const DEFAULT_PORTS = { http: 80, https: 443, ws: 80, wss: 443 } as const;

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const QUESTION = 0x3f;
const HASH = 0x23;
const AT = 0x40;
const COLON = 0x3a;
const BRACKET = 0x5d;

/**
 * Reads an absolute http, https, ws or wss URL without touching its path: what
 * a device sent must stay what it sent, which `new URL` does not promise. Null
 * for everything else.
 */
export function readUrl(url: string): UrlParts | null {
  const colon = url.indexOf('://');
  if (colon < 2 || colon > 5) return null;
  const scheme = readScheme(url.slice(0, colon));
  if (scheme === null) return null;
  const authority = scanAuthority(url, colon + 3);
  const hostname = parseHostname(url.slice(authority.start, authority.colon));
  const port = readPort(url.slice(authority.colon + 1, authority.end), scheme);
  if (hostname === null || port === null) return null;
  return { scheme, hostname, port, target: readTarget(url, authority.end) };
}

/** Where in the URL the host begins, where the colon of its port is or would be, and where it ends. */
interface Authority {
  readonly start: number;
  readonly colon: number;
  readonly end: number;
}

/** One walk over the few characters, since this is done twice for every request. */
function scanAuthority(url: string, from: number): Authority {
  let start = from;
  let colon = -1;
  let end = from;
  for (; end < url.length; end++) {
    const code = url.charCodeAt(end);
    // A browser reads a backslash as a slash, and no host holds one.
    if (code === SLASH || code === QUESTION || code === HASH || code === BACKSLASH) break;
    if (code === AT) {
      start = end + 1;
      colon = -1;
    } else if (code === COLON) colon = end;
    // The colons inside [...] are those of an IPv6 address.
    else if (code === BRACKET) colon = -1;
  }
  return { start, colon: colon === -1 ? end : colon, end };
}

function readScheme(text: string): UrlParts['scheme'] | null {
  if (text === 'https' || text === 'http' || text === 'wss' || text === 'ws') return text;
  const lower = text.toLowerCase();
  return lower === text ? null : readScheme(lower);
}

/** An empty port is the default one (RFC 3986 section 3.2.3). */
function readPort(text: string, scheme: UrlParts['scheme']): number | null {
  if (text === '') return DEFAULT_PORTS[scheme];
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

function readTarget(url: string, end: number): string {
  const hash = url.indexOf('#', end);
  const target = url.slice(end, hash === -1 ? url.length : hash);
  return target.startsWith('/') ? target : `/${target}`;
}
