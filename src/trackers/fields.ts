import type { Field } from '../model/request.ts';
import type { PersonalFact } from './told.ts';

/** What a decoder looks at: the fields of the query and of the body, decoded. */
export type Fields = readonly Field[];

/** The value of the first of these names that is there and not empty, or null. */
export function firstOf(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const found = fields.find((field) => field.name === name && field.value !== '');
    if (found !== undefined) return found.value;
  }
  return null;
}

export function has(fields: Fields, name: string): boolean {
  return fields.some((field) => field.name === name);
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
  if (url.length > LONGEST_URL || !/^https?:\/\//i.test(url)) return null;
  try {
    const { hostname } = new URL(url);
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
  return /^[\p{L}][\p{L}\p{N} ._:/-]{0,39}$/u.test(name) && !/\d{5}/.test(name) ? name : otherwise;
}

/** "89.90 EUR": only what is a number, with a currency only where it is one. */
export function amountOf(value: string | null, currency: string | null): string | null {
  if (value === null || !/^\d{1,9}(?:[.,]\d{1,6})?$/.test(value) || Number(value) === 0)
    return null;
  return currency !== null && /^[A-Za-z]{3}$/.test(currency)
    ? `${value} ${currency.toUpperCase()}`
    : value;
}

/** SHA-256, SHA-1 or MD5 in hexadecimal, or SHA-256 in base64. */
const HASH = /^(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[\w+/-]{43}=?)$/i;

export function isHash(value: string): boolean {
  return value.length <= 64 && HASH.test(value);
}

/** Facts from a table of field names and the words for what they hold. */
export function factsByName(
  fields: Fields,
  words: Readonly<Record<string, string>>,
): readonly PersonalFact[] {
  return fields.flatMap(({ name, value }) => {
    if (value === '' || !Object.hasOwn(words, name)) return [];
    return [{ field: name, word: words[name] as string, hashed: isHash(value), fromForm: false }];
  });
}

/**
 * Identifiers are made up anyway: that they look like a hash says nothing. One
 * character is a flag ("msclkid=N": there is none).
 */
export function idsByName(
  fields: Fields,
  words: Readonly<Record<string, string>>,
): readonly PersonalFact[] {
  const ids = fields.filter(({ value }) => value.length > 1);
  return factsByName(ids, words).map((fact) => ({ ...fact, hashed: false }));
}
