import type { DeviceId } from '../model/device.ts';
import type { Event } from '../model/event.ts';
import { RESOURCE_TYPES, type ResourceType } from '../model/request.ts';
import { parseHostname } from '../model/terms.ts';

/** An address that a person wants judged, as it stands in a form. */
export interface AskedAddress {
  readonly address: string;
  /** The site that asks; empty where none is named. */
  readonly page: string;
  readonly type: ResourceType;
}

/** Longer ones are cut: they come from a form. */
const MAX_ADDRESS = 2_000;
const MAX_PAGE = 300;
/** What trackers are fetched as most often. */
const LIKELIEST: ResourceType = 'script';

/** What is absent is empty, an unknown type the likeliest. */
export function readAsked(query: URLSearchParams): AskedAddress {
  const word = (key: string, most: number) => (query.get(key) ?? '').trim().slice(0, most);
  return {
    address: word('address', MAX_ADDRESS),
    page: word('page', MAX_PAGE),
    type: RESOURCE_TYPES.find((type) => type === query.get('type')) ?? LIKELIEST,
  };
}

/**
 * The exchange that is asked about, as the log would hold it were it opened; a
 * sentence for what is no address. A host alone is its first page, and one that
 * no site is named for is asked by another one: that is what trackers are.
 */
export function askedExchange(
  { address, page, type }: AskedAddress,
  { domainOf, now }: { readonly domainOf: (hostname: string) => string; readonly now: number },
): Event | string {
  const url = readUrl(address);
  const host = url === null ? null : parseHostname(url.hostname);
  if (url === null || host === null) {
    return `reading the address "${address.slice(0, 80)}": it is not like tracker.example/pixel`;
  }
  const site = page === '' ? null : siteOf(page);
  if (page !== '' && site === null) {
    return `reading the site "${page.slice(0, 80)}": it is not like shop.example`;
  }
  const isOwn = site === null ? type === 'document' : domainOf(site) === domainOf(host);
  const isPlain = url.protocol === 'http:';
  return {
    ...{ at: now, device: '' as DeviceId, deviceName: '', method: 'GET', host, page: site, type },
    kind: isPlain ? 'http' : 'https',
    port: url.port === '' ? (isPlain ? 80 : 443) : Number(url.port),
    path: url.pathname + url.search,
    party: isOwn ? 'first' : 'third',
    ...{ action: 'pass', observed: false, rule: null, undone: null, tracker: null, summary: null },
    ...{ fields: [], removed: [], bytesUp: 0, bytesDown: 0, duration: 0, status: null },
    tunnel: null,
  };
}

function siteOf(page: string): string | null {
  const url = readUrl(page);
  return url === null ? null : parseHostname(url.hostname);
}

/** With or without `https://` in front. */
function readUrl(text: string): URL | null {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}
