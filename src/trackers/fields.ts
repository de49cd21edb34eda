import type { Field } from '../model/request.ts';

/** What a decoder looks at: the fields of the query and of the body, decoded. */
export interface Fields {
  /** In their order, duplicates kept. */
  readonly all: readonly Field[];
  /** By name: the first value that is not empty, or '' where there is none. */
  readonly values: ReadonlyMap<string, string>;
}

/** Far above any tracker's hit; a request may have thousands, which would cost more than they say. */
const MOST_FIELDS = 800;
/** No tracker's name is as long. */
const LONGEST_NAME = 128;

/** Puts fields in order, once, for decoders ask for many names; bounded. */
export function fieldsFrom(sent: readonly Field[]): Fields {
  const few = sent.length > MOST_FIELDS ? sent.slice(0, MOST_FIELDS) : sent;
  const all = few.filter(({ name }) => name.length <= LONGEST_NAME);
  const values = new Map<string, string>();
  for (const { name, value } of all) {
    const known = values.get(name);
    if (known === undefined || known === '') values.set(name, value);
  }
  return { all, values };
}

/** The value of the first of these names that is there and not empty, or null. */
export function firstOf(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.values.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

export function has(fields: Fields, name: string): boolean {
  return fields.values.has(name);
}

/** The host of the first of these fields that holds an address, else `otherwise`. */
export function siteOf(
  fields: Fields,
  names: readonly string[],
  otherwise: string | null,
): string | null {
  for (const name of names) {
    const url = firstOf(fields, name);
    const host = url === null ? null : hostOf(url);
    if (host !== null) return host;
  }
  return otherwise;
}

/** A longer address is not looked at. */
const LONGEST_URL = 8_192;
/** RFC 1035 section 2.3.4. */
const LONGEST_HOSTNAME = 253;

function hostOf(url: string): string | null {
  if (url.length > LONGEST_URL) return null;
  // Criteo encodes the address twice.
  const address = /^https?%3A%2F%2F/i.test(url)
    ? url.replace(/%3A/i, ':').replace(/%2F/gi, '/')
    : url;
  // Yandex writes a goal as "goal://shop.example/NAME".
  if (!/^(?:https?|goal):\/\//i.test(address)) return null;
  try {
    const { hostname } = new URL(address.replace(/^goal:/i, 'http:'));
    return hostname.length > LONGEST_HOSTNAME ? null : hostname;
  } catch {
    return null;
  }
}

/**
 * The name of an event, if it looks like one. Sites can put anything there, an
 * address for example, and the log shall not repeat it.
 */
export function eventName(value: string | null, otherwise: string): string {
  const name = value?.trim() ?? '';
  return /^\$?[\p{L}][\p{L}\p{N} ._:/-]{0,39}$/u.test(name) && !/\d{5}/.test(name)
    ? name
    : otherwise;
}

/** "89.90 EUR": only what is a number, with a currency only where it is one. */
export function amountOf(value: string | null, currency: string | null): string | null {
  if (value === null || !/^\d{1,9}(?:[.,]\d{1,6})?$/.test(value)) return null;
  if (Number(value.replace(',', '.')) === 0) return null;
  return currency !== null && /^[A-Za-z]{3}$/.test(currency)
    ? `${value} ${currency.toUpperCase()}`
    : value;
}

/** More products than this are not counted. */
const MOST_PRODUCTS = 999;

/**
 * How many products the first of these names tells of: by a number, or by a
 * list of that name (`contents.0.id`, `contents.1.id`). 0 where none does.
 */
export function productsOf(fields: Fields, names: readonly string[]): number {
  for (const name of names) {
    const value = firstOf(fields, name);
    if (value !== null && /^\d{1,3}$/.test(value)) return Number(value);
    const listed = countItems(fields, name);
    if (listed > 0) return listed;
  }
  return 0;
}

/** How long a list is, by the names of its items: `req.0.t`, `req.1.t`. The empty name is the root. */
export function countItems(fields: Fields, list: string): number {
  const start = list === '' ? 0 : list.length + 1;
  let count = 0;
  for (const name of fields.values.keys()) {
    if (start > 0 && (name.charCodeAt(start - 1) !== 46 || !name.startsWith(list))) continue;
    const index = /^\d{1,3}(?=\.|$)/.exec(name.slice(start, start + 4))?.[0];
    if (index !== undefined) count = Math.max(count, Number(index) + 1);
  }
  return Math.min(count, MOST_PRODUCTS);
}

/** SHA-256, SHA-1 or MD5 in hexadecimal, or SHA-256 in base64. */
const HASH = /^(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[\w+/-]{43}=?)$/i;

export function isHash(value: string): boolean {
  return value.length <= 64 && HASH.test(value);
}
