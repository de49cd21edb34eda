import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signWith,
  X509Certificate,
} from 'node:crypto';
import fs from 'node:fs';
import { AppError } from '../model/errors.ts';
import type { Der } from './der.ts';
import {
  makePrivateFolder,
  readPrivateFile,
  refuseLooser,
  writeAtomically,
} from './private-files.ts';
import { makeRoot } from './root.ts';
import { type AuthorityName, completeSwitch, filesOf } from './switch.ts';
import { readIssuer, type Sign, toPem } from './x509.ts';

/** What a leaf takes from its authority. */
export interface Issuer {
  readonly subject: Der;
  /** The subject key identifier; leaves point to it. */
  readonly keyId: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The key itself stays inside this function: nothing can print or serialise it. */
  readonly sign: Sign;
}

/** The authority of this install: what devices are asked to trust. */
export interface Authority {
  /** The common name, for example `Eyelid CA 1f00ba47`. */
  readonly name: string;
  readonly certificatePem: string;
  readonly certificateDer: Uint8Array;
  /** SHA-256 of the DER, upper-case hex with colons, as browsers and phones show it. */
  readonly fingerprint: string;
  /** The certificate's file. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  readonly issuer: Issuer;
}

/**
 * Opens the authority kept in `folder` as `ca.pem` and `ca.key`, or the one
 * that is to follow it, and makes one where neither file is there. Never
 * overwrites either of them. Refuses, as AppError, a key or folder that others
 * may read (CA_KEY_TOO_OPEN), and a pair of which one is missing, unreadable,
 * expired, or not the other's (CA_INVALID). `now` returns milliseconds since
 * the epoch.
 */
export function openAuthority(
  folder: string,
  now: () => number,
  name: AuthorityName = 'ca',
): Authority {
  const { certificate: certificatePath, key: keyPath } = filesOf(folder, name);
  try {
    if (!isThere(certificatePath) && !isThere(keyPath)) {
      create(folder, certificatePath, keyPath, now());
    }
    refuseLooser(folder, fs.statSync(folder), '700');
    if (name === 'ca') completeSwitch(folder);
    const key = readPrivateFile(keyPath);
    if (key === null) throw halfPair(keyPath, certificatePath);
    if (!isThere(certificatePath)) throw halfPair(certificatePath, keyPath);
    const certificate = fs.readFileSync(certificatePath);
    return toAuthority({ certificate, certificatePath, key, keyPath }, now());
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`in "${folder}": ${reason}`, error);
  }
}

/** Throws where one cannot tell: a file that is not seen must not be taken for absent. */
function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function create(folder: string, certificatePath: string, keyPath: string, now: number): void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const root = makeRoot(publicKey, signer(privateKey), now, randomBytes(16));
  makePrivateFolder(folder);
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeAtomically(keyPath, keyPem, 0o600);
  writeAtomically(certificatePath, toPem(root), 0o644);
}

interface Files {
  readonly certificate: Buffer;
  readonly certificatePath: string;
  readonly key: Buffer;
  readonly keyPath: string;
}

function toAuthority(files: Files, now: number): Authority {
  const { certificatePath, keyPath } = files;
  const key = attempt(`"${keyPath}" is no private key`, () => createPrivateKey(files.key));
  const root = attempt(
    `"${certificatePath}" is no certificate`,
    () => new X509Certificate(files.certificate),
  );
  if (!root.ca) throw invalid(`"${certificatePath}" is not the certificate of an authority`);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw invalid(`"${keyPath}" is not an EC P-256 key`);
  }
  if (!root.checkPrivateKey(key)) {
    throw invalid(`"${keyPath}" is not the key of "${certificatePath}"`);
  }
  const notAfter = Date.parse(root.validTo);
  if (notAfter <= now) {
    throw invalid(
      `"${certificatePath}" expired on ${root.validTo}; move it and "${keyPath}" away to get a ` +
        'new authority, which every device must then be made to trust',
    );
  }
  const { subject, keyId } = attempt(`"${certificatePath}" is not in DER`, () =>
    readIssuer(root.raw),
  );
  if (keyId === null) throw invalid(`"${certificatePath}" has no subject key identifier`);
  const notBefore = Date.parse(root.validFrom);
  return {
    name: /^CN=(.*)$/m.exec(root.subject)?.[1] ?? root.subject,
    certificatePem: root.toString(),
    certificateDer: root.raw,
    fingerprint: root.fingerprint256,
    path: certificatePath,
    notAfter,
    issuer: { subject, keyId, notBefore, notAfter, sign: signer(key) },
  };
}

function signer(key: KeyObject): Sign {
  return (octets) => signWith('sha256', octets, key);
}

function attempt<T>(complaint: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw invalid(complaint, error);
  }
}

function halfPair(missing: string, present: string): AppError {
  return invalid(
    `"${missing}" is missing although "${present}" is there; put it back, or move the other ` +
      'away too to get a new authority, which every device must then be made to trust',
  );
}

function invalid(complaint: string, cause?: unknown): AppError {
  return new AppError('CA_INVALID', `opening the certificate authority: ${complaint}`, { cause });
}
