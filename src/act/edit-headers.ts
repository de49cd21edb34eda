import type { RawHeaders } from '../model/request.ts';
import type { NameTest } from './edit-tests.ts';
import type { StrippedHeaders } from './strip-cookies.ts';

/**
 * Headers that say where a message goes, where it ends or how its bytes are to
 * be read (RFC 9110 sections 7, 8 and 10, RFC 9112, RFC 6455). Without one of
 * them an exchange breaks, and a wrong end of a message is a way to smuggle
 * requests, so no rule may remove or add them.
 */
const PROTECTED: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'upgrade',
  'content-length',
  'content-encoding',
  'content-range',
  'transfer-encoding',
  'te',
  'trailer',
  'expect',
]);

/** Removes all headers whose lower-case name `test` hits, but never a protected one. */
export function stripHeaders(headers: RawHeaders, test: NameTest): StrippedHeaders {
  const kept: string[] = [];
  const removed: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = (headers[i] as string).toLowerCase();
    if (isRemovable(name) && test(name)) removed.push(name);
    else kept.push(headers[i] as string, headers[i + 1] as string);
  }
  return removed.length === 0 ? { headers, removed } : { headers: kept, removed };
}

/** Lower-case names of the headers that a rule may remove. */
export function removableHeaderNames(headers: RawHeaders): readonly string[] {
  return headers
    .filter((_, i) => i % 2 === 0)
    .map((name) => name.toLowerCase())
    .filter(isRemovable);
}

/** False for a header, in lower case, that an exchange cannot do without. */
export function isRemovable(name: string): boolean {
  return !(PROTECTED.has(name) || name.startsWith('sec-websocket-'));
}
