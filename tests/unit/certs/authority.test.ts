import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { AppError } from '../../../src/model/errors.ts';
import { OPENSSL, opensslIt } from '../../support/openssl.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const now = () => NOW;
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

function made() {
  const folder = path.join(temporaryFolder(), 'certs');
  return {
    folder,
    authority: openAuthority(folder, now),
    pem: path.join(folder, 'ca.pem'),
    key: path.join(folder, 'ca.key'),
  };
}

function refusal(folder: string, at = NOW): AppError {
  try {
    openAuthority(folder, () => at);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('was not refused');
}

describe('a new authority', () => {
  it('is what devices should trust, and no more', () => {
    const { authority } = made();
    const root = new X509Certificate(authority.certificatePem);
    expect(root.ca).toBe(true);
    expect(root.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.subject).toMatch(/^O=Eyelid\nCN=Eyelid CA [0-9a-f]{8}$/);
    expect(root.issuer).toBe(root.subject);
    expect(authority.name).toMatch(/^Eyelid CA [0-9a-f]{8}$/);
    expect(root.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(Math.abs(Date.parse(root.validFrom) - (NOW - DAY))).toBeLessThan(1000);
    expect(authority.notAfter).toBe(Date.parse(root.validTo));
    expect((authority.notAfter - NOW) / DAY).toBeGreaterThan(3651);
    expect((authority.notAfter - NOW) / DAY).toBeLessThan(3654);
    expect(Buffer.from(authority.certificateDer)).toEqual(root.raw);
    expect(authority.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(authority.fingerprint).toBe(root.fingerprint256);
  });

  opensslIt('has its extensions critical where they must be', () => {
    const { authority } = made();
    const text = execFileSync(OPENSSL, ['x509', '-noout', '-text', '-in', authority.path], {
      encoding: 'utf8',
    }).replace(/\s+/g, ' ');
    expect(text).toContain('Basic Constraints: critical CA:TRUE, pathlen:0');
    expect(text).toContain('Key Usage: critical Certificate Sign, CRL Sign');
    expect(text).toContain('Subject Key Identifier: ');
    expect(text).toContain('Signature Algorithm: ecdsa-with-SHA256');
    execFileSync(OPENSSL, ['verify', '-x509_strict', '-CAfile', authority.path, authority.path]);
  });

  it('differs from every other', () => {
    expect(made().authority.name).not.toBe(made().authority.name);
  });

  it('lies on disk for its owner alone, with nothing beside it', () => {
    const { folder, key } = made();
    expect(modeOf(folder)).toBe(0o700);
    expect(modeOf(key)).toBe(0o600);
    expect(fs.readdirSync(folder).sort()).toEqual(['ca.key', 'ca.pem']);
    expect(fs.readFileSync(key, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('shuts the folder that a checkout left open', () => {
    const folder = temporaryFolder();
    fs.chmodSync(folder, 0o755);
    openAuthority(folder, now);
    expect(modeOf(folder)).toBe(0o700);
  });

  it('is the same one at the next start', () => {
    const { folder, authority } = made();
    const again = openAuthority(folder, now);
    expect(again.fingerprint).toBe(authority.fingerprint);
    expect(again.issuer.keyId).toEqual(authority.issuer.keyId);
  });

  it('shows its key to nobody', () => {
    const { authority, key } = made();
    const secret = createPrivateKey(fs.readFileSync(key)).export({ format: 'jwk' }).d as string;
    const shown = inspect(authority, { depth: 9, showHidden: true }) + JSON.stringify(authority);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('PRIVATE');
    expect(shown).not.toContain('KeyObject');
  });
});

describe('an authority that is not as it was left', () => {
  it.each([
    ['key', 0o640, 'chmod 600'],
    ['folder', 0o750, 'chmod 700'],
  ] as const)('is refused with a looser %s', (which, mode, mend) => {
    const { key, folder } = made();
    const target = which === 'key' ? key : folder;
    fs.chmodSync(target, mode);
    const { code, message } = refusal(folder);
    expect(code).toBe('CA_KEY_TOO_OPEN');
    expect(message).toContain(`"${target}" has mode 0${mode.toString(8)}`);
    expect(message).toContain(`run: ${mend} '${target}'`);
    expect(modeOf(target)).toBe(mode);
  });

  it.each(['key', 'pem'] as const)('is refused without its %s, and the other is kept', (which) => {
    const { key, pem, folder } = made();
    const [missing, present] = which === 'key' ? [key, pem] : [pem, key];
    const kept = fs.readFileSync(present);
    fs.rmSync(missing);
    const { code, message } = refusal(folder);
    expect(code).toBe('CA_INVALID');
    expect(message).toContain(`"${missing}" is missing although "${present}" is there`);
    expect(fs.readdirSync(folder)).toEqual([path.basename(present)]);
    expect(fs.readFileSync(present)).toEqual(kept);
  });

  it('is refused with the key of another', () => {
    const { key, folder } = made();
    fs.copyFileSync(made().key, key);
    expect(refusal(folder)).toMatchObject({
      code: 'CA_INVALID',
      message: expect.stringContaining('is not the key of'),
    });
  });

  it.each([
    ['key', 'is no private key'],
    ['pem', 'is no certificate'],
  ] as const)('is refused with an unreadable %s', (which, complaint) => {
    const { key, pem, folder } = made();
    fs.writeFileSync(which === 'key' ? key : pem, 'no such thing');
    expect(refusal(folder)).toMatchObject({
      code: 'CA_INVALID',
      message: expect.stringContaining(complaint),
    });
  });

  it('is refused with a key of another kind', () => {
    const { key, folder } = made();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    fs.writeFileSync(key, rsa.export({ type: 'pkcs8', format: 'pem' }));
    expect(refusal(folder).message).toContain('is not an EC P-256 key');
  });

  it('is refused once it has expired, and kept', () => {
    const { folder, authority } = made();
    const { code, message } = refusal(folder, authority.notAfter);
    expect(code).toBe('CA_INVALID');
    expect(message).toContain('expired on');
    expect(openAuthority(folder, now).fingerprint).toBe(authority.fingerprint);
  });

  it('is refused, as an error for a person, where the folder is a file', () => {
    const file = path.join(temporaryFolder(), 'certs');
    fs.writeFileSync(file, '');
    expect(refusal(file)).toMatchObject({
      code: 'CA_INVALID',
      message: expect.stringContaining(`in "${file}": `),
    });
  });
});
