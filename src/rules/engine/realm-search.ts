import { type Hostname, isIpAddress } from '../../model/terms.ts';
import { createFilterMatch } from './filter-match.ts';
import type { FilterStore } from './filter-store.ts';
import { UNCONDITIONAL } from './flags.ts';
import { mayHaveGrams, type RestList } from './grams.ts';
import { createHostMemory, type HostOwners } from './host-memory.ts';
import type { DomainOf } from './name-ids.ts';
import { mayHoldField, queryFields } from './query-fields.ts';
import type { RealmIndex } from './realm-index.ts';
import { REALMS, type Realm } from './realms.ts';
import { MAX_TOKENS, type RequestScan } from './request-scan.ts';
import type { RealmHints, SearchHints } from './search-hints.ts';
import { mayHold } from './sieve.ts';
import { aroundToken, mayMatch, RECORD } from './token-entries.ts';
import { findRun, type TokenTable } from './token-table.ts';
import { allowed } from './work-limit.ts';

/** Answers from the store of one set of filters. Bound to one request at a time. */
export interface RealmSearch {
  /** The number of the first filter of a realm that matches, or -1. */
  first(realm: Realm, scan: RequestScan): number;
  /** Adds the numbers of all that match, each once. `target` is path and query of the request. */
  all(realm: Realm, scan: RequestScan, target: string, found: number[]): void;
  /** The numbers of the filters that the hostname alone is caught by, in a new list. */
  byName(realm: Realm, scan: RequestScan): readonly number[];
}

/** A realm with what makes looking into it quick. */
interface Prepared extends RealmHints {
  readonly index: RealmIndex;
  /** Its place among the realms. */
  readonly place: number;
}

const NO_IDS: readonly number[] = [];

/** Where to put all filters that match; null where the first is enough. */
type Found = number[] | null;

export function createRealmSearch(
  store: FilterStore,
  indexes: Readonly<Record<Realm, RealmIndex>>,
  hints: SearchHints,
  domainOf: DomainOf,
): RealmSearch {
  const { matches, applies, namesOf } = createFilterMatch(store, domainOf);
  const realms = Object.fromEntries(
    REALMS.map((realm, place) => [realm, { index: indexes[realm], place, ...hints.realms[realm] }]),
  ) as Record<Realm, Prepared>;
  const hostOwners = createHostMemory(
    REALMS.map((realm) => indexes[realm].hosts),
    store.patterns,
  );
  const hits: number[] = [];

  // Of the request that is being looked at: the tokens that some filter may have,
  // and the filters of its host.
  const tokens = new Uint16Array(MAX_TOKENS);
  let tokenCount = 0;
  let owners: HostOwners = [];
  let serial = -1;
  const begin = (scan: RequestScan): void => {
    serial = scan.serial;
    owners = hostOwners(scan.hostname);
    tokenCount = 0;
    for (let i = 0; i < scan.tokens; i++) {
      if (mayHold(hints.tokens, scan.tokenHash[i] as number)) tokens[tokenCount++] = i;
    }
  };

  const searchHosts = ({ place }: Prepared, scan: RequestScan, found: Found): number => {
    const ids = owners[place] as readonly number[];
    const count = allowed(scan, ids.length);
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      if (!applies(id, scan)) continue;
      if (found === null) return id;
      found.push(id);
    }
    return -1;
  };

  const searchRun = (
    { index, records }: Prepared,
    run: number,
    scan: RequestScan,
    token: number,
    found: Found,
  ): number => {
    const { starts, counts, offsets } = index.tokens;
    const start = (starts[run] as number) - 1;
    const end = start + allowed(scan, counts[run] as number);
    const around = aroundToken(scan, token);
    for (let entry = start; entry < end; entry++) {
      if (!mayMatch(records, entry * RECORD, around, scan)) continue;
      const id = records[entry * RECORD] as number;
      if (!matches(id, scan, scan.tokenAt[token] as number, offsets[entry] as number)) continue;
      if (found === null) return id;
      // A token can stand in the URL twice.
      if (!found.includes(id)) found.push(id);
    }
    return -1;
  };

  const searchTokens = (realm: Prepared, scan: RequestScan, found: Found): number => {
    const table: TokenTable = realm.index.tokens;
    if (table.size === 0) return -1;
    for (let i = 0; i < tokenCount; i++) {
      const token = tokens[i] as number;
      const hash = scan.tokenHash[token] as number;
      if (!mayHold(realm.tokens, hash)) continue;
      const run = findRun(table, hash);
      if (run === -1) continue;
      const id = searchRun(realm, run, scan, token, found);
      if (id !== -1) return id;
    }
    return -1;
  };

  const searchList = (ids: readonly number[], scan: RequestScan, found: Found): number => {
    const count = allowed(scan, ids.length);
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
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
    const count = allowed(scan, filters.length);
    for (let i = 0; i < count; i++) {
      const id = filters[i] as number;
      const bits = store.flags[id] as number;
      if ((bits & scan.types) === 0 || (bits & scan.party) === 0) continue;
      if (!mayHaveGrams(scan, grams[i] as number) || !matches(id, scan, -1, 0)) continue;
      if (found === null) return id;
      found.push(id);
    }
    return -1;
  };

  const search = (realm: Prepared, scan: RequestScan, found: Found): number => {
    const { index } = realm;
    if (index.size === 0) return -1;
    if (serial !== scan.serial) begin(scan);
    let id = searchHosts(realm, scan, found);
    if (id === -1) id = searchTokens(realm, scan, found);
    if (id === -1) id = searchPages(index, scan, found);
    if (id === -1) id = searchRest(index.rest, scan, found);
    return id;
  };

  return {
    first: (realm, scan) => search(realms[realm], scan, null),
    all: (realm, scan, target, found) => {
      const { index, fields } = realms[realm];
      if (index.size === 0) return;
      // Numbers are told apart within one set only, so what others found is out of the way.
      hits.length = 0;
      search(realms[realm], scan, hits);
      if ((index.fieldTypes & scan.types) !== 0 && mayHoldField(fields, scan)) {
        for (const field of queryFields(target)) {
          searchList(index.fields.get(field) ?? NO_IDS, scan, hits);
        }
      }
      for (const id of hits) found.push(id);
    },
    byName: (realm, scan) => {
      if (serial !== scan.serial) begin(scan);
      const found: number[] = [];
      searchHosts(realms[realm], scan, found);
      // A connection to a bare address has a name as well, which may be excepted: it is asked.
      const blocks = realm === 'block' || realm === 'important';
      const isAddress = blocks && isIpAddress(scan.hostname as Hostname);
      if (!isAddress) searchList(realms[realm].everywhere, scan, found);
      return found.filter((id) => ((store.flags[id] as number) & UNCONDITIONAL) !== 0);
    },
  };
}
