import type { LogFilter, LogRow } from '../model/log.ts';
import { ACTIONS, type Action } from '../model/rule.ts';

/** The part of a filter that a person chooses; what is absent does not limit. */
export type Conditions = Omit<LogFilter, 'limit' | 'before' | 'after'>;

/** The words of the address bar. `last` is a span of time that ends now. */
const TEXT_KEYS = ['device', 'host', 'page', 'tracker', 'list', 'text'] as const;
export const SPANS = { '15m': 15, '1h': 60, '24h': 1440, '7d': 10_080 } as const;
export type Span = keyof typeof SPANS;
const MINUTE = 60_000;
const MAX_TEXT = 200;

/**
 * Reads the conditions of `?host=…&action=…`. What is unknown or empty is left
 * out, texts are cut at 200 characters: an address from anywhere is harmless.
 */
export function parseConditions(query: URLSearchParams, now: number): Conditions {
  const texts = TEXT_KEYS.flatMap((key) => {
    const value = (query.get(key) ?? '').trim().slice(0, MAX_TEXT);
    return value === '' ? [] : [[key, key === 'host' || key === 'page' ? bare(value) : value]];
  });
  const action = parseAction(query.get('action'));
  const span = parseSpan(query.get('last'));
  const since = span === null ? parseNumber(query.get('since')) : now - SPANS[span] * MINUTE;
  const until = parseNumber(query.get('until'));
  return {
    ...Object.fromEntries(texts),
    ...(action === null ? {} : { action }),
    ...(since === null ? {} : { since }),
    ...(until === null ? {} : { until }),
  };
}

export function parseSpan(text: string | null): Span | null {
  return text !== null && Object.hasOwn(SPANS, text) ? (text as Span) : null;
}

/** A whole number of at most 15 digits, else null. */
export function parseNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function parseAction(text: string | null): Action | null {
  return ACTIONS.find((action) => action === text) ?? null;
}

/** People paste what is in the address bar: `https://Shop.example/x` is `shop.example`. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/\.$/, '');
}

/**
 * The address of the log with some keys set or, given null, taken out. Paging
 * starts again, since a changed filter has other pages.
 */
export function logAddress(
  query: URLSearchParams,
  changes: Readonly<Record<string, string | null>> & { readonly before?: string } = {},
): string {
  const next = new URLSearchParams();
  for (const key of [...TEXT_KEYS, 'action', 'last', 'since', 'until']) {
    const value = Object.hasOwn(changes, key) ? changes[key] : query.get(key);
    if (value !== null && value !== undefined && value !== '') next.set(key, value);
  }
  const { before } = changes;
  if (before !== undefined) next.set('before', before);
  const text = next.toString();
  return text === '' ? '/log' : `/log?${text}`;
}

/** Whether a live row meets the conditions, as the log's own queries mean them. */
export function meets(row: LogRow, conditions: Conditions): boolean {
  const { device, host, page, tracker, action, list, text, since, until } = conditions;
  return (
    same(device, row.device) &&
    (host === undefined || row.host === host || row.host.endsWith(`.${host}`)) &&
    same(page, row.page) &&
    same(tracker, row.tracker) &&
    same(action, row.action) &&
    same(list, row.rule?.list) &&
    (since === undefined || row.at >= since) &&
    (until === undefined || row.at <= until) &&
    (text === undefined || mentions(row, text.toLowerCase()))
  );
}

function same(wanted: string | undefined, actual: string | null | undefined): boolean {
  return wanted === undefined || wanted === actual;
}

function mentions(row: LogRow, text: string): boolean {
  const places = [row.host, row.path, row.page, row.rule?.text, row.tracker, row.deviceName];
  return places.some((place) => place?.toLowerCase().includes(text) === true);
}
