import type { OutgoingHttpHeaders } from 'node:http2';
import type { RawHeaders } from '../../model/request.ts';

/** RFC 9113 section 8.2.2: fields that speak of a connection make a message malformed. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'te',
]);

/**
 * Fields of which Node sends one only, as `http2` refuses the others. Where a
 * server sent several, the last holds, as it does for browsers with Content-Type.
 */
const SINGLE = new Set([
  'access-control-allow-credentials',
  'access-control-max-age',
  'access-control-request-method',
  'age',
  'authorization',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'date',
  'dnt',
  'etag',
  'expires',
  'from',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'range',
  'referer',
  'retry-after',
  'tk',
  'upgrade-insecure-requests',
  'user-agent',
  'x-content-type-options',
]);
/** Of these, several mean the list of them (RFC 9110 section 5.3). */
const LISTS = new Set(['content-encoding', 'content-language']);

/** What `http2` sends at most; servers of HTTP/1.1 say 999 too. */
const MAX_STATUS = 599;

/**
 * The fields of a response as `http2` takes them: lower case, without those of
 * a connection, several of a name as an array. A name that begins with a colon
 * would be a pseudo-header field, and is left out.
 */
export function streamHeaders(status: number, headers: RawHeaders): OutgoingHttpHeaders {
  // A name such as `__proto__` must be a name like any other.
  const made: OutgoingHttpHeaders = Object.create(null);
  made[':status'] = Math.min(status, MAX_STATUS);
  for (let i = 0; i < headers.length; i += 2) {
    const name = (headers[i] as string).toLowerCase();
    if (OF_THE_CONNECTION.has(name) || name.startsWith(':')) continue;
    // RFC 9110 section 8.6: servers must not say it, and clients of HTTP/2 take it for a fault.
    if (status === 204 && name === 'content-length') continue;
    made[name] = joined(name, made[name], headers[i + 1] as string);
  }
  return made;
}

function joined(name: string, before: OutgoingHttpHeaders[string], value: string) {
  if (before === undefined) return value;
  if (LISTS.has(name)) return `${before}, ${value}`;
  if (SINGLE.has(name)) return value;
  return Array.isArray(before) ? [...before, value] : [String(before), value];
}

/** Names and values in turn, from any form in which Node takes them. */
export function flatHeaders(headers: RawHeaders | OutgoingHttpHeaders): RawHeaders {
  if (isFlat(headers)) return headers;
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((one) => [name, String(one)]);
  });
}

function isFlat(headers: RawHeaders | OutgoingHttpHeaders): headers is RawHeaders {
  return Array.isArray(headers);
}
