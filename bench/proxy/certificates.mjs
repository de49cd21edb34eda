import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A self-signed EC certificate for a wildcard, made by openssl: paths of key and certificate. */
export function makeOriginCertificate(folder, domain) {
  return make(folder, 'origin', `/CN=*.${domain}`, [
    `subjectAltName=DNS:*.${domain},DNS:${domain}`,
  ]);
}

/** An EC authority for the proxies that do not bring their own. */
export function makeAuthority(folder) {
  return make(folder, 'authority', '/CN=Bench authority/O=Bench', [
    'keyUsage=critical,keyCertSign,cRLSign',
  ]);
}

function make(folder, name, subject, extensions) {
  const key = join(folder, `${name}.key`);
  const cert = join(folder, `${name}.pem`);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '30', '-subj', subject, '-keyout', key, '-out', cert],
      ...extensions.flatMap((extension) => ['-addext', extension]),
    ],
    { stdio: 'ignore' },
  );
  return { key, cert };
}
