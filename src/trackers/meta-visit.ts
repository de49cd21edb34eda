import type { RequestInfo } from '../model/request.ts';
import { idsByName } from './facts.ts';
import { type Fields, siteOf } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { Told } from './told.ts';

interface Kind {
  /** Tested against host and path together: `connect.facebook.net/en_US/fbevents.js`. */
  readonly place: RegExp;
  readonly tracker: string;
  readonly event: string;
  /** Fields with an address, whose host is what it is about. */
  readonly sites: readonly string[];
}

const LINKS = 'Meta link shim';

/** What Meta's own hosts are told by the mere fact of being asked. */
const KINDS: readonly Kind[] = [
  {
    place: /\/(?:tr|parallel-pxl)\/?$/,
    tracker: 'Meta Pixel',
    event: 'an event',
    sites: ['dl'],
  },
  {
    place: /\/privacy_sandbox\/topics\//,
    tracker: 'Meta Pixel',
    event: "the browser's list of interests, and a visit",
    sites: [],
  },
  {
    place: /\/privacy_sandbox\/pixel\//,
    tracker: 'Meta Pixel',
    event: 'an event, counted by the browser',
    sites: ['dl'],
  },
  {
    place: /^connect\.facebook\.net\/.*\/fbevents\.js$/,
    tracker: 'Meta Pixel',
    event: 'its pixel was loaded',
    sites: [],
  },
  {
    place: /^connect\.facebook\.net\/(?:signals|log)\//,
    tracker: 'Meta Pixel',
    event: 'its pixel is at work',
    sites: [],
  },
  {
    place: /^connect\.facebook\.net\/.*\/(?:sdk|all|customerchat)[\w.-]*\.js/,
    tracker: 'Meta Social Plugins',
    event: 'its plug-ins and login were loaded',
    sites: [],
  },
  {
    place: /^(?:lm?|l)\.(?:facebook\.com\/l\.php|instagram\.com\/)$/,
    tracker: LINKS,
    event: 'a link was followed',
    sites: [],
  },
  {
    place: /\/email_open_log_pic\.php$/,
    tracker: 'Meta e-mail tracking',
    event: 'a mail was opened',
    sites: [],
  },
  {
    place: /instagram\.com\/(?:embed\.js|.*\/embeds?\.js|(?:p|reel|tv)\/[^/]+\/embed)/,
    tracker: 'Instagram embeds',
    event: 'an Instagram post was shown',
    sites: [],
  },
  {
    place: /threads\.(?:net|com)\/(?:embed\.js|@[^/]+\/post\/[^/]+\/embed)/,
    tracker: 'Threads embeds',
    event: 'a Threads post was shown',
    sites: [],
  },
  {
    place: /^(?:web\.whatsapp\.com\/wam|(?:\w+\.)*oculus\.com\/collect)/,
    tracker: 'Meta telemetry',
    event: 'how its program is used',
    sites: [],
  },
];

/** Scripts, settings, links, embedded posts and mails of Meta. */
export function decodeMetaVisit(request: RequestInfo, fields: Fields): Told | null {
  const place = request.hostname + (request.target.split('?', 1)[0] as string);
  const kind = KINDS.find((entry) => entry.place.test(place));
  if (kind === undefined) return null;
  const { tracker } = kind;
  if (tracker === LINKS) return followed(request, fields);
  const site = siteOf(fields, kind.sites, request.page);
  const facts = metaFacts(fields);
  return { tracker, company: 'Meta', event: kind.event, more: 0, amount: null, site, facts };
}

/** A link out of Facebook goes by way of Meta; the place it leads to is in it. */
function followed(request: RequestInfo, fields: Fields): Told {
  const target = siteOf(fields, ['u'], null);
  const event = target === null ? 'a link was followed' : `a link to ${target} was followed`;
  const facts = idsByName(fields, { h: 'click id' });
  const site = request.page;
  const kind = 'a link was followed';
  return { tracker: LINKS, company: 'Meta', event, kind, more: 0, amount: null, site, facts };
}
