import type { RecentExchange } from '../../model/recent.ts';
import type { ResourceType } from '../../model/request.ts';
import type { Action } from '../../model/rule.ts';
import { type Incident, isActedOn, isHeld, isReport, siteOf } from './incident.ts';

/** What speaks for or against the guess that this is why something does not work. */
export interface Reason {
  readonly points: number;
  /** One sentence for the person; null where it goes without saying. */
  readonly words: string | null;
}

/** What a device did on one site: when pages of it were opened, and when something failed. */
export interface SiteStory {
  readonly loads: readonly number[];
  /** How often pages of it were opened within a minute, at most. */
  readonly reloads: number;
  readonly failures: readonly number[];
}

/** What is known besides the incident. */
export interface Circumstances {
  readonly sites: ReadonlyMap<string | null, SiteStory>;
  /** The moment that is asked about, in milliseconds since the epoch. */
  readonly at: number;
  /** The site that was opened last; null where none was. */
  readonly newestSite: string | null;
  readonly domainOf: (hostname: string) => string;
}

/** A page that cannot do without something asks again within seconds. */
const RETRY_WITHIN = 10_000;
const RETRIES = 3;
/** What a page lacks shows in what it asks for next. */
const FAILS_WITHIN = 15_000;
const RELOADS_WITHIN = 60_000;
const CIRCLE_WITHIN = 20_000;
const CIRCLES = 4;
/** The newest of a site that fails all the time; each incident is held against them. */
const MAX_FAILURES = 200;
const PERSONAL = 'my-rules.txt';

const BY_ACTION: Readonly<Partial<Record<Action, number>>> = {
  block: 20,
  rewrite: 8,
  placeholder: 6,
  strip: 4,
  stub: 0,
};

/** How much a page needs what was held back, and in words why. */
const BY_TYPE: Readonly<Record<ResourceType, readonly [number, string | null]>> = {
  document: [50, 'It is the page itself.'],
  script: [30, 'Pages often wait for scripts.'],
  stylesheet: [24, 'Without it a page does not look as it should.'],
  xhr: [22, 'Pages and apps get what they show this way.'],
  websocket: [22, 'Chats and live pages work this way.'],
  media: [18, 'It may be what was to be played.'],
  subdocument: [14, 'It is a page within the page.'],
  object: [8, null],
  font: [8, null],
  other: [6, null],
  image: [-8, null],
  ping: [-15, null],
};

/** What happened on each site, gathered once for all incidents. */
export function storiesOf(
  exchanges: readonly RecentExchange[],
): ReadonlyMap<string | null, SiteStory> {
  const stories = new Map<string | null, { loads: number[]; failures: number[] }>();
  for (const one of exchanges) {
    const isLoad = one.type === 'document' && one.kind !== 'tunnel';
    const hasFailed = isFailed(one);
    if (!isLoad && !hasFailed) continue;
    const site = siteOf(one);
    const story = stories.get(site) ?? { loads: [], failures: [] };
    stories.set(site, story);
    if (isLoad) story.loads.push(one.at);
    if (hasFailed) story.failures.push(one.at);
  }
  return new Map(
    [...stories].map(([site, { loads, failures }]) => [
      site,
      {
        reloads: mostWithin(loads, RELOADS_WITHIN),
        loads,
        failures: failures.slice(-MAX_FAILURES),
      },
    ]),
  );
}

/** All that speaks for and against an incident. */
export function reasonsFor(incident: Incident, about: Circumstances): readonly Reason[] {
  return [
    ...ofKind(incident),
    ...ofWhom(incident, about),
    ...ofRetries(incident),
    ...ofFailures(incident, about),
    ...ofSite(incident, about),
  ];
}

function ofKind({ newest }: Incident): readonly Reason[] {
  const base = { points: BY_ACTION[newest.action] ?? 0, words: null };
  if (newest.kind === 'tunnel') return [base, { points: 10, words: null }];
  const [points, words] = BY_TYPE[newest.type];
  // Of what went on to its server, most arrived.
  const ofType = isHeld(newest) ? { points, words } : { points: points / 6, words: null };
  const reports = isReport(newest)
    ? [{ points: -40, words: 'It only carried a report, for which pages do not wait.' }]
    : [];
  if (newest.action !== 'stub') return [base, ofType, ...reports];
  const standIn = 'A stand-in answered in its place, which may not do all that the page needs.';
  return [base, { ...ofType, words: standIn }, ...reports];
}

