import { existsSync, readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { AppError } from '../model/errors.ts';

/**
 * Where the systems keep their authorities: Debian and Alpine, Fedora, SUSE,
 * macOS and FreeBSD. Node 20 knows its built-in list only.
 */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The context of all upstream TLS: Node's roots, the system's, and the files
 * of `upstream.extraCa`. Made once: parsing 150 roots for each connection
 * costs more than the connection.
 */
export function upstreamContext(extraCa: readonly string[]): SecureContext {
  const system = SYSTEM_BUNDLES.filter((path) => existsSync(path)).slice(0, 1);
  const roots = new Set(rootCertificates);
  for (const path of [...system, ...extraCa]) {
    for (const pem of readCertificates(path)) roots.add(pem);
  }
  return createSecureContext({ ca: [...roots], minVersion: 'TLSv1.2' });
}

/**
 * The same, made when it is first asked for: it takes fifty milliseconds, for
 * which a start need not wait. Files of `extraCa` are read at once, so that
 * what is wrong with them is told at once.
 */
export function upstreamContextOnce(extraCa: readonly string[]): () => SecureContext {
  let made = extraCa.length > 0 ? upstreamContext(extraCa) : null;
  return () => {
    made ??= upstreamContext(extraCa);
    return made;
  };
}

function readCertificates(path: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', `reading the authority file "${path}" failed: ${cause}`);
  }
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) {
    throw new AppError('CONFIG_INVALID', `reading "${path}": there is no certificate in it`);
  }
  return certificates;
}
