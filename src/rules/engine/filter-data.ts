import type { FilterStore } from './filter-store.ts';
import type { ProblemData } from './problem-log.ts';
import type { RealmIndex } from './realm-index.ts';
import type { Realm } from './realms.ts';
import type { SearchHints } from './search-hints.ts';

/**
 * Compiled lists as plain data: numbers in flat blocks, strings, arrays and
 * maps, no functions. It can go to another thread, and to a file.
 */
export interface FilterData {
  readonly store: FilterStore;
  readonly indexes: Readonly<Record<Realm, RealmIndex>>;
  readonly hints: SearchHints;
  /** In the order of their filters. */
  readonly lists: readonly ListData[];
}

/** A list in a set: the numbers of its filters begin with `first`. */
export interface ListData {
  readonly list: string;
  readonly first: number;
  readonly rules: number;
  readonly problems: ProblemData;
}
