import type { RuleProblem, RuleRef } from '../../model/rule.ts';
import type { Modifier, StubChoice } from '../filter/filter.ts';
import type { ListText } from '../filter/list-text.ts';
import { expiredIn } from './expired.ts';
import type { FilterData } from './filter-data.ts';
import { IS_IMPORTANT, IS_PLACEHOLDER } from './flags.ts';
import type { DomainOf } from './name-ids.ts';
import { createNamedHosts } from './named-hosts.ts';
import { readProblems } from './problem-log.ts';
import { createRealmSearch } from './realm-search.ts';
import type { Realm } from './realms.ts';
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
  /** The first filter that asks for no more than the hostname, who asks and when, or -1. */
  unconditional(realm: Realm, scan: RequestScan): number;
  isEmpty(realm: Realm): boolean;
  /** Whether some filter that acts may be about this host; see `named-hosts.ts`. */
  mayName(hostname: string): boolean;
  /** List, line, and the line as written. */
  ref(filter: number): RuleRef;
  isStub(filter: number): boolean;
  isImportant(filter: number): boolean;
  /** The stand-in that it names, or null. */
  stub(filter: number): StubChoice | null;
  isPlaceholder(filter: number): boolean;
  /** True where some filter asks for the head of a response. */
  readonly asksResponses: boolean;
  modifier(filter: number): Modifier | null;
}

/**
 * Makes the set that answers from compiled data. `texts` are the lists that it
 * was compiled from, in the same order: what a rule says is read from them.
 * `now` is in milliseconds since the epoch.
 */
export function createFilterSet(
  data: FilterData,
  texts: readonly ListText[],
  domainOf: DomainOf,
  now: () => number,
): FilterSet {
  const { store, indexes, hints, lists } = data;
  const search = createRealmSearch(store, indexes, hints, domainOf);
  const textOf = (filter: number): ListText => {
    let found = 0;
    lists.forEach(({ first }, i) => {
      if (first <= filter) found = i;
    });
    return texts[found] as ListText;
  };
  return {
    size: lists.reduce((sum, list) => sum + list.rules, 0),
    lists: lists.map(({ list, rules, problems, first }, i) => ({
      list,
      rules,
      problems: () => {
        const end = lists[i + 1]?.first ?? store.size;
        const text = texts[i] as ListText;
        const expired = expiredIn(store, first, end, text, now());
        const all = [...readProblems(problems, text), ...expired];
        return expired.length === 0 ? all : all.sort((a, b) => a.line - b.line);
      },
    })),
    first: search.first,
    all: search.all,
    always: (realm) => indexes[realm].always,
    unconditional: (realm, scan) => search.byName(realm, scan)[0] ?? -1,
    isEmpty: (realm) => indexes[realm].size === 0,
    mayName: createNamedHosts(data),
    ref: (filter) => {
      const text = textOf(filter);
      const line = store.lines[filter] as number;
      return { list: text.list, line, text: text.text(line).trim() };
    },
    isStub: (filter) => store.stubs.has(filter),
    isImportant: (filter) => ((store.flags[filter] as number) & IS_IMPORTANT) !== 0,
    stub: (filter) => store.stubs.get(filter) ?? null,
    isPlaceholder: (filter) => ((store.flags[filter] as number) & IS_PLACEHOLDER) !== 0,
    asksResponses: [...store.rare.values()].some(({ conditions }) =>
      conditions.headers.some(({ of }) => of === 'response'),
    ),
    modifier: (filter) => store.modifiers.get(filter) ?? null,
  };
}
