import type { RequestInfo } from '../model/request.ts';
import { tellByTable, tellScript } from './by-table.ts';
import { type Fields, has } from './fields.ts';
import { decodeGoogleAds } from './google-ads.ts';
import { decodeGoogleAnalytics } from './google-analytics.ts';
import { decodeMetaApp } from './meta-app.ts';
import { decodeMetaGateway } from './meta-gateway.ts';
import { decodeMetaPixel } from './meta-pixel.ts';
import { decodeMetaPlugin } from './meta-plugin.ts';
import { decodeMetaVisit } from './meta-visit.ts';
import { decodeRelay } from './relay.ts';
import { decodeTikTok } from './tiktok.ts';
import type { Told } from './told.ts';
import type { Vendor } from './vendor.ts';
import { ADVERTISING } from './vendors/advertising.ts';
import { APPS } from './vendors/apps.ts';
import { BEHAVIOUR } from './vendors/behaviour.ts';
import { EXCHANGES } from './vendors/exchanges.ts';
import { FILMS } from './vendors/films.ts';
import { MAIL } from './vendors/mail.ts';
import { MEASURING } from './vendors/measuring.ts';
import { NETWORKS } from './vendors/networks.ts';

/** Says what a request tells one tracker, or null where it is not for that one. */
export type Decoder = (request: RequestInfo, fields: Fields) => Told | null;

/** Formats that are named by several fields: on any host, most certain first. */
const SHAPES: readonly Decoder[] = [
  decodeRelay,
  decodeMetaGateway,
  decodeMetaPixel,
  decodeMetaApp,
  decodeTikTok,
  decodeGoogleAnalytics,
  decodeGoogleAds,
];

/** Every tracker that a table describes. */
export const VENDORS: readonly Vendor[] = [
  ...NETWORKS,
  ...ADVERTISING,
  ...MEASURING,
  ...BEHAVIOUR,
  ...FILMS,
  ...APPS,
  ...MAIL,
  ...EXCHANGES,
];

const ANYWHERE = VENDORS.filter(
  ({ marks, anywhere }) => marks !== undefined || anywhere !== undefined,
);

const BY_HOST = byHost([
  ['facebook.com', [decodeMetaPlugin, decodeMetaVisit]],
  ['facebook.net', [decodeMetaPlugin, decodeMetaVisit]],
  ['instagram.com', [decodeMetaVisit]],
  ['threads.net', [decodeMetaVisit]],
  ['threads.com', [decodeMetaVisit]],
  ['whatsapp.com', [decodeMetaVisit]],
  ['oculus.com', [decodeMetaVisit]],
  ...VENDORS.flatMap((vendor) =>
    vendor.hosts.map((host) => [host, [atHost(vendor)]] as [string, readonly Decoder[]]),
  ),
]);

/**
 * What a request tells, by the first decoder that understands it: a shape, then
 * the host, then what a table knows of any host.
 */
export function firstTold(request: RequestInfo, fields: Fields): Told | null {
  for (const decoder of isOpened(request) ? [] : SHAPES) {
    const told = decoder(request, fields);
    if (told !== null) return told;
  }
  for (let name: string = request.hostname; name !== ''; name = parentOf(name)) {
    for (const decoder of BY_HOST.get(name) ?? []) {
      const told = decoder(request, fields);
      if (told !== null) return told;
    }
  }
  const path = request.target.split('?', 1)[0] as string;
  const vendor = ANYWHERE.find(
    (entry) => isAnywhere(entry, path) || (!isOpened(request) && isMarked(entry, fields)),
  );
  return vendor === undefined ? null : tellByTable(vendor, request, fields);
}

/** What a person opens has fields of its own; nobody reports by way of the address bar. */
function isOpened({ type, method }: RequestInfo): boolean {
  return type === 'document' && method === 'GET';
}

function isAnywhere({ anywhere }: Vendor, path: string): boolean {
  return anywhere?.test(path) ?? false;
}

function isMarked({ marks }: Vendor, fields: Fields): boolean {
  return marks?.every((name) => has(fields, name)) ?? false;
}

function atHost(vendor: Vendor): Decoder {
  // A company's own pages tell it nothing that is not meant for it; links in mails are opened.
  const isMail = MAIL.includes(vendor);
  return (request, fields) => {
    if (!isMail && (isOpened(request) || request.party === 'first')) return null;
    const path = request.target.split('?', 1)[0] as string;
    if (path.endsWith('.js')) return tellScript(vendor, request);
    return (vendor.path?.test(path) ?? true) ? tellByTable(vendor, request, fields) : null;
  };
}

function byHost(
  entries: readonly (readonly [host: string, decoders: readonly Decoder[]])[],
): ReadonlyMap<string, readonly Decoder[]> {
  const map = new Map<string, readonly Decoder[]>();
  for (const [host, decoders] of entries) map.set(host, [...(map.get(host) ?? []), ...decoders]);
  return map;
}

function parentOf(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}
