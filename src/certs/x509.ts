import { createHash } from 'node:crypto';
import {
  bitString,
  boolean,
  type Der,
  decode,
  encode,
  integer,
  itemsOf,
  octetString,
  octetsOf,
  oid,
  sequence,
  set,
  tagged,
  taggedOctets,
  time,
  utf8String,
} from './der.ts';

/** Signs DER with ECDSA and SHA-256; returns the DER of the signature. */
export type Sign = (octets: Uint8Array) => Uint8Array;

/** What a certificate says, before it is signed. Times are milliseconds since the epoch. */
export interface CertificateFields {
  /** Positive, big-endian, at most 20 octets: RFC 5280 section 4.1.2.2. */
  readonly serial: Uint8Array;
  readonly issuer: Der;
  readonly subject: Der;
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Der;
  readonly extensions: readonly Der[];
}

const SUBJECT_KEY_ID = '2.5.29.14';

/** RFC 5758 section 3.2: ecdsa-with-SHA256 has no parameters. */
function signatureAlgorithm(): Der {
  return sequence(oid('1.2.840.10045.4.3.2'));
}

/** Returns the DER of a version 3 certificate (RFC 5280 section 4.1). */
export function signCertificate(fields: CertificateFields, sign: Sign): Buffer {
  const toBeSigned = sequence(
    tagged(0, integer(Uint8Array.of(2))),
    integer(fields.serial),
    signatureAlgorithm(),
    fields.issuer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    fields.subject,
    fields.publicKey,
    tagged(3, sequence(...fields.extensions)),
  );
  const signature = sign(encode(toBeSigned));
  return encode(sequence(toBeSigned, signatureAlgorithm(), bitString(signature)));
}

/** The textual form of a certificate: RFC 7468 section 5. */
export function toPem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/**
 * A serial number from 16 random octets. The top bits are set to 01: so it is
 * positive, which Go insists on, and always of the same length.
 */
export function serialFrom(random: Uint8Array): Uint8Array {
  const serial = Uint8Array.from(random);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

/** A distinguished name; an attribute that is null is left out. */
export function distinguishedName(organization: string | null, commonName: string | null): Der {
  const parts: Der[] = [];
  if (organization !== null) parts.push(attribute('2.5.4.10', organization));
  if (commonName !== null) parts.push(attribute('2.5.4.3', commonName));
  return sequence(...parts);
}

function attribute(type: string, value: string): Der {
  return set(sequence(oid(type), utf8String(value)));
}

/** An uncompressed P-256 point: 04, x, y. It ends the SubjectPublicKeyInfo. */
const POINT_OCTETS = 65;

/** The 160-bit identifier of a P-256 key (SPKI): RFC 7093 section 2, method 1. */
export function keyIdentifier(publicKey: Der): Buffer {
  const point = encode(publicKey).subarray(-POINT_OCTETS);
  return createHash('sha256').update(point).digest().subarray(0, 20);
}

function extension(type: string, critical: boolean, value: Der): Der {
  const content = octetString(encode(value));
  return critical ? sequence(oid(type), boolean(true), content) : sequence(oid(type), content);
}

/** For an authority that signs leaves only. */
export function authorityConstraints(): Der {
  return extension('2.5.29.19', true, sequence(boolean(true), integer(Uint8Array.of(0))));
}

/** DER leaves out a default, and `CA: false` is one: the sequence is empty. */
export function leafConstraints(): Der {
  return extension('2.5.29.19', true, sequence());
}

/** The bits of RFC 5280 section 4.2.1.3, from the left, and how many are unused. */
const KEY_USAGE = {
  digitalSignature: [0x80, 7],
  certificateAndCrlSign: [0x06, 1],
} as const;

export function keyUsage(usage: keyof typeof KEY_USAGE): Der {
  const [bits, unused] = KEY_USAGE[usage];
  return extension('2.5.29.15', true, bitString(Uint8Array.of(bits), unused));
}

export function serverAuthentication(): Der {
  return extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1')));
}

export function subjectKeyIdentifier(id: Uint8Array): Der {
  return extension(SUBJECT_KEY_ID, false, octetString(id));
}

export function authorityKeyIdentifier(id: Uint8Array): Der {
  return extension('2.5.29.35', false, sequence(taggedOctets(0, id)));
}

/** One name: a dNSName (ASCII) or an iPAddress (4 or 16 octets). RFC 5280 section 4.2.1.6. */
export type SubjectName =
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array };

export function subjectAltName(names: readonly SubjectName[], critical: boolean): Der {
  const general = names.map((name) =>
    name.kind === 'dns'
      ? taggedOctets(2, Buffer.from(name.name, 'latin1'))
      : taggedOctets(7, name.octets),
  );
  return extension('2.5.29.17', critical, sequence(...general));
}

/**
 * The subject and the key identifier of an authority's certificate: what its
 * leaves repeat. Throws where it is not DER; `keyId` is null where it has none.
 */
export function readIssuer(certificate: Uint8Array): { subject: Der; keyId: Buffer | null } {
  const [toBeSigned] = itemsOf(decode(certificate));
  const fields = itemsOf(toBeSigned);
  const subject = fields[5];
  if (subject === undefined) throw new Error('not a version 3 certificate');
  const wanted = encode(oid(SUBJECT_KEY_ID));
  for (const candidate of itemsOf(itemsOf(fields.at(-1))[0])) {
    const [type, ...rest] = itemsOf(candidate);
    if (type === undefined || !encode(type).equals(wanted)) continue;
    return { subject, keyId: octetsOf(decode(octetsOf(rest.at(-1)))) };
  }
  return { subject, keyId: null };
}
