import type { Party } from '../model/request.ts';
import type { Hostname } from '../model/terms.ts';
import type { RegistrableDomain } from './registrable-domain.ts';

/**
 * Whether two hosts belong to the same site. IP addresses are their own
 * registrable domain, so they compare by equality.
 */
export function partyOf(
  hostname: Hostname,
  page: Hostname,
  registrableDomain: RegistrableDomain,
): Exclude<Party, 'unknown'> {
  if (hostname === page) return 'first';
  return registrableDomain(hostname) === registrableDomain(page) ? 'first' : 'third';
}

/**
 * What Sec-Fetch-Site says (W3C Fetch Metadata, section 2.3); null where it is
 * absent or not understood. `none` is a navigation that nobody asked for but
 * the person. The header is more right than Referer, which names a stylesheet
 * where a stylesheet asked.
 */
export function partyFromSite(site: string | null): Exclude<Party, 'unknown'> | null {
  switch (site) {
    case 'cross-site':
      return 'third';
    case 'same-site':
    case 'same-origin':
    case 'none':
      return 'first';
    default:
      return null;
  }
}
