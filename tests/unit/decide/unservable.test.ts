import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Offer, whyUnservable } from '../../../src/decide/unservable.ts';

const MODERN: Offer = {
  versions: [0x3a3a, 0x0304, 0x0303],
  ciphers: [0x1301, 0xc02b, 0xc02f],
  signatureAlgorithms: [0x0403, 0x0804, 0x0401],
  alpn: ['h2', 'http/1.1'],
};
const OLD = { versions: [0x0303], ciphers: [0xc02b, 0xc02f], signatureAlgorithms: [0x0503] };
const RSA = [0x0804, 0x0401, 0x0201];

describe('a client', () => {
  test.each<readonly [string, Partial<Offer>, string | null]>([
    ['of today', {}, null],
    ['of TLS 1.3 alone', { versions: [0x0304] }, null],
    ['of TLS 1.2 alone', OLD, null],
    ['of TLS 1.2 that names no signatures', { ...OLD, signatureAlgorithms: [] }, null],
    ['of TLS 1.2 with CBC alone', { ...OLD, ciphers: [0xc00a] }, null],
    ['of TLS 1.1', { ...OLD, versions: [0x0302] }, 'program-incompatible'],
    ['of TLS 1.0', { ...OLD, versions: [0x0301] }, 'program-incompatible'],
    ['with ciphers for RSA alone', { ...OLD, ciphers: [0xc02f, 0x009c] }, 'program-incompatible'],
    ['with signatures of RSA alone', { signatureAlgorithms: RSA }, 'program-incompatible'],
    [
      'of TLS 1.3 alone, with another curve alone',
      { versions: [0x0304], signatureAlgorithms: [0x0503] },
      'program-incompatible',
    ],
    [
      'of TLS 1.3 with RSA alone, of TLS 1.2 with ECDSA ciphers',
      { signatureAlgorithms: [...RSA, 0x0203] },
      null,
    ],
    ['that says nothing of HTTP', { alpn: [] }, null],
    ['of HTTP/1.1', { alpn: ['http/1.1'] }, null],
    ['of HTTP/2 alone', { alpn: ['h2'] }, 'no-common-protocol'],
    ['of what is no HTTP', { alpn: ['acme-tls/1'] }, 'no-common-protocol'],
  ])('%s', (_what, change, why) => {
    expect(whyUnservable({ ...MODERN, ...change }, false)).toBe(why);
  });

  test('of HTTP/2 alone is served where HTTP/2 is', () => {
    expect(whyUnservable({ ...MODERN, alpn: ['h2'] }, true)).toBeNull();
    expect(whyUnservable({ ...MODERN, alpn: ['h3'] }, true)).toBe('no-common-protocol');
  });

  test('that offers more can do no less', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 0xffff }));
    const offer = fc.record({
      versions: numbers,
      ciphers: numbers,
      signatureAlgorithms: numbers,
      alpn: fc.array(fc.string()),
    });
    fc.assert(
      fc.property(offer, ({ versions, ciphers, signatureAlgorithms, alpn }) => {
        const more = {
          versions: [...versions, ...MODERN.versions],
          ciphers: [...ciphers, ...MODERN.ciphers],
          signatureAlgorithms: [...signatureAlgorithms, ...MODERN.signatureAlgorithms],
          alpn: [...alpn, ...MODERN.alpn],
        };
        expect(whyUnservable(more, false)).toBeNull();
      }),
    );
  });
});
