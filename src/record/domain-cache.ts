import { cleanHost, MAX_HOST } from './guard.ts';

/** A host's registrable domain, ready to be stored. */
export type DomainOf = (host: string) => string;

/** Remembered hosts; when there are more, all are forgotten. */
const MAX_HOSTS = 10_000;

/**
 * Remembers registrable domains, so that a host is cleaned and looked up in the
 * public suffix list once, not for each of its events. Takes a host as the
 * event has it, clean or not.
 */
export function createDomainCache(domainOf: DomainOf): DomainOf {
  const domains = new Map<string, string>();
  return (host) => {
    const known = domains.get(host);
    if (known !== undefined) return known;
    const clean = cleanHost(host);
    const domain = detached(domainOf(clean));
    // A hostile host of a megabyte is not worth remembering.
    if (host.length > MAX_HOST) return domain;
    if (domains.size >= MAX_HOSTS) domains.clear();
    domains.set(detached(host), domain);
    return domain;
  };
}

/**
 * The text in memory of its own: a host is often a slice of a whole header or
 * URL, which would be kept for as long as the slice is.
 */
function detached(text: string): string {
  return Buffer.from(text).toString();
}
