import type forge from 'node-forge';
import asn1 from 'node-forge/lib/asn1.js';

/** One ASN.1 value. The builders below make them; `encode` writes them as DER. */
export type Der = forge.asn1.Asn1;

/** The day from which X.509 wants GeneralizedTime: RFC 5280 section 4.1.2.5. */
const GENERALIZED_FROM = Date.UTC(2050, 0, 1);

export function sequence(...items: readonly Der[]): Der {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [...items]);
}

export function set(...items: readonly Der[]): Der {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, [...items]);
}

/** An explicit context tag, `[tag] { items }`. */
export function tagged(tag: number, ...items: readonly Der[]): Der {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, true, [...items]);
}

/** An implicit context tag over raw content octets. */
export function taggedOctets(tag: number, octets: Uint8Array): Der {
  return primitive(asn1.Class.CONTEXT_SPECIFIC, tag, octets);
}

/** `octets` is the two's complement, big-endian, without superfluous zeros. */
export function integer(octets: Uint8Array): Der {
  return primitive(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, octets);
}

export function boolean(value: boolean): Der {
  return primitive(asn1.Class.UNIVERSAL, asn1.Type.BOOLEAN, Uint8Array.of(value ? 0xff : 0));
}

export function octetString(octets: Uint8Array): Der {
  return primitive(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, octets);
}

/** `unused` is how many low bits of the last octet do not count (X.690 section 8.6). */
export function bitString(octets: Uint8Array, unused = 0): Der {
  return primitive(
    asn1.Class.UNIVERSAL,
    asn1.Type.BITSTRING,
    Buffer.concat([Uint8Array.of(unused), octets]),
  );
}

export function utf8String(text: string): Der {
  return primitive(asn1.Class.UNIVERSAL, asn1.Type.UTF8, Buffer.from(text, 'utf8'));
}

/** `dotted` is a constant of the caller, such as `2.5.29.17`. */
export function oid(dotted: string): Der {
  const octets = asn1.oidToDer(dotted).getBytes();
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, octets);
}

/** A moment in milliseconds since the epoch, cut to whole seconds. */
export function time(at: number): Der {
  const date = new Date(at);
  return at < GENERALIZED_FROM
    ? asn1.create(asn1.Class.UNIVERSAL, asn1.Type.UTCTIME, false, asn1.dateToUtcTime(date))
    : asn1.create(
        asn1.Class.UNIVERSAL,
        asn1.Type.GENERALIZEDTIME,
        false,
        asn1.dateToGeneralizedTime(date),
      );
}

export function encode(value: Der): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
}

/** Reads strict DER. Throws on anything else, trailing bytes included. */
export function decode(octets: Uint8Array): Der {
  return asn1.fromDer(Buffer.from(octets).toString('latin1'), true);
}

/** The items of a constructed value; none of a primitive one. */
export function itemsOf(value: Der | undefined): readonly Der[] {
  return Array.isArray(value?.value) ? value.value : [];
}

/** The content octets of a primitive value; none of a constructed one. */
export function octetsOf(value: Der | undefined): Buffer {
  return Buffer.from(typeof value?.value === 'string' ? value.value : '', 'latin1');
}

function primitive(tagClass: forge.asn1.Class, tag: number, octets: Uint8Array): Der {
  return asn1.create(tagClass, tag, false, Buffer.from(octets).toString('latin1'));
}
