import type { RequestInfo } from '../model/request.ts';
import type { Hit } from './finder.ts';

/** Where in a request something was found. */
export type Place = 'path' | 'query' | 'referer' | 'body';

/**
 * remove  it is taken out.
 * block   it cannot be taken out, and the request does not go.
 * tell    it is left, and the log says so.
 * leave   it is where it belongs.
 */
export type Treatment = 'remove' | 'block' | 'tell' | 'leave';

/** What decides, besides the place and the form. */
export interface Asked {
  readonly request: RequestInfo;
  /** Its host is known as a tracker. */
  readonly isTracker: boolean;
}

/**
 * Nobody but trackers hashes an address to send it, so digests go wherever they
 * are. In clear a person gives it to whom they deal with: the site itself, its
 * payment service, its login. So in clear it is taken out only on the way from
 * a site to a tracker. What a person opens goes as it is: links in letters and
 * logins carry addresses. A path that lacks a part leads nowhere, as with the
 * pictures of people that are asked for by the digest of their address.
 */
export function treatmentOf(
  { form }: Pick<Hit, 'form'>,
  place: Place,
  { request, isTracker }: Asked,
): Treatment {
  const { party, type } = request;
  const isThird = party === 'third';
  // The site has the address of its own page already.
  if (place === 'referer' && party === 'first') return 'leave';
  if (form === 'plain' && !isThird && !(isTracker && party === 'unknown')) return 'leave';
  if (type === 'document') return form === 'hashed' ? 'tell' : 'leave';
  const isForTracker = isTracker && isThird;
  if (form === 'plain' && !isForTracker) return 'tell';
  if (place === 'path') return isForTracker ? 'block' : 'tell';
  return 'remove';
}
