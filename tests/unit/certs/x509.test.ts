import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/certs/der.ts';
import { makeRoot } from '../../../src/certs/root.ts';
import {
  authorityConstraints,
  authorityKeyIdentifier,
  distinguishedName,
  keyIdentifier,
  keyUsage,
  leafConstraints,
  readIssuer,
  serialFrom,
  serverAuthentication,
  signCertificate,
  subjectAltName,
  subjectKeyIdentifier,
  toPem,
} from '../../../src/certs/x509.ts';

const NOW = Date.UTC(2026, 0, 31);
const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const signIt = (octets: Uint8Array) => sign('sha256', octets, pair.privateKey);
const spki = decode(pair.publicKey.export({ type: 'spki', format: 'der' }));

describe('extensions', () => {
  // The bytes are those of RFC 5280 section 4.2.1, worked out by hand.
  it.each([
    ['authority constraints', authorityConstraints(), '30120603551d130101ff040830060101ff020100'],
    ['leaf constraints', leafConstraints(), '300c0603551d130101ff04023000'],
    ['leaf key usage', keyUsage('digitalSignature'), '300e0603551d0f0101ff040403020780'],
    ['ca key usage', keyUsage('certificateAndCrlSign'), '300e0603551d0f0101ff040403020106'],
    ['server use', serverAuthentication(), '30130603551d25040c300a06082b06010505070301'],
    ['subject key id', subjectKeyIdentifier(Uint8Array.of(9)), '300a0603551d0e0403040109'],
    ['authority key id', authorityKeyIdentifier(Uint8Array.of(9)), '300c0603551d2304053003800109'],
    ['dns', subjectAltName([{ kind: 'dns', name: 'a' }], false), '300c0603551d1104053003820161'],
    [
      'critical ip',
      subjectAltName([{ kind: 'ip', octets: Uint8Array.of(0, 2, 3, 4) }], true),
      '30120603551d110101ff04083006870400020304',
    ],
  ])('writes %s', (_name, extension, hex) => {
    expect(encode(extension).toString('hex')).toBe(hex);
  });
});

describe('serialFrom', () => {
  it('keeps 126 random bits and begins with 01', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
        const serial = serialFrom(random);
        expect((serial[0] as number) >> 6).toBe(1);
        expect((serial[0] as number) & 0x3f).toBe((random[0] as number) & 0x3f);
        expect(serial.subarray(1)).toEqual(random.subarray(1));
      }),
    );
  });
});

describe('readIssuer', () => {
  it('finds the subject and the key identifier of a root', () => {
    const der = makeRoot(pair.publicKey, signIt, NOW, randomBytes(16));
    const { subject, keyId } = readIssuer(der);
    expect(keyId).toEqual(keyIdentifier(spki));
    const common = `Eyelid CA ${keyId?.toString('hex').slice(0, 8)}`;
    expect(encode(subject)).toEqual(encode(distinguishedName('Eyelid', common)));
  });

  it('says null of a certificate without one', () => {
    const name = distinguishedName(null, 'x');
    const fields = { issuer: name, subject: name, notBefore: NOW, notAfter: NOW, publicKey: spki };
    const der = signCertificate(
      { ...fields, serial: Uint8Array.of(1), extensions: [leafConstraints()] },
      signIt,
    );
    expect(readIssuer(der).keyId).toBeNull();
  });

  it('throws or says null on anything else, and never hangs', () => {
    const der = makeRoot(pair.publicKey, signIt, NOW, Buffer.alloc(16));
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = Buffer.from(der);
        broken[at] = (broken[at] as number) ^ flip;
        try {
          const { keyId } = readIssuer(broken);
          expect(keyId === null || Buffer.isBuffer(keyId)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('toPem', () => {
  it('is what the reader of certificates writes', () => {
    for (let i = 0; i < 20; i++) {
      const der = makeRoot(pair.publicKey, signIt, NOW, randomBytes(16));
      expect(toPem(der)).toBe(new X509Certificate(der).toString());
    }
  });
});

describe('signCertificate', () => {
  it('writes dates past 2049 so that readers take them', () => {
    const name = distinguishedName(null, 'x');
    const der = signCertificate(
      {
        serial: Uint8Array.of(1),
        issuer: name,
        subject: name,
        notBefore: NOW,
        notAfter: Date.UTC(2051, 1, 3),
        publicKey: spki,
        extensions: [leafConstraints()],
      },
      signIt,
    );
    const certificate = new X509Certificate(der);
    expect(Date.parse(certificate.validFrom)).toBe(NOW);
    expect(Date.parse(certificate.validTo)).toBe(Date.UTC(2051, 1, 3));
    expect(certificate.verify(pair.publicKey)).toBe(true);
  });
});
