import type { RequestInfo } from '../model/request.ts';
import type { Hostname } from '../model/terms.ts';
import { type ReadAuthority, readAuthority } from './authority.ts';

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

/**
 * Reads an absolute http, https, ws or wss URL without touching its path: what
 * a device sent must stay what it sent, which `new URL` does not promise. Null
 * for everything else.
 */
export function readUrl(url: string, read: ReadAuthority = readAuthority): UrlParts | null {
  const scheme = readScheme(url);
  if (scheme === null) return null;
  // Nearly always a slash ends the authority. Where what stands before the slash is
  // none, something else has ended it: `https://shop.example?next=/`.
  const start = scheme.length + 3;
  const slash = url.indexOf('/', start);
  const usual = slash === -1 ? null : read(url.slice(start, slash));
  const end = usual === null ? authorityEnd(url, start) : slash;
  const authority = usual ?? read(url.slice(start, end));
  if (authority === null) return null;
  const port = authority.port ?? DEFAULT_PORTS[scheme];
  return { scheme, hostname: authority.hostname, port, target: readTarget(url, end) };
}

/** A browser reads a backslash as a slash, and no host holds one. */
function authorityEnd(url: string, start: number): number {
  for (let i = start; i < url.length; i++) {
    const code = url.charCodeAt(i);
    if (code === SLASH || code === QUESTION || code === HASH || code === BACKSLASH) return i;
  }
  return url.length;
}

function readScheme(url: string): UrlParts['scheme'] | null {
  if (url.startsWith('https://')) return 'https';
  if (url.startsWith('http://')) return 'http';
  const match = /^(https?|wss?):\/\//i.exec(url);
  return match === null ? null : ((match[1] as string).toLowerCase() as UrlParts['scheme']);
}

function readTarget(url: string, end: number): string {
  const hash = url.indexOf('#', end);
  const target = hash === -1 ? url.slice(end) : url.slice(end, hash);
  return target.startsWith('/') ? target : `/${target}`;
}
