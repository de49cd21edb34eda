import type { IncomingMessage } from 'node:http';
import type { Connection } from '../model/connection.ts';
import type { RawHeaders } from '../model/request.ts';
import { type Destination, formatAuthority, parseAuthority } from '../model/terms.ts';
import { withHeader } from './headers.ts';

/** Where a request wants to go, in one absolute form whatever way it came. */
export interface Target {
  /** Absolute, without user info and fragment. */
  readonly url: string;
  /** What the URL names. */
  readonly named: Destination;
  /** Where we connect: where the connection goes, else what the URL names. */
  readonly dial: Destination;
  /** From the first slash on, as sent. */
  readonly path: string;
  /** As sent, but with the Host that the URL names. */
  readonly headers: RawHeaders;
}

/** `direct`: the proxy's own port was opened like a web server's. */
export type TargetResult = Target | 'direct' | null;

/** A second Host could be the one that the server believes (RFC 9112 section 3.2: to be refused). */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts < 2;
}

const ABSOLUTE = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#]+)([^#]*)/i;

/**
 * Reads the request line in absolute form (RFC 9112 section 3.2.2: it outranks
 * the Host header) or in origin form inside a CONNECT. Null for what is
 * neither, names no host, or has two Host headers.
 */
export function readTarget(request: IncomingMessage, connection: Connection): TargetResult {
  if (!hasOneHost(request)) return null;
  const raw = request.url ?? '';
  const scheme = connection.encrypted ? 'https' : 'http';
  if (raw.startsWith('/')) return originForm(request, connection, raw);
  const match = ABSOLUTE.exec(raw);
  if (match === null || match[1]?.toLowerCase() !== scheme) return null;
  const named = parseAuthority(match[2] as string, scheme === 'https' ? 443 : 80);
  if (named === null) return null;
  return target(scheme, named, connection, {
    path: match[3] ?? '',
    headers: withNamedHost(request, named, scheme),
  });
}

/**
 * RFC 9112 section 3.2.2: a proxy replaces the Host that came with an absolute
 * URL. Otherwise a server that serves many names could be asked for another
 * one than the rules were.
 */
function withNamedHost(
  { headers, rawHeaders }: IncomingMessage,
  named: Destination,
  scheme: 'http' | 'https',
): RawHeaders {
  const port = scheme === 'https' ? 443 : 80;
  const sent = headers.host === undefined ? null : parseAuthority(headers.host, port);
  if (sent !== null && sent.hostname === named.hostname && sent.port === named.port) {
    return rawHeaders;
  }
  return withHeader(rawHeaders, 'Host', formatAuthority(named, port));
}

function originForm(request: IncomingMessage, connection: Connection, raw: string): TargetResult {
  const { destination, wayIn } = connection;
  if (destination === null && wayIn !== 'redirected') return 'direct';
  const scheme = connection.encrypted ? 'https' : 'http';
  const host = request.headers.host;
  // HTTP/1.0 has no Host; then the name of the connection is the only one.
  const named =
    host === undefined || host === ''
      ? destination
      : parseAuthority(host, scheme === 'https' ? 443 : 80);
  const fragment = raw.indexOf('#');
  const path = fragment < 0 ? raw : raw.slice(0, fragment);
  if (named === null) return null;
  return target(scheme, named, connection, { path, headers: request.rawHeaders });
}

function target(
  scheme: 'http' | 'https',
  named: Destination,
  connection: Connection,
  rest: { readonly path: string; readonly headers: RawHeaders },
): Target {
  const path = rest.path.startsWith('/') ? rest.path : `/${rest.path}`;
  const authority = formatAuthority(named, scheme === 'https' ? 443 : 80);
  return {
    url: `${scheme}://${authority}${path}`,
    named,
    dial: connection.destination ?? named,
    path,
    headers: rest.headers,
  };
}
