import { getDomain } from 'tldts';
import type { Hostname } from '../model/terms.ts';

/** The part of a name that somebody registered: `shop.example.co.uk` gives `example.co.uk`. */
export type RegistrableDomain = (hostname: Hostname) => string;

/** Names remembered; a household visits a few thousand hosts a day. */
const DEFAULT_CAPACITY = 8192;

const OPTIONS = {
  // As browsers do for Sec-Fetch-Site: `a.github.io` and `b.github.io` are two sites.
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
} as const;

/**
 * Makes a lookup in the public suffix list that remembers its answers. An IP
 * address, a bare suffix (`co.uk`) and a single label (`nas`) are their own
 * registrable domain. At most `capacity` names are kept; when full, the older
 * half is forgotten at once, which is cheaper than ordering every use.
 */
export function createRegistrableDomain(capacity: number = DEFAULT_CAPACITY): RegistrableDomain {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return (hostname) => {
    const known = young.get(hostname);
    if (known !== undefined) return known;
    const domain = old.get(hostname) ?? getDomain(hostname, OPTIONS) ?? hostname;
    if (young.size >= capacity / 2) {
      old = young;
      young = new Map();
    }
    young.set(hostname, domain);
    return domain;
  };
}
