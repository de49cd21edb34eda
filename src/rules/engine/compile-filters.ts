import { ANY_TYPE } from '../../model/request.ts';
import { canonicalText } from '../filter/canonical.ts';
import type { Filter } from '../filter/filter.ts';
import { parseLine } from '../filter/line.ts';
import { readList } from '../filter/list.ts';
import type { ListText } from '../filter/list-text.ts';
import { DEFAULT_TYPES } from '../filter/option-names.ts';
import { undoing } from '../filter/undo.ts';
import type { FilterData, ListData } from './filter-data.ts';
import { type FilterStore, filterStoreBuilder } from './filter-store.ts';
import { problemLog } from './problem-log.ts';
import { type RealmIndex, type RealmIndexBuilder, realmIndexBuilder } from './realm-index.ts';
import { REALMS, type Realm, realmOf } from './realms.ts';
import { createSearchHints } from './search-hints.ts';

/**
 * The filters that `$badfilter` lines of lists undo, as canonical texts. A
 * generator, as `compileFilters` is: requests may wait for it.
 */
export function* badfiltersOf(texts: readonly ListText[]): Generator<void, Set<string>, void> {
  const found = new Set<string>();
  for (const text of texts) {
    for (const line of text.textsWith('badfilter')) {
      const parsed = parseLine(line);
      if (parsed.kind === 'badfilter') found.add(canonicalText(parsed.filter));
      yield;
    }
  }
  return found;
}

export interface CompileOptions {
  /** Canonical texts of filters that are not to be in force. */
  readonly badfilters: ReadonlySet<string>;
  /** A person's own filters: without types, they are meant for main documents too. */
  readonly personal: boolean;
}

/**
 * Compiles lists into the data of one set. A generator: between two of its slices,
 * each a few milliseconds, the caller can let requests through.
 */
export function* compileFilters(
  texts: readonly ListText[],
  { badfilters, personal }: CompileOptions,
): Generator<void, FilterData, void> {
  const store = filterStoreBuilder();
  const builders = newBuilders(store.nameId);
  const undo = undoing(badfilters);
  const lists: ListData[] = [];
  let size = 0;
  for (const text of texts) {
    const problems = problemLog();
    let rules = 0;
    const first = size;
    yield* readList(text, {
      filter: (filter, line) => {
        const left = undo(filter);
        if (left === null) return;
        rules++;
        for (const part of partsOf(personal ? withPages(left) : left)) {
          builders[realmOf(part)].add(part, store.add(part, line));
          size++;
        }
      },
      badfilter: () => {
        rules++;
      },
      problem: problems.add,
    });
    lists.push({ list: text.list, first, rules, problems: problems.finish() });
  }
  const finished = yield* store.finish();
  const indexes = yield* finishAll(builders, finished);
  const hints = yield* createSearchHints(finished, indexes);
  return { store: finished, indexes, hints, lists };
}

function withPages(filter: Filter): Filter {
  return filter.types === DEFAULT_TYPES ? { ...filter, types: ANY_TYPE } : filter;
}

/** By the name that uBlock's lists have for it. */
const PLACEHOLDER = { name: 'click2load.html', priority: 0 } as const;

/**
 * A filter as those that are compiled. A block with a stand-in, or with a
 * placeholder, is two: one that blocks, and one that has a say in how all that
 * is blocked there is answered.
 * An allowed page is two, one for its address and one for all that it asks for,
 * and both again for what others would edit.
 */
function partsOf(filter: Filter): readonly Filter[] {
  if (filter.action === 'stub') return [filter, { ...filter, action: 'redirect' }];
  if (filter.action === 'placeholder') {
    return [filter, { ...filter, action: 'redirect', stub: PLACEHOLDER }];
  }
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
  return [filter, whole].flatMap((part) => [part, keeping(part)]);
}

function keeping(filter: Filter): Filter {
  return { ...filter, action: 'edit', modifier: { kind: 'everything' } };
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
