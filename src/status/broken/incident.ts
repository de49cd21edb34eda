import type { RecentExchange } from '../../model/recent.ts';
import type { Action } from '../../model/rule.ts';

/** Exchanges of one site with one host that the same rule acted on alike; the newest is the last. */
export interface Incident {
  /** Null for apps, and for connections that were not opened. */
  readonly site: string | null;
  readonly host: string;
  /** Each once, in the order in which they came first. */
  readonly paths: readonly string[];
  readonly exchanges: readonly RecentExchange[];
  readonly newest: RecentExchange;
}

/** More paths than these are no list that anybody reads. */
const MAX_PATHS = 50;

/** What was done to an exchange, where anything was. */
const ACTED: ReadonlySet<Action> = new Set(['block', 'stub', 'placeholder', 'strip', 'rewrite']);
const HELD: ReadonlySet<Action> = new Set(['block', 'stub', 'placeholder']);

/** Whether something was done to it, not only would have been. */
export function isActedOn({ action, observed }: RecentExchange): boolean {
  return !observed && ACTED.has(action);
}

/** Whether it was answered here and never reached whom it was for. */
export function isHeld({ action, observed }: RecentExchange): boolean {
  return !observed && HELD.has(action);
}

/** The site that a person had before them: a page is its own, whoever led to it. */
export function siteOf({ type, kind, host, page }: RecentExchange): string | null {
  return type === 'document' && kind !== 'tunnel' ? host : page;
}

/** Reports and beacons, for which no page waits. */
export function isReport({ tells, type }: RecentExchange): boolean {
  return tells || type === 'ping';
}

/** What was acted on, by site, host and rule; what pages wait for apart from mere reports. */
export function incidentsOf(exchanges: readonly RecentExchange[]): readonly Incident[] {
  const groups = new Map<string, [RecentExchange, ...RecentExchange[]]>();
  for (const one of exchanges) {
    if (!isActedOn(one)) continue;
    const { host, action, rule } = one;
    const what = one.kind === 'tunnel' ? 'connection' : isReport(one) ? 'report' : 'request';
    const key = JSON.stringify([siteOf(one), host, action, rule?.list, rule?.text, what]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => {
    const newest = group.at(-1) ?? group[0];
    const paths = [...new Set(group.map(({ path }) => path))].slice(0, MAX_PATHS);
    return { site: siteOf(newest), host: newest.host, paths, exchanges: group, newest };
  });
}

/**
 * The path that covers all of these, as narrow as a rule can be: the path
 * itself, else the folder that all are in; null where that is the whole host.
 */
export function commonPath(paths: readonly string[]): string | null {
  const [first, ...others] = paths;
  if (first === undefined) return null;
  if (others.length === 0) return first.length < 2 ? null : first;
  const folders = paths.map((path) => path.split('/').slice(1, -1));
  const shared = (folders[0] ?? []).filter((_name, depth, all) =>
    folders.every((folder) => all.slice(0, depth + 1).every((name, at) => folder[at] === name)),
  );
  return shared.length === 0 ? null : `/${shared.join('/')}`;
}
