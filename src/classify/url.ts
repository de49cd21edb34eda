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

/** Where the authority ends; a browser reads a backslash as a slash, and no host holds one. */
const AUTHORITY_END = /[/?#\\]/;

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
  const start = colon + 3;
  const slash = url.indexOf('/', start);
  const end = authorityEnd(url, start, slash === -1 ? url.length : slash);
  const at = url.lastIndexOf('@', end - 1);
  const host = url.slice(at >= start ? at + 1 : start, end);
  const port = host.endsWith(']') ? -1 : host.lastIndexOf(':');
  const hostname = parseHostname(port === -1 ? host : host.slice(0, port));
  const number = port === -1 ? DEFAULT_PORTS[scheme] : readPort(host.slice(port + 1), scheme);
  if (hostname === null || number === null) return null;
  return { scheme, hostname, port: number, target: readTarget(url, end) };
}

function readScheme(text: string): UrlParts['scheme'] | null {
  if (text === 'https' || text === 'http' || text === 'wss' || text === 'ws') return text;
  const lower = text.toLowerCase();
  return lower === text ? null : readScheme(lower);
}

function authorityEnd(url: string, start: number, slash: number): number {
  const authority = url.slice(start, slash);
  const end = authority.search(AUTHORITY_END);
  return end === -1 ? slash : start + end;
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
