import { ANY_TYPE, type TypeMask } from '../../model/request.ts';
import type { Filter, Pattern } from '../filter/filter.ts';
import { gramsOf, type RestList, restListBuilder } from './grams.ts';
import { growingNumbers } from './growing.ts';
import { createHostTable, type HostTable, type NamePlaces } from './host-table.ts';
import { createTokenTable, type TokenEntry, type TokenTable } from './token-table.ts';
import { isCommon, type Token, tokenRank, tokensOf } from './tokens.ts';

/**
 * The filters that are asked one question ("who blocks?", "who excepts?"),
 * each in one of four places, so that a request meets few of them:
 *
 *     ||ads.example^               hosts   by the hostname's suffixes
 *     /banner/*.gif                tokens  by the rarest whole word of its pattern
 *     *$script,domain=a.example    pages   by the page, where there is no such word,
 *                                          or many filters share it
 *     *$image,third-party          rest    tried on every request that may hold its text
 */
export interface RealmIndex {
  readonly size: number;
  readonly hosts: HostTable;
  readonly tokens: TokenTable;
  /** By the number of a name of `$domain`. */
  readonly pages: ReadonlyMap<number, readonly number[]>;
  readonly rest: RestList;
  /** Query edits that take away a named field, by that name; in none of the other places. */
  readonly fields: ReadonlyMap<string, readonly number[]>;
  /** All types that one of `fields` is for. */
  readonly fieldTypes: TypeMask;
  /** Edits of cookies and headers that every request gets; in none of the other places. */
  readonly always: readonly number[];
}

export interface RealmIndexBuilder {
  add(filter: Filter, id: number): void;
  /** A generator: a long list takes longer than others should wait. */
  finish(patterns: NamePlaces): Generator<void, RealmIndex, void>;
}

/** A filter that waits for the counts of all tokens. */
interface Waiting {
  readonly id: number;
  readonly tokens: readonly Token[];
  /** The pages that the filter is limited to, in numbers; null where it is not. */
  readonly pages: readonly number[] | null;
  /** Null where it is text, which is compared at once. */
  readonly regex: Pattern | null;
}

const PER_SLICE = 5000;

/** Where more filters share a word, those limited to pages are found by the page. */
const MAX_SHARED = 8;

export function realmIndexBuilder(nameId: (name: string) => number): RealmIndexBuilder {
  const hosts = growingNumbers();
  const waiting: Waiting[] = [];
  const uses = new Map<number, number>();
  const pages = new Map<number, number[]>();
  const fields = new Map<string, number[]>();
  let fieldTypes = 0;
  const always: number[] = [];
  const rest = restListBuilder();
  let size = 0;

  const add = (filter: Filter, id: number): void => {
    size++;
    const field = fieldOf(filter);
    if (field !== null) {
      append(fields, field, id);
      fieldTypes |= filter.types;
    } else if (isAlways(filter)) always.push(id);
    else if (filter.pattern.kind === 'host') hosts.push(id);
    else addPattern(filter, id);
  };

  const addPattern = (filter: Filter, id: number): void => {
    const tokens = tokensOf(filter.pattern);
    const own = pagesOf(filter);
    const regex = filter.pattern.kind === 'regex' ? filter.pattern : null;
    if (tokens.length > 0) waiting.push({ id, tokens, pages: own, regex });
    else if (own === null) rest.add(filter.pattern, id);
    else addToPages(own, id);
    for (const { hash } of tokens) uses.set(hash, (uses.get(hash) ?? 0) + 1);
  };

  const pagesOf = ({ page }: Filter): readonly number[] | null =>
    page !== null && page.include.length > 0 && page.includeRegex.length === 0
      ? [...new Set(page.include)].map(nameId)
      : null;

  const addToPages = (own: readonly number[], id: number): void => {
    for (const page of own) append(pages, page, id);
  };

  /** Puts a filter whose best word is too frequent where it is met less, if there is such a place. */
  const isElsewhere = ({ id, tokens, pages: own, regex }: Waiting): boolean => {
    const { hash } = rarest(tokens, uses);
    const rank = tokenRank(hash, uses.get(hash) ?? 0);
    if (own !== null && rank > MAX_SHARED) addToPages(own, id);
    else if (regex !== null && isCommon(rank) && gramsOf(regex) !== 0) rest.add(regex, id);
    else return false;
    return true;
  };

  const finish = function* (patterns: NamePlaces): Generator<void, RealmIndex, void> {
    const runs = new Map<number, TokenEntry[]>();
    let count = 0;
    for (const one of waiting) {
      if (isElsewhere(one)) continue;
      const { hash, offset } = rarest(one.tokens, uses);
      append(runs, hash, { filter: one.id, offset });
      if (++count % PER_SLICE === 0) yield;
    }
    yield;
    const tokens = yield* createTokenTable(runs, count);
    yield;
    return {
      size,
      hosts: yield* createHostTable(patterns, hosts.finish()),
      tokens,
      pages,
      rest: rest.finish(),
      fields,
      fieldTypes,
      always,
    };
  };
  return { add, finish };
}

/** The field that a filter takes away by name, or null. */
function fieldOf({ modifier, exception }: Filter): string | null {
  if (exception || modifier?.kind !== 'query') return null;
  return modifier.test.kind === 'name' && !modifier.test.negated ? modifier.test.name : null;
}

/** Lists against cookies have hundreds of these: `$cookie=_uid`. */
function isAlways({ modifier, exception, pattern, types, ...filter }: Filter): boolean {
  if (exception || modifier === null || modifier.kind === 'query') return false;
  const isFree =
    filter.page === null && filter.target === null && filter.methods === 0 && filter.rare === null;
  return isFree && pattern.kind === 'any' && types === ANY_TYPE && filter.party === 'any';
}

function rarest(tokens: readonly Token[], uses: ReadonlyMap<number, number>): Token {
  let best = tokens[0] as Token;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const token of tokens) {
    const rank = tokenRank(token.hash, uses.get(token.hash) ?? 0);
    if (rank >= bestRank) continue;
    best = token;
    bestRank = rank;
  }
  return best;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
