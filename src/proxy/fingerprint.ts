import { createHash } from 'node:crypto';
import type { Fingerprint } from '../model/program.ts';
import type { ClientHello } from './client-hello.ts';

/**
 * Extensions that come and go between connections of one program: they depend
 * on the host (its name, what DNS says of it), on what the connection is for
 * (ALPN, and the settings that come with it) or on an earlier visit (tickets).
 */
const PASSING: ReadonlySet<number> = new Set([
  0, // server_name (RFC 6066)
  16, // application_layer_protocol_negotiation (RFC 7301)
  21, // padding (RFC 7685)
  35, // session_ticket (RFC 5077)
  41, // pre_shared_key (RFC 8446)
  42, // early_data (RFC 8446)
  44, // cookie (RFC 8446)
  17_513, // application_settings, which Chromium sends where it offers HTTP/2
  17_613, // the same under its newer number
  0xca34, // trust_anchors, which Chromium sends where DNS says it helps
  0xfe0d, // encrypted_client_hello
]);

/**
 * Tells client programs apart by their ClientHello, in the manner of JA4: what
 * a program offers, sorted, so that one that shuffles its extensions stays the
 * same, and without the values that are reserved to be ignored (GREASE, RFC
 * 8701). The same for all hosts, for new and resumed sessions, and with HTTP/2
 * offered or not.
 */
export function fingerprint(hello: ClientHello): Fingerprint {
  const parts = [
    hello.versions,
    hello.ciphers,
    hello.extensions.filter((type) => !PASSING.has(type)),
    hello.signatureAlgorithms,
  ];
  const text = parts.map((numbers) => sorted(numbers).join(',')).join('|');
  return createHash('sha256').update(text).digest('hex').slice(0, 24) as Fingerprint;
}

function sorted(numbers: readonly number[]): readonly number[] {
  return numbers.filter((number) => !isGrease(number)).sort((a, b) => a - b);
}

/** 0x0a0a, 0x1a1a and so on to 0xfafa. */
function isGrease(number: number): boolean {
  return (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);
}
