import { createHash, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** A server's key and certificate chain, PEM, as `tls.createSecureContext` takes them. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

/** What is wrong with a server's certificate, if anything. */
export type CertificateKind = 'good' | 'expired' | 'self-signed' | 'wrong-name';

/** A certificate authority for test origins; it never touches the disk. */
export interface TestAuthority {
  readonly certificatePem: string;
  /** Certificates are cached: the same names and kind give the same identity. */
  issue(names: readonly string[], kind?: CertificateKind): ServerIdentity;
}

interface Keys {
  readonly privatePem: string;
  readonly privateKey: forge.pki.rsa.PrivateKey;
  readonly publicKey: forge.pki.rsa.PublicKey;
}

const DAY = 86_400_000;

/** RSA, because node-forge cannot sign with EC keys; the keys come from OpenSSL, which is quick. */
function makeKeys(): Keys {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    privatePem: pair.privateKey,
    privateKey: forge.pki.privateKeyFromPem(pair.privateKey),
    publicKey: forge.pki.publicKeyFromPem(pair.publicKey),
  };
}

function blank(subject: string, issuer: string, publicKey: forge.pki.rsa.PublicKey, to: number) {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `4${randomBytes(15).toString('hex').slice(1)}`;
  certificate.validity.notBefore = new Date(Date.now() - 30 * DAY);
  certificate.validity.notAfter = new Date(to);
  certificate.setSubject([{ name: 'commonName', value: subject }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  return certificate;
}

/** Makes an authority whose root a client or a proxy must be told to trust. */
export function createTestAuthority(name = 'Test origins'): TestAuthority {
  const caKeys = makeKeys();
  const leafKeys = makeKeys();
  const ca = blank(name, name, caKeys.publicKey, Date.now() + 365 * DAY);
  ca.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  ca.sign(caKeys.privateKey, forge.md.sha256.create());
  const certificatePem = forge.pki.certificateToPem(ca);
  const issued = new Map<string, ServerIdentity>();

  function make(names: readonly string[], kind: CertificateKind): ServerIdentity {
    const own = kind === 'wrong-name' ? ['another-name.test'] : names;
    const first = own[0] ?? 'unnamed.test';
    const end = Date.now() + (kind === 'expired' ? -DAY : 90 * DAY);
    const selfSigned = kind === 'self-signed';
    const leaf = blank(first, selfSigned ? first : name, leafKeys.publicKey, end);
    leaf.setExtensions([
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: own.map(altName) },
    ]);
    leaf.sign(selfSigned ? leafKeys.privateKey : caKeys.privateKey, forge.md.sha256.create());
    return { key: leafKeys.privatePem, cert: forge.pki.certificateToPem(leaf) };
  }

  return {
    certificatePem,
    issue(names, kind = 'good') {
      const id = `${kind} ${names.join(' ')}`;
      const identity = issued.get(id) ?? make(names, kind);
      issued.set(id, identity);
      return identity;
    },
  };
}

function altName(name: string) {
  return /^[\d.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
}

/** Base64 of the SHA-256 of a certificate's public key, as Chromium's switches take it. */
export function publicKeyHash(certificatePem: string): string {
  const spki = new X509Certificate(certificatePem).publicKey.export({
    type: 'spki',
    format: 'der',
  });
  return createHash('sha256').update(spki).digest('base64');
}
