import { type Device, LEVELS } from '../model/device.ts';
import type { LogFilter, LogRow } from '../model/log.ts';
import { RESOURCE_TYPES } from '../model/request.ts';
import { ACTIONS } from '../model/rule.ts';

/** The part of a filter that a person chooses; what is absent does not limit. */
export type Conditions = Omit<LogFilter, 'limit' | 'before' | 'after'>;

/** The words of the address bar that hold a text. */
const TEXT_KEYS = ['device', 'host', 'page', 'tracker', 'list', 'rule', 'text'] as const;
/** All words of the address bar, in its order. `last` is a span of time that ends now. */
export const FILTER_KEYS = [
  ...TEXT_KEYS,
  'group',
  'action',
  'type',
  'level',
  'unopened',
  'last',
  'since',
  'until',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];
export const SPANS = { '15m': 15, '1h': 60, '24h': 1440, '7d': 10_080 } as const;
export type Span = keyof typeof SPANS;
const MINUTE = 60_000;
const MAX_TEXT = 200;
/** A rule is looked for by all of its text; a longer one cannot be asked for here. */
export const MAX_RULE = 1_000;

/**
 * Reads the conditions of `?host=…&action=…`. What is unknown or empty is left
 * out, texts are cut: an address from anywhere is harmless. A group is looked
 * up in `devices`; one that nobody is in meets no row.
 */
export function parseConditions(
  query: URLSearchParams,
  now: number,
  devices: readonly Pick<Device, 'id' | 'groups'>[] = [],
): Conditions {
  const texts = TEXT_KEYS.flatMap((key) => {
    const most = key === 'rule' ? MAX_RULE : MAX_TEXT;
    const value = (query.get(key) ?? '').trim().slice(0, most);
    return value === '' ? [] : [[key, key === 'host' || key === 'page' ? bare(value) : value]];
  });
  const group = (query.get('group') ?? '').trim().slice(0, MAX_TEXT);
  const members = devices.filter(({ groups }) => groups.includes(group)).map(({ id }) => id);
  const span = parseSpan(query.get('last'));
  const given = {
    ...Object.fromEntries(texts),
    devices: group === '' ? null : members,
    action: oneOf(ACTIONS, query.get('action')),
    type: oneOf(RESOURCE_TYPES, query.get('type')),
    level: oneOf(LEVELS, query.get('level')),
    unopened: query.get('unopened') === '1' ? true : null,
    since: span === null ? parseMoment(query.get('since')) : now - SPANS[span] * MINUTE,
    until: parseMoment(query.get('until')),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

export function parseSpan(text: string | null): Span | null {
  return text !== null && Object.hasOwn(SPANS, text) ? (text as Span) : null;
}

/** A whole number of at most 15 digits, else null. */
export function parseNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * Milliseconds since the epoch, or what a form's field of date and time holds
 * (`2026-03-03T14:30`, HTML section 4.10.5.1.11), which is meant in this
 * machine's time zone.
 */
export function parseMoment(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text)) {
    return parseNumber(text);
  }
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? null : at;
}

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
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
  for (const key of FILTER_KEYS) {
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
  const { device, devices, host, page, tracker, action, list, rule } = conditions;
  return (
    same(device, row.device) &&
    (devices === undefined || devices.includes(row.device)) &&
    (host === undefined || row.host === host || row.host.endsWith(`.${host}`)) &&
    same(page, row.page) &&
    same(tracker, row.tracker) &&
    same(action, row.action) &&
    same(list, row.rule?.list) &&
    same(rule, row.rule?.text) &&
    meetsRest(row, conditions)
  );
}

function meetsRest(row: LogRow, conditions: Conditions): boolean {
  const { type, level, unopened, text, since, until } = conditions;
  return (
    same(type, row.type) &&
    same(level, row.level) &&
    (unopened !== true || row.tunnel !== null) &&
    (since === undefined || row.at >= since) &&
    (until === undefined || row.at <= until) &&
    (text === undefined || mentions(row, text.toLowerCase()))
  );
}

function same(wanted: string | undefined, actual: string | null | undefined): boolean {
  return wanted === undefined || wanted === actual;
}

function mentions(row: LogRow, text: string): boolean {
  const { host, path, summary, page, rule, undone, tracker, deviceName } = row;
  const places = [host, path, summary, page, rule?.text, undone?.text, tracker, deviceName];
  return places.some((place) => place?.toLowerCase().includes(text) === true);
}
