import type { LogReader } from '../model/log.ts';
import type { LogQueries } from './queries.ts';

/** Answers from this thread. */
export function logReader(queries: LogQueries): LogReader {
  return {
    rows: async (filter) => queries.rows(filter),
    row: async (id) => queries.row(id),
    overview: async (range) => queries.overview(range),
    names: async (of) => queries.names(of),
    links: async (range) => queries.links(range),
    trackers: async (range) => queries.trackers(range),
    sites: async (range) => queries.sites(range),
    tracker: async (name, range) => queries.tracker(name, range),
    site: async (name, range) => queries.site(name, range),
    device: async (id, range) => queries.device(id, range),
    weeks: async (until) => queries.weeks(until),
    ruleHits: async (range) => queries.ruleHits(range),
  };
}
