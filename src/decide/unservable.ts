import type { TunnelReason } from '../model/connection.ts';

/** The part of a ClientHello that says what a client could be served with. */
export interface Offer {
  /** 0x0303 is TLS 1.2, 0x0304 is TLS 1.3. */
  readonly versions: readonly number[];
  readonly ciphers: readonly number[];
  /** Empty where it names none. */
  readonly signatureAlgorithms: readonly number[];
  /** Empty where it names none. */
  readonly alpn: readonly string[];
}

const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;
/** The one signature that a key on P-256 makes in TLS 1.3 (RFC 8446 section 4.2.3). */
const ECDSA_P256_SHA256 = 0x0403;
/** The second byte of a signature algorithm of TLS 1.2 (RFC 5246 section 7.4.1.4.1). */
const ECDSA = 3;

/**
 * Cipher suites of TLS 1.2 that an ECDSA certificate can be shown under (IANA,
 * TLS Cipher Suites: ECDHE_ECDSA), without those that OpenSSL no longer has:
 * AES in CBC, GCM and CCM, ChaCha20, ARIA, Camellia.
 */
const ECDHE_ECDSA: ReadonlySet<number> = new Set([
  0xc009, 0xc00a, 0xc023, 0xc024, 0xc02b, 0xc02c, 0xc048, 0xc049, 0xc05c, 0xc05d, 0xc072, 0xc073,
  0xc086, 0xc087, 0xc0ac, 0xc0ad, 0xc0ae, 0xc0af, 0xcca9,
]);

/**
 * Why a client cannot be served under a leaf of ours, which is ECDSA on P-256,
 * from TLS 1.2 on, over HTTP/1.1 or, where `http2`, HTTP/2; null where nothing
 * speaks against it. Says so only where a handshake could not but fail.
 */
export function whyUnservable(
  offer: Offer,
  http2: boolean,
): Extract<TunnelReason, 'program-incompatible' | 'no-common-protocol'> | null {
  if (!speaksTls13(offer) && !speaksTls12(offer)) return 'program-incompatible';
  const { alpn } = offer;
  const isCommon = alpn.length === 0 || alpn.includes('http/1.1') || (http2 && alpn.includes('h2'));
  return isCommon ? null : 'no-common-protocol';
}

function speaksTls13({ versions, ciphers, signatureAlgorithms }: Offer): boolean {
  return (
    versions.includes(TLS_1_3) &&
    // 0x1301 to 0x1305 (RFC 8446 appendix B.4).
    ciphers.some((cipher) => cipher >> 8 === 0x13) &&
    signatureAlgorithms.includes(ECDSA_P256_SHA256)
  );
}

function speaksTls12({ versions, ciphers, signatureAlgorithms }: Offer): boolean {
  return (
    versions.includes(TLS_1_2) &&
    ciphers.some((cipher) => ECDHE_ECDSA.has(cipher)) &&
    // Who names none leaves it to the server.
    (signatureAlgorithms.length === 0 ||
      signatureAlgorithms.some((algorithm) => (algorithm & 0xff) === ECDSA))
  );
}
