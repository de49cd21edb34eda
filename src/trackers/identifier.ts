import type { MarkKind, SeenIdentifier } from '../model/insight.ts';
import type { PersonalFact } from './told.ts';

/** Of the words of the decoders those that name an identifier. What many people share (a country, a gender) is none. */
const KINDS: ReadonlyMap<string, MarkKind> = new Map([
  ['e-mail', 'email'],
  ['phone', 'phone'],
  ['first name', 'person'],
  ['last name', 'person'],
  ['name', 'person'],
  ['date of birth', 'person'],
  ['street', 'person'],
  ['town', 'person'],
  ['postcode', 'person'],
  ['customer number', 'customer'],
  ['Facebook login', 'customer'],
  ['lead number', 'customer'],
  ['subscription number', 'customer'],
  ['browser id', 'browser'],
  ['device number', 'browser'],
  ['app install number', 'browser'],
  ['click id', 'click'],
  ['advertising id', 'advertising'],
]);

/** Longer ones are no identifiers, and would cost what they are not worth. */
const LONGEST = 1_024;
/** What stands where there is nothing, or where somebody took it out. */
const NOTHING =
  /^(?:null|nil|undefined|none|nan|n\/a|unknown|anonymous|anon|guest|true|false|redacted|removed|hidden|masked|email|phone|test|\(?not[ _]set\)?)$/i;
/** `***`, `xxxx@example.com`, `a…@g…`, `{{email}}`, `[object Object]`, `%%USER%%`. */
const MASKED = /\*{2}|\u2026|x{4}|\{\{|%%|\[object|<.*>|\[redacted\]/i;

/**
 * The identifier that a fact carries, in one spelling for all trackers, so that
 * equal people are equal: hashes are lower-case hexadecimal; an e-mail address
 * is trimmed and lower-case and a phone number is its digits, as Meta hashes
 * both ("Customer information parameters"); a number in a cookie is without the
 * version and the time around it. Null for what is none, empty, masked, or the
 * same for everybody. `site` is where it was seen: a short number of a customer
 * is known there only.
 */
export function identifierOf(fact: PersonalFact, site: string | null): SeenIdentifier | null {
  const kind = KINDS.get(fact.word);
  if (kind === undefined || fact.value.length > LONGEST) return null;
  const text = fact.value.trim();
  if (NOTHING.test(text) || MASKED.test(text) || isOneCharacter(text)) return null;
  const value = hexDigest(text) ?? READERS[kind](text, site);
  return value === null ? null : { kind, value };
}

/** "0000", "00000000-0000-0000-0000-000000000000", "aaaa". */
function isOneCharacter(text: string): boolean {
  return /^(.)(?:\1|[-.])*$/u.test(text);
}

/** A hash in lower-case hexadecimal: SHA-256, SHA-1, MD5, or SHA-256 in base64 as Google's tags write it; else null. */
function hexDigest(text: string): string | null {
  if (/^(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})$/i.test(text)) return text.toLowerCase();
  if (!/^[\w+/-]{43}=?$/.test(text)) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Array.from(binary, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

type Reader = (text: string, site: string | null) => string | null;

const READERS: Readonly<Record<MarkKind, Reader>> = {
  email: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text.toLowerCase() : null),
  phone: readPhone,
  person: readPerson,
  customer: readCustomer,
  browser: readNumber,
  click: readNumber,
  advertising: (text) => (text.length < 8 ? null : text.toLowerCase()),
};

/** ITU-T E.164: at most 15 digits; with fewer than 7 it is none that a person is called by. */
function readPhone(text: string): string | null {
  if (!/^\+?[\d\s()./-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  return digits.length < 7 || digits.length > 15 ? null : digits;
}

/** Lower case, without blanks and signs, as it is hashed. */
function readPerson(text: string): string | null {
  const plain = text.toLowerCase().replace(/[\p{P}\s]/gu, '');
  return plain.length < 2 ? null : plain;
}

/** Sites count their customers from one: a short number of one site says nothing on another. */
function readCustomer(text: string, site: string | null): string | null {
  if (text.length < 3) return null;
  return text.length < 8 ? `${site ?? ''} ${text}` : lowerUuid(text);
}

const COOKIES: readonly RegExp[] = [
  /^fb\.\d\.\d+\.([^.]+)/, // _fbp and _fbc: version, domain's depth, time
  /^GA\d\.[\d-]+\.(\d+\.\d+)$/, // _ga
  /^GCL\.\d+\.([^.]+)/, // _gcl_aw
];

/** What stands in a cookie around a number differs with the site; the number does not. */
function readNumber(text: string): string | null {
  for (const cookie of COOKIES) {
    const number = cookie.exec(text)?.[1];
    if (number !== undefined) return isTooShort(number) ? null : lowerUuid(number);
  }
  return isTooShort(text) ? null : lowerUuid(text);
}

/** Fewer characters do not tell one browser from all others. */
function isTooShort(number: string): boolean {
  return number.length < 8 || isOneCharacter(number);
}

function lowerUuid(text: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : text;
}
