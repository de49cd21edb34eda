import type { Fingerprint } from '../../model/program.ts';
import type { Recent } from '../../model/recent.ts';
import type { RuleRef } from '../../model/rule.ts';
import { refusedHosts } from './certificates.ts';
import { commonPath, type Incident, incidentsOf } from './incident.ts';
import { countOthers, type Others } from './others.ts';
import { type Circumstances, type Reason, reasonsFor, storiesOf } from './weigh.ts';
import { whatHappened } from './words.ts';

/** How likely something of ours is why a page or an app does not work. */
export type Likelihood = 'likely' | 'possible' | 'unlikely';

/** What would lift it, and no more than that. */
export type Remedy =
  | {
      readonly kind: 'allow';
      readonly host: string;
      /** As rules write it; null for the whole host. */
      readonly path: string | null;
      /** The site that asks; null for whoever asks. */
      readonly page: string | null;
    }
  | { readonly kind: 'leave'; readonly host: string; readonly program: Fingerprint };

/** Something of ours that may be why. */
export interface Culprit {
  readonly likelihood: Likelihood;
  readonly points: number;
  /** What happened, and why it is suspected; one sentence each. */
  readonly what: string;
  readonly why: readonly string[];
  readonly host: string;
  /** Of the newest; null for connections. */
  readonly path: string | null;
  readonly rule: RuleRef | null;
  readonly tracker: string | null;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly last: number;
  readonly remedy: Remedy;
}

export interface Site {
  /** Null for apps, and for connections that were not opened. */
  readonly name: string | null;
  /** The likeliest first. */
  readonly culprits: readonly Culprit[];
}

export interface Findings {
  /** The one with the likeliest culprit first. */
  readonly sites: readonly Site[];
  readonly others: Others;
}

export interface Question {
  /** The moment that is asked about, in milliseconds since the epoch. */
  readonly at: number;
  readonly domainOf: (hostname: string) => string;
  /** The site that somebody says is broken; null where nobody said. */
  readonly page: string | null;
  /** How much a remedy is discounted, because it was tried before. Absent: none was. */
  readonly discount?: (remedy: Remedy) => Reason | null;
}

const LIKELY = 45;
const POSSIBLE = 22;
const NAMED = 25;
/** More is no help. */
const MAX_CULPRITS = 60;
/** The newest of a device that asks for ever new hosts: weighing all would keep requests waiting. */
const MAX_INCIDENTS = 400;

/**
 * What of ours may be why something does not work, the likeliest first: held
 * back scripts and pages before pixels, what was asked for again and again,
 * what failed after something was taken out of it, refused certificates; and
 * reports to trackers last. Only what was done counts, not what would have been.
 */
export function findCulprits(recent: Recent, question: Question): Findings {
  const { exchanges } = recent;
  const { at, domainOf } = question;
  const sites = storiesOf(exchanges);
  const about = { sites, at, newestSite: newestSite(sites), domainOf };
  const found = [
    ...newest(incidentsOf(exchanges)).map(
      (one) => [one.site, ofIncident(one, about, question)] as const,
    ),
    ...refusedHosts(recent).map((one) => [null, ofRefusal(one, question)] as const),
  ];
  const best = found.toSorted(([, a], [, b]) => b.points - a.points || b.last - a.last);
  const groups = new Map<string | null, Culprit[]>();
  for (const [site, culprit] of best.slice(0, MAX_CULPRITS)) {
    const group = groups.get(site);
    if (group === undefined) groups.set(site, [culprit]);
    else group.push(culprit);
  }
  return {
    sites: [...groups].map(([name, culprits]) => ({ name, culprits })),
    others: countOthers(exchanges),
  };
}

function newest(incidents: readonly Incident[]): readonly Incident[] {
  if (incidents.length <= MAX_INCIDENTS) return incidents;
  return incidents.toSorted((a, b) => b.newest.at - a.newest.at).slice(0, MAX_INCIDENTS);
}

function newestSite(stories: Circumstances['sites']): string | null {
  let newest: { readonly site: string | null; readonly at: number } | null = null;
  for (const [site, { loads }] of stories) {
    for (const at of loads) if (newest === null || at > newest.at) newest = { site, at };
  }
  return newest?.site ?? null;
}

function ofIncident(incident: Incident, about: Circumstances, question: Question): Culprit {
  const { newest, host, site, exchanges } = incident;
  const isPage = newest.type === 'document';
  const remedy: Remedy = {
    kind: 'allow',
    host,
    path: newest.kind === 'tunnel' ? null : pattern(commonPath(incident.paths)),
    page: isPage ? null : newest.page,
  };
  const named: readonly Reason[] =
    site !== null && site === question.page ? [{ points: NAMED, words: null }] : [];
  return {
    ...weighed([...reasonsFor(incident, about), ...named], remedy, question),
    what: whatHappened(incident),
    host,
    path: newest.kind === 'tunnel' ? null : newest.path,
    rule: newest.rule,
    tracker: newest.tracker,
    count: exchanges.length,
    last: newest.at,
  };
}

function ofRefusal(
  { host, program, count, last, reasons }: ReturnType<typeof refusedHosts>[number],
  question: Question,
): Culprit {
  const remedy: Remedy = { kind: 'leave', host, program };
  return {
    ...weighed(reasons, remedy, question),
    what: `An app or browser did not accept Eyelid's certificate for ${host}.`,
    ...{ host, path: null, rule: null, tracker: null, count, last },
  };
}

function weighed(
  reasons: readonly Reason[],
  remedy: Remedy,
  { discount }: Question,
): Pick<Culprit, 'likelihood' | 'points' | 'why' | 'remedy'> {
  const tried = discount?.(remedy) ?? null;
  const all = tried === null ? reasons : [tried, ...reasons];
  const points = Math.round(all.reduce((sum, reason) => sum + reason.points, 0));
  const likelihood = points >= LIKELY ? 'likely' : points >= POSSIBLE ? 'possible' : 'unlikely';
  return { likelihood, points, why: all.flatMap(({ words }) => words ?? []), remedy };
}

/** What was left out of a path may be anything. */
function pattern(path: string | null): string | null {
  return path === null ? null : path.replaceAll('…', '*');
}
