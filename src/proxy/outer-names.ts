import type { Hostname } from '../model/terms.ts';

/**
 * The public names of Encrypted Client Hello (RFC 9849) that are in use: of
 * Cloudflare (its documentation of ECH), and of the test servers of BoringSSL
 * and of the DEfO project.
 */
const OUTER_NAMES: ReadonlySet<string> = new Set([
  'cloudflare-ech.com',
  'public.tls-ech.dev',
  'cover.defo.ie',
]);

/**
 * Whether a ClientHello that names this host is the outer one of a connection to
 * another. The extension itself does not tell: browsers send one that means
 * nothing to hosts without ECH, made to look the same (GREASE, RFC 9849 section
 * 6.2). A client that trusts us takes our leaf for the outer name as word that
 * there is no ECH here, ends the connection, and asks again with the real name
 * (section 6.1.6); so these names are opened like any other.
 */
export function isOuterName(hostname: Hostname): boolean {
  return OUTER_NAMES.has(hostname);
}