function ofWhom({ newest, site }: Incident, { domainOf }: Circumstances): readonly Reason[] {
  const { tracker, rule, host, type } = newest;
  const reasons: Reason[] = [];
  if (rule?.list === PERSONAL) reasons.push({ points: 15, words: 'A line of your own does it.' });
  if (tracker !== null && !isReport(newest)) {
    reasons.push({ points: -18, words: `It belongs to ${tracker}, which pages seldom need.` });
  }
  const isOwn = site !== null && type !== 'document' && domainOf(host) === domainOf(site);
  if (isOwn) reasons.push({ points: 12, words: 'It comes from the site itself.' });
  return reasons;
}

function ofRetries({ exchanges, newest }: Incident): readonly Reason[] {
  // Reports are sent again and again by nature, and what a tracker's app does is no sign either.
  const isNoSign = isReport(newest) || (newest.kind === 'tunnel' && newest.tracker !== null);
  const times = isNoSign ? 0 : mostAtOnce(exchanges);
  if (times < RETRIES) return [];
  const words = `It was asked for ${times} times within seconds, as something is that cannot be done without.`;
  return [{ points: 20, words }];
}

/** How often the same address was asked for within ten seconds, at most. */
function mostAtOnce(exchanges: readonly RecentExchange[]): number {
  const byPath = new Map<string, number[]>();
  for (const { path, at } of exchanges) {
    const times = byPath.get(path);
    if (times === undefined) byPath.set(path, [at]);
    else times.push(at);
  }
  let most = 0;
  for (const times of byPath.values()) most = Math.max(most, mostWithin(times, RETRY_WITHIN));
  return most;
}

/** The most of these moments that lie within one stretch of that length. */
function mostWithin(moments: readonly number[], length: number): number {
  const sorted = moments.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) > length) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function ofFailures(
  { exchanges, newest, site, host }: Incident,
  { sites }: Circumstances,
): readonly Reason[] {
  const edited = exchanges.findLast(isFailed);
  if (edited !== undefined) {
    const done = newest.action === 'rewrite' ? 'changed' : 'taken out';
    const words = `After something was ${done}, ${host} answered with error ${edited.status}.`;
    return [{ points: 45, words }];
  }
  if (site === null || isReport(newest)) return [];
  const since = exchanges[0]?.at ?? newest.at;
  const failures = sites.get(site)?.failures ?? [];
  const failed = failures.filter((at) => at >= since && at <= newest.at + FAILS_WITHIN).length;
  if (failed === 0) return [];
  const what = failed === 1 ? 'another request' : `${failed} other requests`;
  return [{ points: 12, words: `At that time ${what} of ${site} failed.` }];
}

/**
 * The server said that it could not, or said nothing. What was cleaned may have
 * been sent elsewhere without asking it, so there silence means nothing.
 */
export function isFailed(one: RecentExchange): boolean {
  const { status, kind } = one;
  if (kind === 'tunnel' || isHeld(one)) return false;
  return status === null ? !isActedOn(one) : status >= 400;
}

function ofSite(
  { site, newest, exchanges }: Incident,
  { sites, at, newestSite }: Circumstances,
): readonly Reason[] {
  const age = Math.max(0, at - newest.at);
  const reasons: Reason[] = [{ points: -Math.min(10, age / 30_000), words: null }];
  if (site !== null && site === newestSite) reasons.push({ points: 8, words: null });
  const isPage = newest.type === 'document' && !isReport(newest);
  const rounds = isPage
    ? mostWithin(
        exchanges.map((one) => one.at),
        CIRCLE_WITHIN,
      )
    : 0;
  if (rounds >= CIRCLES) {
    const words = `The page was asked for ${rounds} times within seconds: it may be sent in circles.`;
    return [...reasons, { points: 40, words }];
  }
  const reloads = site === null ? 0 : (sites.get(site)?.reloads ?? 0);
  if (reloads < 3) return reasons;
  return [...reasons, { points: 10, words: `${site} was loaded ${reloads} times in a minute.` }];
}
