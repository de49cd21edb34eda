import type { RawHeaders } from '../../model/request.ts';

/** The head of a stream's request, in the form that a request over HTTP/1.1 has. */
export interface StreamHead {
  readonly method: string;
  /** From the first slash on. */
  readonly path: string;
  /** With a Host; names as servers that know HTTP/1.1 only have always seen them. */
  readonly headers: RawHeaders;
}

/** Names that browsers write in another way than the others, over HTTP/1.1. */
const AS_IT_IS = /^sec-ch-/;
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['dnt', 'DNT'],
  ['sec-gpc', 'Sec-GPC'],
  ['www-authenticate', 'WWW-Authenticate'],
]);

/**
 * Reads a list of fields as they came, pseudo-header fields among them (RFC
 * 9113 section 8.3.1). Pieces of a cookie are joined (section 8.2.3), and what
 * speaks of the body's framing is said in HTTP/1.1's words, since the request
 * goes on over that. Null for what is no request that a proxy can carry:
 * CONNECT, another scheme than https, no authority, or two that differ.
 */
export function readStreamHead(raw: readonly string[], hasBody: boolean): StreamHead | null {
  const { pseudo, headers, cookies, host, counted } = sorted(raw);
  const authority = pseudo.get(':authority') ?? host;
  const method = pseudo.get(':method');
  const path = pseudo.get(':path');
  if (!isText(authority) || !isText(method) || path === undefined) return null;
  if (method === 'CONNECT' || pseudo.get(':scheme') !== 'https') return null;
  if (host !== null && host.toLowerCase() !== authority.toLowerCase()) return null;
  if (!path.startsWith('/') && path !== '*') return null;
  if (cookies.length > 0) headers.push('Cookie', cookies.join('; '));
  if (hasBody && !counted) headers.push('Transfer-Encoding', 'chunked');
  return { method, path, headers: ['Host', authority, ...headers] };
}

function sorted(raw: readonly string[]) {
  const pseudo = new Map<string, string>();
  const headers: string[] = [];
  const cookies: string[] = [];
  let host: string | null = null;
  let counted = false;
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    const value = raw[i + 1] as string;
    if (name.startsWith(':')) pseudo.set(name, value);
    else if (name === 'cookie') cookies.push(value);
    else if (name === 'host') host ??= value;
    else {
      counted ||= name === 'content-length';
      headers.push(headerCase(name), value);
    }
  }
  return { pseudo, headers, cookies, host, counted };
}

function isText(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value !== '';
}

function headerCase(name: string): string {
  if (AS_IT_IS.test(name)) return name;
  return SPECIAL.get(name) ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
