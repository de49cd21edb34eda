import type { LogFilter, LogReader } from '../model/log.ts';
import { type LogDatabase, markDamaged } from './database.ts';
import { LogQueries } from './queries.ts';
import { type Question, ReadThread } from './read-thread.ts';

export interface OpenLogReader extends LogReader {
  close(): Promise<void>;
}

/** The worker beside this file in the built program; null in sources, which Node 20 cannot run in a thread. */
export function builtReadWorker(): URL | null {
  return import.meta.url.endsWith('.js') ? new URL('read-worker.js', import.meta.url) : null;
}

/**
 * Answers beside the writer in threads of its own, so that no request waits for
 * a question of the page: searches in one, which may take a second, everything
 * else in another. A log in memory, which no thread can open, is read here, and
 * so is any where there is no `worker`.
 */
export function openLogReader(
  db: LogDatabase,
  warn: (message: string) => void,
  worker: URL | null = builtReadWorker(),
): OpenLogReader {
  if (worker === null || db.memory) return readHere(new LogQueries(db));
  const path = db.name;
  const damaged = () => markDamaged(path);
  const options = { worker, path, warn, damaged };
  const searching = new ReadThread(options);
  const looking = new ReadThread(options);
  const ask = <Asked extends Question>(
    question: Asked,
    ...parameters: Parameters<LogReader[Asked]>
  ) => {
    const [filter] = parameters;
    const thread = question === 'rows' && isSearch(filter as LogFilter) ? searching : looking;
    return thread.ask(question, parameters) as ReturnType<LogReader[Asked]>;
  };
  return {
    rows: (filter) => ask('rows', filter),
    row: (id) => ask('row', id),
    overview: (range) => ask('overview', range),
    names: (of) => ask('names', of),
    links: (range) => ask('links', range),
    trackers: (range) => ask('trackers', range),
    sites: (range) => ask('sites', range),
    tracker: (name, range) => ask('tracker', name, range),
    site: (name, range) => ask('site', name, range),
    device: (id, range) => ask('device', id, range),
    weeks: (until) => ask('weeks', until),
    ruleHits: (range) => ask('ruleHits', range),
    close: async () => {
      await Promise.all([searching.close(), looking.close()]);
    },
  };
}

/** Paging is quick, and so is what has one condition at most that is no text. */
const QUICK: readonly string[] = ['before', 'after', 'limit', 'since', 'until'];

function isSearch(filter: LogFilter): boolean {
  const conditions = Object.keys(filter).filter((name) => !QUICK.includes(name));
  return filter.text !== undefined || conditions.length > 1;
}

function readHere(queries: LogQueries): OpenLogReader {
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
    close: async () => queries.close(),
  };
}
