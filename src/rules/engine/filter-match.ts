import { conditionsHold, type RequestNames } from './conditions.ts';
import type { FilterStore } from './filter-store.ts';
import { CONDITIONAL, IS_ANY, IS_REGEX, RARE, WILDCARD } from './flags.ts';
import { createNameLookup, type DomainOf } from './name-ids.ts';
import { matchesAnywhere, matchesAt, partMatches } from './pattern-match.ts';
import { createRareMatch } from './rare-match.ts';
import { regexMatches } from './regex-cache.ts';
import type { RequestScan } from './request-scan.ts';
import { maySearch } from './work-limit.ts';

/** Says of single filters of a store whether they match. Bound to one request at a time. */
export interface FilterMatch {
  /** `tokenAt` is where the token of the filter at `offset` stands in the URL; -1 where it has none. */
  matches(filter: number, scan: RequestScan, tokenAt: number, offset: number): boolean;
  /** Whether all but the pattern is met. */
  applies(filter: number, scan: RequestScan): boolean;
  /** The numbers of the names that page and host of the request answer to. */
  namesOf(scan: RequestScan): RequestNames;
}

/** How many hostnames keep their numbers: those of a household's busy hours. */
const KEPT_NAMES = 4096;
const NO_IDS: readonly number[] = [];

export function createFilterMatch(store: FilterStore, domainOf: DomainOf): FilterMatch {
  const { flags, patterns, conditionsAt, conditions, conditionRegexes, regexes } = store;
  const lookUp = createNameLookup(store.names, domainOf);
  const rareHolds = createRareMatch(store.rare);
  const keptIds = new Map<string, readonly number[]>();
  const failed = new Map<number, number>();
  const pattern = { text: patterns.text, start: 0, end: 0, flags: 0 };
  const idsOfName = (hostname: string | null): readonly number[] => {
    if (hostname === null) return NO_IDS;
    const kept = keptIds.get(hostname);
    if (kept !== undefined) return kept;
    if (keptIds.size >= KEPT_NAMES) keptIds.clear();
    const ids = lookUp(hostname);
    keptIds.set(hostname, ids);
    return ids;
  };

  // The request that is being looked at, and its names where a filter has asked for them.
  let current: RequestScan | null = null;
  let page: readonly number[] | null = null;
  let target: readonly number[] | null = null;
  let serial = -1;
  const names: RequestNames = {
    page: () => {
      page ??= idsOfName(current?.page ?? null);
      return page;
    },
    target: () => {
      target ??= idsOfName(current?.hostname ?? null);
      return target;
    },
  };
  const namesOf = (scan: RequestScan): RequestNames => {
    if (serial !== scan.serial) {
      serial = scan.serial;
      current = scan;
      page = null;
      target = null;
    }
    return names;
  };

  /** The cheap looks come first: types and party, by one comparison each. */
  const mayApply = (bits: number, scan: RequestScan): boolean =>
    (bits & scan.types) !== 0 && (bits & scan.party) !== 0;

  /** Whether all but the pattern is met. */
  const applies = (id: number, bits: number, scan: RequestScan): boolean => {
    if (!mayApply(bits, scan)) return false;
    if ((bits & (CONDITIONAL | RARE)) === 0) return true;
    return conditionalHolds(id, bits, scan) && ((bits & RARE) === 0 || rareHolds(id, scan));
  };

  const conditionalHolds = (id: number, bits: number, scan: RequestScan): boolean => {
    if ((bits & CONDITIONAL) === 0) return true;
    const at = conditionsAt[id] as number;
    return conditionsHold(conditions, at, scan, namesOf(scan), conditionRegexes.get(id));
  };

  const textMatches = (
    id: number,
    bits: number,
    scan: RequestScan,
    tokenAt: number,
    offset: number,
  ) => {
    if ((bits & IS_ANY) !== 0) return true;
    pattern.start = patterns.start[id] as number;
    pattern.end = pattern.start + (patterns.length[id] as number);
    pattern.flags = bits;
    if (tokenAt === -1) return maySearch(scan) && matchesAnywhere(pattern, scan);
    if ((bits & WILDCARD) === 0) return matchesAt(pattern, scan, tokenAt - offset);
    return partMatches(pattern, scan, tokenAt, offset) && matchesOnce(id, scan);
  };

  /** A token can stand in a URL a thousand times: what has `*` is searched for once. */
  const matchesOnce = (id: number, scan: RequestScan): boolean => {
    if (failed.get(id) === scan.serial) return false;
    if (maySearch(scan) && matchesAnywhere(pattern, scan)) return true;
    failed.set(id, scan.serial);
    return false;
  };

  const matches = (id: number, scan: RequestScan, tokenAt: number, offset: number): boolean => {
    const bits = flags[id] as number;
    if (!mayApply(bits, scan)) return false;
    // An expression takes longer than any condition.
    return (bits & IS_REGEX) !== 0
      ? applies(id, bits, scan) && regexMatches(regexes, id, scan)
      : textMatches(id, bits, scan, tokenAt, offset) && applies(id, bits, scan);
  };

  return { matches, applies: (id, scan) => applies(id, flags[id] as number, scan), namesOf };
}
