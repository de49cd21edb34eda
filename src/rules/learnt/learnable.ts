import type { LearntGateway } from '../../model/learnt.ts';
import { header, type RequestInfo } from '../../model/request.ts';
import { formatAuthority, type Hostname, isIpAddress, parseHostname } from '../../model/terms.ts';

/*
 * What may be learnt, given that others would like to teach us wrong.
 *
 * A page can send what looks like a call of a gateway to any address, so that
 * we learn to block that one: the login of a bank, the search of another shop.
 * Therefore a request teaches only its own site: page and host must have the
 * same registrable domain, or the host must be one of those that clouds give
 * to nobody in particular; and the rule holds for pages of that site alone, for
 * exactly this path, and for calls that scripts post as plain text. What a
 * person does, opening pages and sending forms, is none of these, and neither
 * is a call that posts JSON. The page is what the browser says in Origin, which
 * no script can change; frames that a site shuts off from itself, for what it
 * did not write, have none there (HTML standard, "sandboxed origin").
 *
 * The owner of a pixel can name any gateway in its settings. They count only
 * as they come from Meta, and the rule covers nothing but `/events` below the
 * named address, again for what scripts post as plain text.
 */

/** The registrable domain of a hostname, or itself where it has none. */
export type DomainOf = (hostname: string) => string;

/** A path that means the same in a filter: no `*`, `^`, `|`, `$`, blank or comma. */
const PLAIN_PATH = /^\/[A-Za-z0-9/_.~%@!'():;=+-]*$/;
const MAX_PATH = 200;

/**
 * Where clouds put servers that have no name of their own: the hosts of
 * gateways that their vendor runs (wire catalogue: `mpc-prod-27-....a.run.app`,
 * `5z-<hex>.ecs.us-east-1.on.aws`).
 */
const CLOUDS = /\.(?:run\.app|on\.aws)$/;

/** The tracker's own hosts are known by name, and serve logins too. */
const OWN = /(?:^|\.)(?:facebook\.(?:com|net)|fb\.com|instagram\.com|whatsapp\.com|meta\.com)$/;
/** Names of the household. */
const LOCAL = /\.(?:internal|local|localhost|lan|arpa)$/;

type Address = Pick<LearntGateway, 'host' | 'path'>;

/**
 * What to block of a gateway whose address a pixel's settings name: `/events`
 * below it, where the pixel posts to. Null for what is no https address of a
 * host that somebody registered.
 */
export function gatewayAt(address: string, domainOf: DomainOf): Address | null {
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, hostname: name, port, pathname } = new URL(address);
  const hostname = parseHostname(name);
  const isPlain = protocol === 'https:' && username === '' && password === '';
  if (!isPlain || hostname === null || !isPublicHost(hostname, domainOf)) return null;
  const path = `${pathname.replace(/\/+$/, '')}/events`;
  if (!isPlainPath(path)) return null;
  return { host: formatAuthority({ hostname, port: Number(port || 443) }, 443), path };
}

/**
 * What a request teaches that was found to be a call of a gateway: its own
 * address, for its own site. Null where it is not to be trusted with that.
 */
export function gatewayCalled(
  request: RequestInfo,
  domainOf: DomainOf,
): (Address & { readonly site: string }) | null {
  const { scheme, method, hostname, port, target, headers } = request;
  const page = pageIn(header(headers, 'origin'));
  if (scheme !== 'https' || method !== 'POST' || page === null) return null;
  if (!/^text\/plain\b/i.test(header(headers, 'content-type') ?? '')) return null;
  const site = domainOf(page);
  const isOwn = domainOf(hostname) === site;
  if (!isPublicHost(hostname, domainOf) || !isPublicHost(page, domainOf)) return null;
  if (!isOwn && !CLOUDS.test(hostname)) return null;
  const path = target.split('?', 1)[0] as string;
  // At the root of a site all kinds of calls arrive.
  if (path === '/' || !isPlainPath(path)) return null;
  return { host: formatAuthority({ hostname, port }, 443), path, site };
}

/** The host in an Origin header; null where there is none, and for `null`. */
function pageIn(origin: string | null): Hostname | null {
  if (origin === null || !URL.canParse(origin)) return null;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' ? parseHostname(hostname) : null;
}

/** A host that somebody registered: neither an address, nor a name at home, nor all of `run.app`. */
function isPublicHost(hostname: string, domainOf: DomainOf): boolean {
  const name = parseHostname(hostname);
  if (name === null || isIpAddress(name) || !name.includes('.')) return false;
  const isSuffix = domainOf(`x.${name}`) === `x.${name}`;
  return !isSuffix && !OWN.test(name) && !LOCAL.test(name);
}

function isPlainPath(path: string): boolean {
  return path.length <= MAX_PATH && PLAIN_PATH.test(path);
}
