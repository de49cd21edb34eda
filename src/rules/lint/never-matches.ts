import { typeBit } from '../../model/request.ts';
import { isIpAddress, parseHostname } from '../../model/terms.ts';
import type { DomainOf } from '../engine/name-ids.ts';
import type { Filter, NameCondition, Pattern } from '../filter/filter.ts';
import { isWithin, namedHost } from './named-host.ts';

/** RFC 1035 section 2.3.4. */
const MAX_LABEL = 63;

const SCHEMES = ['http://', 'https://', 'ws://', 'wss://'];

/** Why no request can ever match the filter, as the end of a sentence, or null where one could. */
export function whyNeverMatches(filter: Filter, domainOf: DomainOf): string | null {
  const reason = whyPatternFails(filter.pattern, filter.matchCase);
  // An allowed page lets through what it asks for anywhere: its host is not the one that is asked.
  if (reason !== null || filter.wholePage) return reason;
  return whyTargetFails(filter) ?? whyPartyFails(filter, domainOf) ?? whySameHostFails(filter);
}

function whyPatternFails(pattern: Pattern, matchCase: boolean): string | null {
  const { kind, text, left } = pattern;
  if (kind === 'any' || kind === 'regex') return null;
  if (text.includes('#')) return 'what follows a "#" in an address is never sent';
  if (left === 'start' && !couldBeginUrl(text)) {
    return `an address begins with its scheme, not with "${text}"; "||" stands for the beginning of a host`;
  }
  const host = namedHost(pattern);
  if (host === null) return null;
  if (matchCase && kind === 'text' && text.slice(0, text.search(/[/^:?]|$/)) !== host) {
    return left === 'host' ? `hosts are written in small letters: "${host}"` : null;
  }
  return whyNoHost(host);
}

/** True where an address may begin so; `*` may stand for anything, `^` for the colon or a slash. */
function couldBeginUrl(text: string): boolean {
  const fixed = /^[^*^]*/.exec(text)?.[0] ?? '';
  return SCHEMES.some((scheme) => scheme.startsWith(fixed) || fixed.startsWith(scheme));
}

function whyNoHost(host: string): string | null {
  const label = host.split('.').find((one) => one.length > MAX_LABEL);
  if (label !== undefined) {
    return `"${label.slice(0, 20)}..." in the host is longer than ${MAX_LABEL} characters`;
  }
  const plain = host.replace(/^\[|\]$/g, '');
  const hostname = parseHostname(host);
  if (hostname === null) return `"${host}" is no hostname`;
  return hostname === plain ? null : `an address names the host "${host}" as "${hostname}"`;
}

/** A name that is asked for and excluded, of which the engine takes the former; null where there is none. */
export function nameOnBothSides(names: NameCondition | null): string | null {
  if (names === null || names.exclude.length === 0) return null;
  const out = new Set(names.exclude);
  return names.include.find((name) => out.has(name)) ?? null;
}

/** A plain name that stands for itself and what is below it; `name.*` is many. */
function isPlain(name: string): boolean {
  return !name.includes('*');
}

function whyTargetFails({ pattern, target }: Filter): string | null {
  const host = target === null ? null : namedHost(pattern);
  if (target === null || host === null) return null;
  const { include, exclude, includeRegex } = target;
  if (includeRegex.length > 0 || !include.every(isPlain)) return null;
  const reachable = include.filter((name) => isWithin(name, host) || isWithin(host, name));
  if (include.length > 0 && reachable.length === 0) {
    return `"${host}" of the pattern is not among the hosts it may go to`;
  }
  const closed = exclude.find((name) => isPlain(name) && isWithin(host, name));
  if (closed === undefined || include.some((name) => isWithin(name, closed))) {
    return null;
  }
  return `"${host}" of the pattern is excluded by "${closed}"`;
}

/** `$third-party` for pages of the pattern's own site, or the other way round. */
function whyPartyFails(filter: Filter, domainOf: DomainOf): string | null {
  const { pattern, party, page, types } = filter;
  if (party === 'any' || page === null || page.includeRegex.length > 0) return null;
  // A page that is opened is asked about itself as well, whatever led there.
  if (party === 'third' && (types & typeBit('document')) !== 0) return null;
  const host = namedHost(pattern);
  if (host === null || page.include.length === 0 || !page.include.every(isPlain)) return null;
  // Names below a public suffix are sites of their own, and so may be an address's neighbours.
  if ([host, ...page.include].some((name) => isSuffix(name, domainOf))) return null;
  const site = domainOf(host);
  const others = page.include.filter((name) => domainOf(name) !== site);
  if (party === 'third' && others.length === 0) {
    return `its pages are of the same site as "${host}", so the request is never third-party`;
  }
  if (party === 'first' && others.length === page.include.length) {
    return `its pages are of other sites than "${host}", so the request is never first-party`;
  }
  return null;
}

/** `$strict1p`: the page has the same hostname as what it asks for. */
function whySameHostFails({ pattern, party, page, rare }: Filter): string | null {
  if (rare?.sameHost !== true) return null;
  if (party === 'third') return 'what a page asks of its own host is never third-party';
  const host = namedHost(pattern);
  if (host === null || page === null || page.includeRegex.length > 0) return null;
  if (page.include.length === 0 || !page.include.every(isPlain)) return null;
  return page.include.some((name) => isWithin(name, host) || isWithin(host, name))
    ? null
    : `its pages are on other hosts than "${host}"`;
}

/** True for a name under which others register theirs: `com`, `co.uk`, `github.io`, `lan`. */
export function isSuffix(host: string, domainOf: DomainOf): boolean {
  const hostname = parseHostname(host);
  if (hostname === null || isIpAddress(hostname)) return false;
  const below = `x.${host}`;
  return domainOf(below) === below;
}
