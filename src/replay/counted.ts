import type { RuleRef, RuleSet } from '../model/rule.ts';
import { parseHostname } from '../model/terms.ts';
import type { PastTraffic } from '../record/history.ts';

/** A new line, and the host that it names. */
export interface NamedRule {
  readonly rule: RuleRef;
  readonly host: string;
}

/** Exchanges that are only counted, and that a line would have reached. */
export interface CountedHit {
  readonly rule: RuleRef;
  /** The registrable domain by which they are counted. */
  readonly domain: string;
  readonly count: number;
  /** False where the line asks for more than the domain, so that it is so many at most. */
  readonly isAll: boolean;
}

export interface Counted {
  /** All that are only counted. */
  readonly total: number;
  /** The most frequent first. */
  readonly hits: readonly CountedHit[];
}

/**
 * Finds what new lines would have reached among exchanges that passed
 * untouched and are only counted, by hour, device and registrable domain. Each
 * domain is told once for a line that names it, or a host below it.
 */
export function countHits(
  traffic: readonly PastTraffic[],
  named: Iterable<NamedRule>,
  rules: { readonly before: RuleSet; readonly after: RuleSet },
  domainOf: (host: string) => string,
): Counted {
  const rest = new Map<string, number>();
  let total = 0;
  for (const { domain, total: all, events } of traffic) {
    if (all <= events) continue;
    rest.set(domain, all - events);
    total += all - events;
  }
  const hits = [...whole(rest, rules)];
  const known = new Set(hits.map(({ domain }) => domain));
  for (const { rule, host } of named) {
    const domain = domainOf(host);
    const count = rest.get(domain);
    if (count !== undefined && !known.has(domain)) {
      hits.push({ rule, domain, count, isAll: false });
    }
  }
  return { total, hits: hits.sort((a, b) => b.count - a.count) };
}

/** Domains that the new rules block by name, and those in force do not. */
function* whole(
  rest: ReadonlyMap<string, number>,
  { before, after }: { readonly before: RuleSet; readonly after: RuleSet },
): Generator<CountedHit, void, void> {
  for (const [domain, count] of rest) {
    const hostname = parseHostname(domain);
    const rule = hostname === null ? null : after.matchHost(hostname);
    if (hostname === null || rule === null || before.matchHost(hostname) !== null) continue;
    const { list, line, text } = rule;
    yield { rule: { list, line, text }, domain, count, isAll: true };
  }
}
