import { conditionsHold, type RequestNames } from './conditions.ts';
import type { FilterStore } from './filter-store.ts';
import { CONDITIONAL, IS_ANY, IS_REGEX, RARE, WILDCARD } from './flags.ts';
import { mayHaveGrams, type RestList } from './grams.ts';
import { type HostTable, nextPlace, placeOf } from './host-table.ts';
import { createNameLookup, type DomainOf } from './name-ids.ts';
import { matchesAnywhere, matchesAt, partMatches } from './pattern-match.ts';
import { queryFields } from './query-fields.ts';
import { createRareMatch } from './rare-match.ts';
import type { RealmIndex } from './realm-index.ts';
import { regexMatches } from './regex-cache.ts';
import type { RequestScan } from './request-scan.ts';
import { findRun, type TokenTable } from './token-table.ts';

/** Answers from the store of one set of filters. Bound to one request at a time. */
export interface RealmSearch {
  /** The number of the first filter of a realm that matches, or -1. */
  first(index: RealmIndex, scan: RequestScan): number;
  /** Adds the numbers of all that match, each once. `target` is path and query of the request. */
  all(index: RealmIndex, scan: RequestScan, target: string, found: number[]): void;
  /** The numbers of the filters of kind host that the hostname is caught by, in a new list. */
  hosts(index: RealmIndex, scan: RequestScan): readonly number[];
}

/** How many hostnames keep their numbers: enough for the pages that are open in a household. */
const KEPT_NAMES = 1000;
const NO_IDS: readonly number[] = [];

/** Where to put all filters that match; null where the first is enough. */
type Found = number[] | null;

export function createRealmSearch(store: FilterStore, domainOf: DomainOf): RealmSearch {
  const { flags, patterns, conditionsAt, conditions, conditionRegexes, regexes } = store;
  const lookUp = createNameLookup(store.names, domainOf);
  const rareHolds = createRareMatch(store.rare);
  const keptIds = new Map<string, readonly number[]>();
  const hits: number[] = [];
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
    if ((bits & IS_REGEX) !== 0) return regexMatches(regexes, id, scan);
    pattern.start = patterns.start[id] as number;
    pattern.end = pattern.start + (patterns.length[id] as number);
    pattern.flags = bits;
    if (tokenAt === -1) return matchesAnywhere(pattern, scan);
    if ((bits & WILDCARD) === 0) return matchesAt(pattern, scan, tokenAt - offset);
    return partMatches(pattern, scan, tokenAt, offset) && matchesOnce(id, scan);
  };

  /** A token can stand in a URL a thousand times: what has `*` is searched for once. */
  const matchesOnce = (id: number, scan: RequestScan): boolean => {
    if (failed.get(id) === scan.serial) return false;
    if (matchesAnywhere(pattern, scan)) return true;
    failed.set(id, scan.serial);
    return false;
  };

  const matches = (id: number, scan: RequestScan, tokenAt: number, offset: number): boolean => {
    const bits = flags[id] as number;
    return (
      mayApply(bits, scan) &&
      textMatches(id, bits, scan, tokenAt, offset) &&
      applies(id, bits, scan)
    );
  };

  /** The first filter at the place of a hostname's suffix, from a place in the table on. */
  const searchSuffix = (hosts: HostTable, scan: RequestScan, i: number, found: Found): number => {
    const hash = scan.suffixHash[i] as number;
    const at = scan.suffixAt[i] as number;
    let place = nextPlace(hosts, patterns, scan.hostname, at, hash, placeOf(hash));
    while (place !== -1) {
      const id = (hosts.owners[place] as number) - 1;
      if (applies(id, flags[id] as number, scan)) {
        if (found === null) return id;
        found.push(id);
      }
      place = nextPlace(hosts, patterns, scan.hostname, at, hash, place + 1);
    }
    return -1;
  };

  const searchHosts = (hosts: HostTable, scan: RequestScan, found: Found): number => {
    if (hosts.size === 0) return -1;
    for (let i = 0; i < scan.suffixes; i++) {
      const id = searchSuffix(hosts, scan, i, found);
      if (id !== -1) return id;
    }
    return -1;
  };

  const searchRun = (
    table: TokenTable,
    place: number,
    scan: RequestScan,
    tokenAt: number,
    found: Found,
  ): number => {
    const start = (table.starts[place] as number) - 1;
    const end = start + (table.counts[place] as number);
    for (let entry = start; entry < end; entry++) {
      const id = table.filters[entry] as number;
      if (!matches(id, scan, tokenAt, table.offsets[entry] as number)) continue;
      if (found === null) return id;
      // A token can stand in the URL twice.
      if (!found.includes(id)) found.push(id);
    }
    return -1;
  };

  const searchTokens = (table: TokenTable, scan: RequestScan, found: Found): number => {
    if (table.size === 0) return -1;
    for (let i = 0; i < scan.tokens; i++) {
      const place = findRun(table, scan.tokenHash[i] as number);
      if (place === -1) continue;
      const id = searchRun(table, place, scan, scan.tokenAt[i] as number, found);
      if (id !== -1) return id;
    }
    return -1;
  };

  const searchList = (ids: readonly number[], scan: RequestScan, found: Found): number => {
    for (const id of ids) {
      if (!matches(id, scan, -1, 0)) continue;
      if (found === null) return id;
      // A filter can be for several names that the page answers to.
      if (!found.includes(id)) found.push(id);
    }
    return -1;
  };

  const searchPages = (index: RealmIndex, scan: RequestScan, found: Found): number => {
    if (index.pages.size === 0) return -1;
    const own = namesOf(scan);
    const id = searchNames(index, own.page(), scan, found);
    return id === -1 && scan.isDocument ? searchNames(index, own.target(), scan, found) : id;
  };

  const searchNames = (
    index: RealmIndex,
    ids: readonly number[],
    scan: RequestScan,
    found: Found,
  ): number => {
    for (const id of ids) {
      const hit = searchList(index.pages.get(id) ?? NO_IDS, scan, found);
      if (hit !== -1) return hit;
    }
    return -1;
  };

  const searchRest = ({ filters, grams }: RestList, scan: RequestScan, found: Found): number => {
    for (let i = 0; i < filters.length; i++) {
      const id = filters[i] as number;
      if (!mayApply(flags[id] as number, scan) || !mayHaveGrams(scan, grams[i] as number)) continue;
      if (!matches(id, scan, -1, 0)) continue;
      if (found === null) return id;
      found.push(id);
    }
    return -1;
  };

  const search = (index: RealmIndex, scan: RequestScan, found: Found): number => {
    if (index.size === 0) return -1;
    let id = searchHosts(index.hosts, scan, found);
    if (id === -1) id = searchTokens(index.tokens, scan, found);
    if (id === -1) id = searchPages(index, scan, found);
    if (id === -1) id = searchRest(index.rest, scan, found);
    return id;
  };

  return {
    first: (index, scan) => search(index, scan, null),
    all: (index, scan, target, found) => {
      // Numbers are told apart within one set only, so what others found is out of the way.
      hits.length = 0;
      search(index, scan, hits);
      if ((index.fieldTypes & scan.types) !== 0) {
        for (const field of queryFields(target)) {
          searchList(index.fields.get(field) ?? NO_IDS, scan, hits);
        }
      }
      for (const id of hits) found.push(id);
    },
    hosts: (index, scan) => {
      const found: number[] = [];
      searchHosts(index.hosts, scan, found);
      return found;
    },
  };
}
