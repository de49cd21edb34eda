import type { TunnelReason } from '../../model/connection.ts';
import type { RecentExchange } from '../../model/recent.ts';
import { isHeld } from './incident.ts';
import { isFailed } from './weigh.ts';

/** What happened besides, of which nothing was Eyelid's doing. */
export interface Others {
  /** Went through as it came. */
  readonly passed: number;
  /** Would have been acted on, on a device that is only observed. */
  readonly observed: number;
  /** Passed through unopened, by host; the most frequent first. */
  readonly unopened: readonly {
    readonly host: string;
    readonly reason: TunnelReason;
    readonly count: number;
  }[];
  /** Refused or left unanswered by servers, by host and what they said. */
  readonly failed: readonly {
    readonly host: string;
    readonly status: number | null;
    readonly count: number;
  }[];
}

const MAX_HOSTS = 8;

/** Counts what was not acted on. */
export function countOthers(exchanges: readonly RecentExchange[]): Others {
  const unopened = new Map<string, Others['unopened'][number]>();
  const failed = new Map<string, Others['failed'][number]>();
  let passed = 0;
  let observed = 0;
  for (const one of exchanges) {
    const { host, status, tunnel: reason } = one;
    if (one.observed && one.action !== 'pass') observed += 1;
    if (reason !== null) add(unopened, `${host} ${reason}`, { host, reason });
    else if (isHeld(one) || one.kind === 'tunnel') continue;
    else if (isFailed(one)) add(failed, `${host} ${status}`, { host, status });
    else passed += 1;
  }
  return { passed, observed, unopened: most(unopened), failed: most(failed) };
}

function add<T extends { readonly count: number }>(
  counts: Map<string, T>,
  key: string,
  what: Omit<T, 'count'>,
): void {
  const count = (counts.get(key)?.count ?? 0) + 1;
  counts.set(key, { ...what, count } as T);
}

function most<T extends { readonly count: number }>(counts: Map<string, T>): readonly T[] {
  return [...counts.values()].toSorted((a, b) => b.count - a.count).slice(0, MAX_HOSTS);
}
