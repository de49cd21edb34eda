import { ANY_TYPE } from '../../model/request.ts';
import type { RuleProblem, RuleRef } from '../../model/rule.ts';
import { canonicalText, patternTextOf } from '../filter/canonical.ts';
import type { Filter, Modifier } from '../filter/filter.ts';
import { parseLine } from '../filter/line.ts';
import { readList } from '../filter/list.ts';
import type { ListText } from '../filter/list-text.ts';
import { DEFAULT_TYPES } from '../filter/option-names.ts';
import { type FilterStore, filterStoreBuilder } from './filter-store.ts';
import { IS_STUB, UNCONDITIONAL } from './flags.ts';
import type { DomainOf } from './name-ids.ts';
import { type ProblemLog, problemLog } from './problem-log.ts';
import { type RealmIndex, type RealmIndexBuilder, realmIndexBuilder } from './realm-index.ts';
import { createRealmSearch, type RealmSearch } from './realm-search.ts';
import { REALMS, type Realm, realmOf } from './realms.ts';
import type { RequestScan } from './request-scan.ts';

/** One list of a set. */
export interface FilterListInfo {
  readonly list: string;
  readonly rules: number;
  /** Made anew at each call: a public list has tens of thousands. */
  problems(): readonly RuleProblem[];
}

/** Compiled filter lists. A filter is known by its number, which is good for this set alone. */
export interface FilterSet {
  readonly size: number;
  readonly lists: readonly FilterListInfo[];
  /** The first filter of a realm that matches, or -1. */
  first(realm: Realm, scan: RequestScan): number;
  /** Adds all that match but the `always`, each once; `target` is path and query of the request. */
  all(realm: Realm, scan: RequestScan, target: string, found: number[]): void;
  /** Those that match every request. */
  always(realm: Realm): readonly number[];
  /** The first filter that asks for the hostname and nothing else, or -1. */
  unconditional(realm: Realm, scan: RequestScan): number;
  isEmpty(realm: Realm): boolean;
  /** List, line, and the line as written. */
  ref(filter: number): RuleRef;
  isStub(filter: number): boolean;
  modifier(filter: number): Modifier | null;
}

/** The filters that `$badfilter` lines of a list undo, as canonical texts. */
export function badfiltersOf(text: ListText): readonly string[] {
  return text.linesWith('badfilter').flatMap((line) => {
    const parsed = parseLine(text.text(line));
    return parsed.kind === 'badfilter' ? [canonicalText(parsed.filter)] : [];
  });
}

export interface CompileOptions {
  /** Canonical texts of filters that are not to be in force. */
  readonly badfilters: ReadonlySet<string>;
  /** A person's own filters: without types, they are meant for main documents too. */
  readonly personal: boolean;
  readonly domainOf: DomainOf;
}

/**
 * Compiles lists into one set. A generator: between two of its slices, each a few
 * milliseconds, the caller can let requests through.
 */
export function* compileFilters(
  texts: readonly ListText[],
  { badfilters, personal, domainOf }: CompileOptions,
): Generator<void, FilterSet, void> {
  const store = filterStoreBuilder();
  const builders = newBuilders(store.nameId);
  const badTexts = new Set([...badfilters].map(patternTextOf));
  const sources: Source[] = [];
  let size = 0;
  for (const text of texts) {
    const problems = problemLog();
    let rules = 0;
    const first = size;
    yield* readList(text, {
      filter: (filter, line) => {
        if (badTexts.has(filter.pattern.text) && badfilters.has(canonicalText(filter))) return;
        rules++;
        for (const part of partsOf(personal ? withPages(filter) : filter)) {
          builders[realmOf(part)].add(part, store.add(part, line));
          size++;
        }
      },
      badfilter: () => {
        rules++;
      },
      problem: problems.add,
    });
    sources.push({ text, first, rules, problems });
  }
  const finished = yield* store.finish();
  const indexes = yield* finishAll(builders, finished);
  return createFilterSet(createRealmSearch(finished, domainOf), finished, indexes, sources);
}

/** A list in a set: the numbers of its filters begin with `first`. */
interface Source {
  readonly text: ListText;
  readonly first: number;
  readonly rules: number;
  readonly problems: ProblemLog;
}

function withPages(filter: Filter): Filter {
  return filter.types === DEFAULT_TYPES ? { ...filter, types: ANY_TYPE } : filter;
}

/** An allowed page is two filters: one for its address, one for all that it asks for. */
function partsOf(filter: Filter): readonly Filter[] {
  if (!filter.wholePage || filter.page !== null) return [filter];
  const page = {
    include: [filter.pattern.text],
    exclude: [],
    includeRegex: [],
    excludeRegex: [],
  };
  const whole: Filter = {
    ...filter,
    pattern: { kind: 'any', text: '', left: 'none', right: false },
    types: DEFAULT_TYPES,
    page,
    wholePage: false,
  };
  return [filter, whole];
}

function newBuilders(nameId: (name: string) => number): Record<Realm, RealmIndexBuilder> {
  const builders = REALMS.map((realm) => [realm, realmIndexBuilder(nameId)] as const);
  return Object.fromEntries(builders) as Record<Realm, RealmIndexBuilder>;
}

function* finishAll(
  builders: Record<Realm, RealmIndexBuilder>,
  store: FilterStore,
): Generator<void, Record<Realm, RealmIndex>, void> {
  const indexes: Partial<Record<Realm, RealmIndex>> = {};
  for (const realm of REALMS) indexes[realm] = yield* builders[realm].finish(store.patterns);
  return indexes as Record<Realm, RealmIndex>;
}

function createFilterSet(
  search: RealmSearch,
  store: FilterStore,
  indexes: Readonly<Record<Realm, RealmIndex>>,
  sources: readonly Source[],
): FilterSet {
  const sourceOf = (filter: number): Source => {
    let found = sources[0] as Source;
    for (const source of sources) if (source.first <= filter) found = source;
    return found;
  };
  return {
    size: sources.reduce((sum, source) => sum + source.rules, 0),
    lists: sources.map(({ text, rules, problems }) => ({
      list: text.list,
      rules,
      problems: () => problems.read(text.list, text),
    })),
    first: (realm, scan) => search.first(indexes[realm], scan),
    all: (realm, scan, target, found) => {
      if (indexes[realm].size > 0) search.all(indexes[realm], scan, target, found);
    },
    always: (realm) => indexes[realm].always,
    unconditional: (realm, scan) =>
      search
        .hosts(indexes[realm], scan)
        .find((id) => ((store.flags[id] as number) & UNCONDITIONAL) !== 0) ?? -1,
    isEmpty: (realm) => indexes[realm].size === 0,
    ref: (filter) => {
      const { text } = sourceOf(filter);
      const line = store.lines[filter] as number;
      return { list: text.list, line, text: text.text(line).trim() };
    },
    isStub: (filter) => ((store.flags[filter] as number) & IS_STUB) !== 0,
    modifier: (filter) => store.modifiers.get(filter) ?? null,
  };
}
