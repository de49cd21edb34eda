import { type Hostname, isIpAddress, parseHostname } from '../model/terms.ts';

/** Hosts written by a person, ready to be asked for each connection. */
export interface HostList {
  /** Costs one look-up per label, however long the list is. */
  readonly includes: (hostname: Hostname) => boolean;
  /** Entries that name no host, as written; they are not in force. */
  readonly rejected: readonly string[];
}

/**
 * Compiles a list of hosts: `example.com` is that name alone, `.example.com` is
 * it and all its sub-domains, an IP address is itself. Case, a final dot and
 * surrounding blanks do not matter. Bad entries are returned, not thrown.
 */
export function compileHostList(entries: readonly string[]): HostList {
  const exact = new Set<string>();
  const suffixes = new Set<string>();
  const rejected: string[] = [];
  for (const entry of entries) {
    const text = entry.trim().toLowerCase();
    const suffix = text.startsWith('.');
    const hostname = readName(suffix ? text.slice(1) : text, suffix);
    if (hostname === null) rejected.push(entry);
    else (suffix ? suffixes : exact).add(hostname);
  }
  const includes = (hostname: Hostname): boolean =>
    exact.has(hostname) || hasSuffix(hostname, suffixes);
  return { includes, rejected };
}

function readName(text: string, suffix: boolean): Hostname | null {
  // The URL standard takes `*` for a part of a name; here it could only be
  // meant as a wildcard, and would silently never match.
  if (text.includes('*') || text.startsWith('.')) return null;
  const hostname = parseHostname(text);
  // Addresses have no sub-domains.
  return hostname !== null && suffix && isIpAddress(hostname) ? null : hostname;
}

/** Walks `a.b.example.com`, `b.example.com`, `example.com`, `com`. */
function hasSuffix(hostname: string, suffixes: ReadonlySet<string>): boolean {
  let start = 0;
  do {
    if (suffixes.has(hostname.slice(start))) return true;
    start = hostname.indexOf('.', start) + 1;
  } while (start > 0);
  return false;
}
