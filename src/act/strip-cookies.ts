import type { RawHeaders } from '../model/request.ts';
import { decodePercent } from './decode-percent.ts';
import type { NameTest } from './edit-tests.ts';

export interface StrippedHeaders {
  readonly headers: RawHeaders;
  /** Names of what was removed, in the order found. */
  readonly removed: readonly string[];
}

/**
 * Cookies beyond this many in one header are left alone, which bounds the work.
 * Browsers keep no more than a few hundred per site.
 */
const MAX_COOKIES = 500;

/**
 * Removes cookies from the Cookie headers of a request (RFC 6265 section 4.2)
 * and leaves the rest byte for byte. A header with no cookie left is dropped;
 * where there are several Cookie headers, each stays its own.
 */
export function stripRequestCookies(headers: RawHeaders, test: NameTest): StrippedHeaders {
  const kept: string[] = [];
  const removed: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    const value = headers[i + 1] as string;
    const rest = isNamed(name, 'cookie') ? stripCookieLine(value, test, removed) : value;
    if (rest !== '' || rest === value) kept.push(name, rest);
  }
  return removed.length === 0 ? { headers, removed } : { headers: kept, removed };
}

/**
 * Removes whole Set-Cookie headers of a response by the name of their cookie
 * (RFC 6265 section 5.2); all other headers stay as they are.
 */
export function stripResponseCookies(headers: RawHeaders, test: NameTest): StrippedHeaders {
  const kept: string[] = [];
  const removed: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    const value = headers[i + 1] as string;
    const cookie = isNamed(name, 'set-cookie') ? setCookieName(value) : null;
    if (cookie !== null && test(cookie)) removed.push(cookie);
    else kept.push(name, value);
  }
  return removed.length === 0 ? { headers, removed } : { headers: kept, removed };
}

/** Decoded names of all cookies in a request. */
export function requestCookieNames(headers: RawHeaders): readonly string[] {
  return valuesOf(headers, 'cookie').flatMap((value) =>
    value
      .split(';')
      .slice(0, MAX_COOKIES)
      .filter((pair) => pair.trim() !== '')
      .map(cookieName),
  );
}

/** Decoded names of all cookies that a response sets. */
export function responseCookieNames(headers: RawHeaders): readonly string[] {
  return valuesOf(headers, 'set-cookie').map(setCookieName);
}

function stripCookieLine(line: string, test: NameTest, removed: string[]): string {
  const pairs = line.split(';');
  const kept = pairs.filter((pair, index) => {
    const name = cookieName(pair);
    const hit = index < MAX_COOKIES && pair.trim() !== '' && test(name);
    if (hit) removed.push(name);
    return !hit;
  });
  if (kept.length === pairs.length) return line;
  if (kept.every((pair) => pair.trim() === '')) return '';
  // The blank after a `;` belongs to the separator; a new first cookie has none.
  const rest = kept.join(';');
  return kept[0] === pairs[0] ? rest : rest.trimStart();
}

/** The decoded name of the cookie in a Set-Cookie line. */
export function setCookieName(value: string): string {
  const end = value.indexOf(';');
  return cookieName(end === -1 ? value : value.slice(0, end));
}

/** Of `name=value`; a cookie without `=` counts as a name, so that it can be removed. */
function cookieName(pair: string): string {
  const equals = pair.indexOf('=');
  return decodePercent((equals === -1 ? pair : pair.slice(0, equals)).trim());
}

function valuesOf(headers: RawHeaders, name: string): readonly string[] {
  return headers.filter((_, i) => i % 2 === 1 && isNamed(headers[i - 1] as string, name));
}

function isNamed(candidate: string, name: string): boolean {
  return candidate.length === name.length && candidate.toLowerCase() === name;
}
