import type { FilterStore } from './filter-store.ts';
import { IS_ANY, UNCONDITIONAL } from './flags.ts';
import { sieveOfFields } from './query-fields.ts';
import type { RealmIndex } from './realm-index.ts';
import { REALMS, type Realm } from './realms.ts';
import { createSieve, type Sieve } from './sieve.ts';
import { createTokenEntries } from './token-entries.ts';
import { tokenHashes } from './token-table.ts';

/** What says soon that a realm has nothing for a request. */
export interface RealmHints {
  readonly tokens: Sieve;
  /** Names of query fields. */
  readonly fields: Sieve;
  /** The entries of the token table (see token-entries.ts). */
  readonly records: Uint32Array;
  /** Filters for every address, limited only by who asks and when. */
  readonly everywhere: readonly number[];
}

/** Plain data like the indexes it is made from, since making it takes a while. */
export interface SearchHints {
  /** The tokens of all realms together. */
  readonly tokens: Sieve;
  readonly realms: Readonly<Record<Realm, RealmHints>>;
}

/** A generator: a long list takes longer than others should wait. */
export function* createSearchHints(
  store: FilterStore,
  indexes: Readonly<Record<Realm, RealmIndex>>,
): Generator<void, SearchHints, void> {
  const realms: Partial<Record<Realm, RealmHints>> = {};
  for (const realm of REALMS) {
    yield;
    realms[realm] = yield* createRealmHints(indexes[realm], store);
  }
  yield;
  const tokens = createSieve(REALMS.flatMap((realm) => tokenHashes(indexes[realm].tokens)));
  return { tokens, realms: realms as Record<Realm, RealmHints> };
}

function* createRealmHints(
  index: RealmIndex,
  store: FilterStore,
): Generator<void, RealmHints, void> {
  return {
    tokens: createSieve(tokenHashes(index.tokens)),
    fields: sieveOfFields(index.fields.keys()),
    records: yield* createTokenEntries(index.tokens, store),
    everywhere: [...index.rest.filters].filter((id) => {
      const bits = store.flags[id] as number;
      return (bits & IS_ANY) !== 0 && (bits & UNCONDITIONAL) !== 0;
    }),
  };
}
