import { header, type RawHeaders } from '../model/request.ts';
import type { CookieLimit } from '../model/rule.ts';
import { setCookieName } from './strip-cookies.ts';

export interface LimitedCookies {
  readonly headers: RawHeaders;
  /** Decoded names of the cookies that were limited, in the order found. */
  readonly limited: readonly string[];
}

/**
 * Limits the cookies that a response sets (RFC 6265 section 4.1). A life is
 * shortened, never lengthened: a cookie that would live longer, or as long as
 * the browser likes, gets the Max-Age and loses Expires. SameSite is set
 * whatever it was, as AdGuard does; but not to None without Secure, for then
 * browsers would refuse the cookie (RFC 6265bis, section 5.7). All else in
 * the line stays byte for byte.
 */
export function limitCookies(headers: RawHeaders, limits: readonly CookieLimit[]): LimitedCookies {
  if (limits.length === 0) return { headers, limited: [] };
  const date = dateOf(headers);
  const limited: string[] = [];
  const result = headers.map((value, i) => {
    if (!isSetCookie(headers, i)) return value;
    const name = setCookieName(value);
    const line = limits.reduce((kept, limit) => limitLine(kept, name, limit, date), value);
    if (line !== value) limited.push(name);
    return line;
  });
  return limited.length === 0 ? { headers, limited } : { headers: result, limited };
}

/** Would this limit change any of the cookies? */
export function limitsSomething(headers: RawHeaders, limit: CookieLimit): boolean {
  return limitCookies(headers, [limit]).limited.length > 0;
}

function isSetCookie(headers: RawHeaders, index: number): boolean {
  return index % 2 === 1 && headers[index - 1]?.toLowerCase() === 'set-cookie';
}

/**
 * When the response was made, in milliseconds; NaN where it does not say. A
 * life that is given by its end is measured from here, so that no clock is
 * asked, and one that is wrong does no harm.
 */
function dateOf(headers: RawHeaders): number {
  return Date.parse(header(headers, 'date') ?? '');
}

function limitLine(line: string, name: string, limit: CookieLimit, date: number): string {
  if (!limit.test(name)) return line;
  const [pair = '', ...attributes] = line.split(';');
  let kept: readonly string[] = attributes;
  if (limit.maxAge !== null && !isWithin(attributes, limit.maxAge, date)) {
    kept = [...without(kept, ['max-age', 'expires']), ` Max-Age=${limit.maxAge}`];
  }
  if (limit.sameSite !== null && wantsSameSite(attributes, limit.sameSite)) {
    kept = [...without(kept, ['samesite']), ` SameSite=${limit.sameSite}`];
  }
  return kept === attributes ? line : [pair, ...kept].join(';');
}

/**
 * Does the cookie live no longer than so many seconds? Max-Age outweighs
 * Expires, and the last of each outweighs those before it (RFC 6265 section
 * 5.3). Where only the end is given and nobody says from when, it is not known,
 * and the cookie stays as it is.
 */
function isWithin(attributes: readonly string[], seconds: number, date: number): boolean {
  const maxAge = lastOf(attributes, 'max-age', (text) => /^-?\d+$/.test(text));
  if (maxAge !== null) return Number(maxAge) <= seconds;
  const expires = lastOf(attributes, 'expires', (text) => !Number.isNaN(Date.parse(text)));
  if (expires === null) return false;
  return Number.isNaN(date) || Date.parse(expires) - date <= seconds * 1000;
}

function wantsSameSite(
  attributes: readonly string[],
  wanted: NonNullable<CookieLimit['sameSite']>,
): boolean {
  if (wanted === 'None' && !attributes.some((text) => nameOf(text) === 'secure')) return false;
  const now = lastOf(attributes, 'samesite', () => true);
  return now?.toLowerCase() !== wanted.toLowerCase();
}

/** The value of the last attribute of that name which passes the test. */
function lastOf(
  attributes: readonly string[],
  name: string,
  isValid: (value: string) => boolean,
): string | null {
  const values = attributes.filter((text) => nameOf(text) === name).map(attributeValue);
  return values.findLast(isValid) ?? null;
}

function without(attributes: readonly string[], names: readonly string[]): readonly string[] {
  return attributes.filter((text) => !names.includes(nameOf(text)));
}

function nameOf(attribute: string): string {
  const equals = attribute.indexOf('=');
  return (equals === -1 ? attribute : attribute.slice(0, equals)).trim().toLowerCase();
}

function attributeValue(attribute: string): string {
  const equals = attribute.indexOf('=');
  return equals === -1 ? '' : attribute.slice(equals + 1).trim();
}
