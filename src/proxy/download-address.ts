import type { IncomingMessage } from 'node:http';
import { AppError } from '../model/errors.ts';
import { type Destination, type Hostname, parseHostname } from '../model/terms.ts';

/** Where a download goes next. */
export interface Address {
  /** Absolute, without user info and fragment. */
  readonly url: string;
  readonly destination: Destination;
  /** The name that the certificate must prove; null for http. */
  readonly servername: Hostname | null;
  /** Path and query. */
  readonly path: string;
}

/** Longer addresses are no list's. */
const LONGEST = 4_096;

/** Throws DOWNLOAD_FAILED for what is not an http or https address, or holds a name and a password. */
export function readAddress(text: string): Address {
  const refuse = (reason: string): AppError =>
    new AppError('DOWNLOAD_FAILED', `downloading "${text.slice(0, LONGEST)}": ${reason}`);
  if (text.length > LONGEST || !URL.canParse(text)) throw refuse('not an absolute web address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refuse('only http and https are understood');
  }
  // They would be kept in files and shown on the page.
  if (url.username !== '' || url.password !== '') {
    throw refuse('an address with a name and a password is not taken');
  }
  const hostname = parseHostname(url.hostname);
  if (hostname === null) throw refuse('not an absolute web address');
  const secure = url.protocol === 'https:';
  url.hash = '';
  return {
    url: url.href,
    destination: { hostname, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port) },
    servername: secure ? hostname : null,
    path: url.pathname + url.search,
  };
}

/** RFC 9110 section 15.4, those that name another place for the same thing. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Where a response leads, or null where it is no redirect. Throws
 * DOWNLOAD_FAILED where it leads nowhere, or from https to http.
 */
export function redirectedTo(from: Address, response: IncomingMessage): Address | null {
  const { statusCode: status = 0, headers } = response;
  if (!REDIRECTS.has(status)) return null;
  const refuse = (reason: string): AppError => {
    response.destroy();
    return new AppError('DOWNLOAD_FAILED', `downloading "${from.url}": ${reason}`);
  };
  const { location } = headers;
  if (location === undefined || !URL.canParse(location, from.url)) {
    throw refuse(`the server answered ${status} and did not say where to go`);
  }
  const next = new URL(location, from.url);
  if (from.servername !== null && next.protocol !== 'https:') {
    throw refuse(`it was redirected from https to "${next.protocol}//${next.host}"`);
  }
  try {
    return readAddress(next.href);
  } catch (error) {
    response.destroy();
    throw error;
  }
}
