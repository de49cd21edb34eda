import type { Learnt, LearntGateway } from '../../model/learnt.ts';
import { expiryOf } from './learnt-file.ts';

/** Nothing was learnt. */
export const NOTHING_LEARNT: Learnt = { gateways: [], forgotten: [] };

/** Settings of so many gateways are kept, those seen last. */
const MAX_CONFIGURED = 300;
/** Addresses from requests: of each site, so that none can crowd out the others, and of all. */
const MAX_OF_SITE = 8;
const MAX_CALLED = 300;
const MAX_FORGOTTEN = 500;

/** An address that is used all day is written down as seen once a day. Milliseconds. */
const NEWS = 86_400_000;
const MINUTE = 60_000;

/**
 * Adds what was found now, or notes that it was seen again; what has expired
 * goes. Hosts that were forgotten stay so. Returns the same object where there
 * is nothing new.
 */
export function withGateways(
  learnt: Learnt,
  found: readonly Omit<LearntGateway, 'seen'>[],
  now: number,
): Learnt {
  const seen = now - (now % MINUTE);
  let gateways = learnt.gateways.filter((one) => expiryOf(one) > now);
  let isNew = gateways.length < learnt.gateways.length;
  for (const one of found) {
    if (learnt.forgotten.includes(hostnameOf(one.host))) continue;
    const known = gateways.find((other) => isSame(one, other));
    if (known === undefined ? !hasRoom(gateways, one) : !isNews(known, seen)) continue;
    gateways = [...gateways.filter((other) => other !== known), { ...one, seen }];
    isNew = true;
  }
  return isNew ? { ...learnt, gateways: newest(gateways) } : learnt;
}

/** Takes out all addresses of a hostname, which is not learnt again. */
export function withoutHost(learnt: Learnt, hostname: string): Learnt {
  const gateways = learnt.gateways.filter(({ host }) => hostnameOf(host) !== hostname);
  const others = learnt.forgotten.filter((one) => one !== hostname);
  return { gateways, forgotten: [...others, hostname].slice(-MAX_FORGOTTEN) };
}

/** Lets these hostnames be learnt again. */
export function withHosts(learnt: Learnt, hostnames: readonly string[]): Learnt {
  const forgotten = learnt.forgotten.filter((one) => !hostnames.includes(one));
  return forgotten.length === learnt.forgotten.length ? learnt : { ...learnt, forgotten };
}

/** Without the port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** What a request taught one site is not what it taught another. */
function isSame(a: Omit<LearntGateway, 'seen'>, b: LearntGateway): boolean {
  const sameSite = a.from === 'configuration' || a.site === b.site;
  return a.host === b.host && a.path === b.path && a.from === b.from && sameSite;
}

/** A clock that was set back is news too. */
function isNews(known: LearntGateway, seen: number): boolean {
  return Math.abs(seen - known.seen) >= NEWS;
}

function hasRoom(
  gateways: readonly LearntGateway[],
  { from, site }: Pick<LearntGateway, 'from' | 'site'>,
): boolean {
  if (from === 'configuration') return true;
  const called = gateways.filter((one) => one.from === 'request');
  return (
    called.length < MAX_CALLED && called.filter((one) => one.site === site).length < MAX_OF_SITE
  );
}

function newest(gateways: readonly LearntGateway[]): readonly LearntGateway[] {
  const configured = gateways.filter(({ from }) => from === 'configuration');
  const gone = new Set(configured.slice(0, Math.max(0, configured.length - MAX_CONFIGURED)));
  return gateways.filter((one) => !gone.has(one));
}
