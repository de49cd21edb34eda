import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAuthority } from '../../../src/certs/authority.ts';
import { decode } from '../../../src/certs/der.ts';
import { mintLeaf } from '../../../src/certs/leaf.ts';
import { type Hostname, parseHostname } from '../../../src/model/terms.ts';
import { OPENSSL, opensslIt } from '../../support/openssl.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const publicKey = decode(
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({
    type: 'spki',
    format: 'der',
  }),
);

function minter() {
  const authority = openAuthority(path.join(temporaryFolder(), 'certs'), () => NOW);
  const mint = (name: string, now = NOW, random: Uint8Array = randomBytes(16)) => {
    const hostname = parseHostname(name) as Hostname;
    return mintLeaf({ hostname, issuer: authority.issuer, publicKey, now, random });
  };
  return { authority, mint, root: new X509Certificate(authority.certificatePem) };
}

const LONG = `${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`;

describe('mintLeaf', () => {
  it.each([
    ['example.com', 'DNS:example.com', 'CN=example.com'],
    [`${'x'.repeat(60)}.com`, `DNS:${'x'.repeat(60)}.com`, `CN=${'x'.repeat(60)}.com`],
    [`${'x'.repeat(61)}.com`, `DNS:${'x'.repeat(61)}.com`, undefined],
    [LONG, `DNS:${LONG}`, undefined],
    ['a_b.example.com', 'DNS:a_b.example.com', 'CN=a_b.example.com'],
    ['_dmarc.example.com', 'DNS:_dmarc.example.com', 'CN=_dmarc.example.com'],
    ['bücher.example', 'DNS:xn--bcher-kva.example', 'CN=xn--bcher-kva.example'],
    ['localhost', 'DNS:localhost', 'CN=localhost'],
    ['192.0.2.7', 'IP Address:192.0.2.7', undefined],
    ['[2001:db8::7]', 'IP Address:2001:DB8:0:0:0:0:0:7', undefined],
    ['::1', 'IP Address:0:0:0:0:0:0:0:1', undefined],
    ['::', 'IP Address:0:0:0:0:0:0:0:0', undefined],
    ['fe80:1:2:3:4:5:6:7', 'IP Address:FE80:1:2:3:4:5:6:7', undefined],
    ['2001:db8::', 'IP Address:2001:DB8:0:0:0:0:0:0', undefined],
    ['::ffff:192.0.2.7', 'IP Address:0:0:0:0:0:FFFF:C000:207', undefined],
    ['*.example.com', 'DNS:name.invalid', 'CN=name.invalid'],
    ["x'y.example.com", 'DNS:name.invalid', 'CN=name.invalid'],
  ])('names %s alone', (name, subjectAltName, subject) => {
    const leaf = new X509Certificate(minter().mint(name).der);
    expect(leaf.subjectAltName).toBe(subjectAltName);
    // Node says undefined of an empty subject.
    expect(leaf.subject).toBe(subject);
  });

  it.each(['300.1.1.1', '1::2::3', '1:2', '1:2:3:4:5:6:7:8:9', 'g::', '1:2:3:4:5:6:7::8'])(
    'makes of "%s", which no parser lets through, a certificate that fits nothing',
    (name) => {
      const { authority } = minter();
      const { der } = mintLeaf({
        hostname: name as Hostname,
        issuer: authority.issuer,
        publicKey,
        now: NOW,
        random: randomBytes(16),
      });
      expect(new X509Certificate(der).subjectAltName).toBe('DNS:name.invalid');
    },
  );

  it('lasts 90 days from two days ago, and no longer than its authority', () => {
    const { mint, authority } = minter();
    const later = NOW + 10 * DAY;
    const usual = mint('example.com', later);
    expect(usual).toMatchObject({ notBefore: later - 2 * DAY, notAfter: later + 90 * DAY });
    const parsed = new X509Certificate(usual.der);
    expect(usual.notAfter - Date.parse(parsed.validTo)).toBeLessThan(1000);
    expect(usual.notBefore - Date.parse(parsed.validFrom)).toBeLessThan(1000);
    const last = mint('example.com', authority.notAfter - 5 * DAY);
    expect(last.notAfter).toBe(authority.notAfter);
    expect(Date.parse(new X509Certificate(last.der).validTo)).toBe(authority.notAfter);
    expect(mint('example.com').notBefore).toBe(authority.issuer.notBefore);
  });

  it('is signed by the authority, is none itself, and is for servers', () => {
    const { mint, root } = minter();
    const leaf = new X509Certificate(mint('example.com').der);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('has a positive serial number of 16 octets, whatever the random octets are', () => {
    const { mint } = minter();
    const randoms = [Buffer.alloc(16, 0), Buffer.alloc(16, 0xff), Buffer.alloc(16, 0x80)];
    for (let i = 0; i < 200; i++) randoms.push(randomBytes(16));
    const serials = randoms.map(
      (random) => new X509Certificate(mint('a.test', NOW, random).der).serialNumber,
    );
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(new Set(serials).size).toBe(randoms.length);
  });

  it('mints a readable, fitting certificate for every hostname there can be', () => {
    const { mint, root } = minter();
    const label = fc.stringMatching(/^[a-z0-9_-]{1,30}$/);
    const name = fc.oneof(
      fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.')),
      fc.domain(),
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(name, (text) => {
        const hostname = parseHostname(text);
        fc.pre(hostname !== null);
        const leaf = new X509Certificate(mint(hostname as string).der);
        expect(leaf.verify(root.publicKey)).toBe(true);
        expect(leaf.subjectAltName).not.toContain('*');
        if (leaf.subjectAltName === 'DNS:name.invalid') {
          expect(hostname).not.toMatch(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/);
        } else if (leaf.subjectAltName?.startsWith('IP Address:')) {
          expect(leaf.checkIP(hostname as string)).toBeDefined();
        } else {
          expect(leaf.subjectAltName).toBe(`DNS:${hostname}`);
        }
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});

describe('openssl', () => {
  opensslIt.each([
    ['example.com', ['-verify_hostname', 'example.com']],
    [LONG, ['-verify_hostname', LONG]],
    ['a_b.example.com', ['-verify_hostname', 'a_b.example.com']],
    ['xn--bcher-kva.example', ['-verify_hostname', 'xn--bcher-kva.example']],
    ['192.0.2.7', ['-verify_ip', '192.0.2.7']],
    ['2001:db8::7', ['-verify_ip', '2001:db8::7']],
  ])('verifies %s strictly', (name, option) => {
    const { authority, mint } = minter();
    const file = path.join(temporaryFolder(), 'leaf.pem');
    fs.writeFileSync(file, new X509Certificate(mint(name).der).toString());
    const common = ['-x509_strict', '-purpose', 'sslserver', '-CAfile', authority.path];
    const said = execFileSync(OPENSSL, ['verify', ...common, ...option, file], {
      encoding: 'utf8',
    });
    expect(said).toBe(`${file}: OK\n`);
  });

  opensslIt('sees the extensions that strict clients ask for', () => {
    const { authority, mint } = minter();
    const file = path.join(temporaryFolder(), 'leaf.pem');
    const show = (name: string) => {
      fs.writeFileSync(file, new X509Certificate(mint(name).der).toString());
      const text = execFileSync(OPENSSL, ['x509', '-noout', '-text', '-in', file], {
        encoding: 'utf8',
      });
      return text.replace(/\s+/g, ' ');
    };
    const id = Buffer.from(authority.issuer.keyId).toString('hex').toUpperCase();
    const short = show('example.com');
    expect(short).toContain('Basic Constraints: critical CA:FALSE');
    expect(short).toContain('Key Usage: critical Digital Signature');
    expect(short).toContain('Extended Key Usage: TLS Web Server Authentication');
    expect(short).toContain(`Authority Key Identifier: ${id.match(/../g)?.join(':')}`);
    expect(short).toContain('Subject Alternative Name: DNS:');
    expect(show(LONG)).toContain('Subject Alternative Name: critical DNS:');
    expect(show('192.0.2.7')).toContain('Subject Alternative Name: critical IP Address:192.0.2.7');
  });
});
