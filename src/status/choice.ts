import type { Device } from '../model/device.ts';
import type { LogRow } from '../model/log.ts';
import type { Action } from '../model/rule.ts';
import { type Hostname, parseHostname } from '../model/terms.ts';
import { describeWish, MAX_PATH, type RuleWish, ruleLine } from './rule-line.ts';
import { describeOnce, readWish, type WishContext } from './wish.ts';

/** What may be chosen beside a row: what of the host, where, for whom, how long. */
export const REACHES = ['path', 'host', 'domain'] as const;
export const PLACES = ['site', 'all'] as const;
export const WHOM = ['device', 'all'] as const;
export const LENGTHS = ['once', '15m', '1h', 'good'] as const;

export interface Choice {
  readonly what: (typeof REACHES)[number];
  readonly where: (typeof PLACES)[number];
  readonly who: (typeof WHOM)[number];
  readonly for: (typeof LENGTHS)[number];
}

/** The parts of a choice that make sense for a row. */
export interface Offer {
  /** Without the query; null where no rule can be about it alone. */
  readonly path: string | null;
  readonly host: string;
  /** The registrable domain; null where the host is one itself. */
  readonly domain: string | null;
  readonly page: string | null;
  /** Null where it is known no longer. */
  readonly device: Device | null;
}

/** A button beside a row: what it would do, said before it does it. */
export interface Proposal {
  readonly action: RuleWish['action'];
  /** What the form sends; empty where nothing can be done. */
  readonly fields: Readonly<Record<string, string>>;
  /** The line that would be written; null where none would. */
  readonly line: string | null;
  /** What would come of it, or why nothing can. */
  readonly words: string;
}

/** What a person most likely wants to change about a verdict. */
export function opposite(action: Action): RuleWish['action'] {
  return action === 'pass' || action === 'allow' || action === 'log' ? 'block' : 'allow';
}

export function offerFor(
  row: LogRow,
  device: Device | null,
  domainOf: (hostname: string) => string,
): Offer {
  const path = row.path.replace(/[?#].*$/, '');
  const hostname = parseHostname(row.host);
  const domain = hostname === null ? row.host : domainOf(hostname);
  const isOwn = path.length > 1 && path.length <= MAX_PATH && row.kind !== 'tunnel';
  return {
    path: isOwn ? path : null,
    host: row.host,
    domain: domain === row.host ? null : domain,
    page: row.page,
    device,
  };
}

/**
 * Reads a choice from an address; what is absent, unknown or not on offer is
 * what a person most likely wants: to let the host through where the site that
 * asked asks, or to block it everywhere, for all devices and for good.
 */
export function readChoice(query: URLSearchParams, row: LogRow, offer: Offer): Choice {
  const asked = <Word extends string>(
    key: string,
    words: readonly Word[],
    isOffered: (word: Word) => boolean,
  ): Word | undefined => words.find((word) => word === query.get(key) && isOffered(word));
  const likely = opposite(row.action) === 'allow' && offer.page !== null ? 'site' : 'all';
  return {
    what: asked('what', REACHES, (what) => offer[what] !== null) ?? 'host',
    where: asked('where', PLACES, (where) => where === 'all' || offer.page !== null) ?? likely,
    who: asked('who', WHOM, (who) => who === 'all' || offer.device !== null) ?? 'all',
    for: asked('for', LENGTHS, (length) => length !== 'once' || offer.device !== null) ?? 'good',
  };
}

/** Allowing and blocking what was chosen. */
export function proposals(offer: Offer, choice: Choice, context: WishContext): readonly Proposal[] {
  return (['allow', 'block'] as const).map((action) =>
    proposal(action, fieldsOf(offer, choice), context),
  );
}

function fieldsOf(offer: Offer, choice: Choice): Readonly<Record<string, string>> {
  const isOnce = choice.for === 'once';
  const isForDevice = isOnce || choice.who === 'device';
  return {
    // Once is for what was asked, not for all that is like it.
    host: choice.what === 'domain' && !isOnce ? (offer.domain ?? offer.host) : offer.host,
    path: choice.what === 'path' ? (offer.path ?? '') : '',
    page: choice.where === 'site' ? (offer.page ?? '') : '',
    device: isForDevice ? (offer.device?.id ?? '') : '',
    for: choice.for,
  };
}

function proposal(
  action: RuleWish['action'],
  fields: Readonly<Record<string, string>>,
  context: WishContext,
): Proposal {
  const wish = readWish(action, fields, context);
  if (typeof wish === 'string') return { action, fields: {}, line: null, words: wish };
  if (wish.kind === 'once') return { action, fields, line: null, words: describeOnce(wish) };
  return { action, fields, line: ruleLine(wish.rule), words: describeWish(wish.rule) };
}

/**
 * The line of the button in the list: what was held back is let through on the
 * site that asked, what was let through is blocked everywhere. Null for what no
 * rule can be about.
 */
export function quickLine(row: LogRow): string | null {
  const host = parseHostname(row.host);
  if (host === null) return null;
  const action = opposite(row.action);
  const page = action === 'allow' ? (row.page as Hostname | null) : null;
  return ruleLine({ action, host, path: null, page });
}
