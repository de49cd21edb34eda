import type {
  Link,
  NamedTried,
  RuleHits,
  SiteInsight,
  TrackerInsight,
  Weeks,
} from '../model/insight.ts';
import type { DeviceInsight, LogFilter, LogRow, Overview, TimeRange } from '../model/log.ts';
import { type LogDatabase, openReader } from './database.ts';
import { createLinks } from './insight/links.ts';
import { createLists } from './insight/lists.ts';
import { createNames } from './insight/names.ts';
import { createOnes } from './insight/one.ts';
import { createRuleHits } from './insight/rule-hits.ts';
import { createWeeks } from './insight/weeks.ts';
import { createOverview } from './overview.ts';
import { createDetailLoader } from './row-details.ts';
import { createRowLoader } from './rows.ts';
import { createSearch } from './search.ts';

/**
 * Reads the log, beside a writer in this or another process. Answers come from
 * prepared statements and are bounded: at most 1000 rows, a text looked for in
 * at most 10,000 rows that meet the other conditions (among at most a quarter
 * of a million that may), conditions that hardly ever meet for about a second (so a page of a search may be short although
 * older rows exist). What is counted by days is told in whole days (UTC), the
 * overview in whole hours.
 */
export class LogQueries {
  readonly #db: LogDatabase;
  readonly #owned: boolean;
  readonly #asked: ReturnType<typeof questions>;

  /**
   * Takes the path of a log, or the writer's database: of that the file is
   * opened once more, read-only; only a log in memory is read on the writer's
   * own connection. Throws AppError LOG_UNUSABLE where there is no log to read.
   */
  constructor(source: string | LogDatabase) {
    this.#owned = typeof source === 'string' || !source.memory;
    if (typeof source === 'string') this.#db = openReader(source);
    else this.#db = source.memory ? source : openReader(source.name);
    this.#asked = questions(this.#db);
  }

  rows(filter: LogFilter): readonly LogRow[] {
    const order = filter.after === undefined ? -1 : 1;
    const { load, find } = this.#asked;
    return load(find(filter)).toSorted((a, b) => order * (a.id - b.id));
  }

  /** With its details. */
  row(id: number): LogRow | null {
    const [row] = this.#asked.load([id]);
    return row === undefined ? null : this.#asked.details(row);
  }

  /** Begins with the whole hour that holds `since`. */
  overview(range: TimeRange): Overview {
    return this.#asked.overview(range);
  }

  names(of: 'tracker' | 'page' | 'list'): readonly string[] {
    return this.#asked.names(of);
  }

  links(range: TimeRange): readonly Link[] {
    return this.#asked.links(range);
  }

  trackers(range: TimeRange): readonly (NamedTried & { readonly sites: number })[] {
    return this.#asked.lists.trackers(range);
  }

  sites(range: TimeRange): readonly (NamedTried & { readonly trackers: number })[] {
    return this.#asked.lists.sites(range);
  }

  tracker(name: string, range: TimeRange): TrackerInsight | null {
    return this.#asked.ones.tracker(name, range);
  }

  site(name: string, range: TimeRange): SiteInsight | null {
    return this.#asked.ones.site(name, range);
  }

  device(id: string, range: TimeRange): DeviceInsight | null {
    return this.#asked.ones.device(id, range);
  }

  weeks(until: number): Weeks {
    return this.#asked.weeks(until);
  }

  ruleHits(range: TimeRange): readonly RuleHits[] {
    return this.#asked.ruleHits(range);
  }

  close(): void {
    if (this.#owned) this.#db.close();
  }
}

function questions(db: LogDatabase) {
  return {
    find: createSearch(db),
    load: createRowLoader(db),
    details: createDetailLoader(db),
    overview: createOverview(db),
    names: createNames(db),
    links: createLinks(db),
    lists: createLists(db),
    ones: createOnes(db),
    weeks: createWeeks(db),
    ruleHits: createRuleHits(db),
  };
}
