import type { Fingerprint } from '../../../../src/model/program.ts';
import type { Recent, RecentExchange, RecentRefusal } from '../../../../src/model/recent.ts';
import { NOW } from '../../../support/status-ports.ts';

/** The moment that is asked about. */
export { NOW };
export const APP = 'a'.repeat(24) as Fingerprint;

export const lastTwoLabels = (host: string): string => host.split('.').slice(-2).join('.');

/** An exchange by its address, `host/path`, so many seconds ago; it passed, unless told otherwise. */
export function asked(
  ago: number,
  address: string,
  change: Partial<RecentExchange> = {},
): RecentExchange {
  const [, host = '', path = ''] = /^([^/]+)(.*)$/.exec(address) ?? [];
  return {
    at: NOW - ago * 1_000,
    duration: 20,
    kind: 'https',
    method: 'GET',
    host,
    port: 443,
    path,
    page: 'shop.test',
    type: 'xhr',
    action: 'pass',
    observed: false,
    rule: null,
    undone: null,
    tracker: null,
    status: 200,
    tunnel: null,
    tells: false,
    ...change,
  };
}

/** The page itself. */
export function opened(ago: number, address: string, change: Partial<RecentExchange> = {}) {
  return asked(ago, address, { type: 'document', page: null, ...change });
}

/** Answered here by a rule. */
export function blocked(ago: number, address: string, change: Partial<RecentExchange> = {}) {
  const [host = ''] = address.split('/');
  const rule = { list: 'easyprivacy', line: 7, text: `||${host}^` };
  return asked(ago, address, { action: 'block', rule, status: null, type: 'script', ...change });
}

/** A connection, of which nothing but its host is known. */
export function tunnelled(ago: number, host: string, change: Partial<RecentExchange> = {}) {
  const kind = { kind: 'tunnel', type: 'other', method: 'CONNECT', page: null } as const;
  return asked(ago, host, { ...kind, status: null, tunnel: 'refused', ...change });
}

export function refusal(
  ago: number,
  host: string,
  kind: RecentRefusal['kind'] = 'alert',
): RecentRefusal {
  return { at: NOW - ago * 1_000, host, program: APP, kind };
}

export function recent(
  exchanges: readonly RecentExchange[],
  refusals: readonly RecentRefusal[] = [],
): Recent {
  return { exchanges, refusals };
}
