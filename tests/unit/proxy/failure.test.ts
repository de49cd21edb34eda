import { describe, expect, it } from 'vitest';
import {
  ExchangeError,
  FAILURES,
  type Failure,
  failureOf,
  sentenceOf,
  statusOf,
} from '../../../src/proxy/failure.ts';

const coded = (code: string) => Object.assign(new Error(`${code} 10.1.2.3:443`), { code });

describe('failureOf', () => {
  const table: readonly (readonly [string, Failure])[] = [
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['CERT_NOT_YET_VALID', 'certificate-expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-unknown-issuer'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-unknown-issuer'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'certificate-unknown-issuer'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-unknown-issuer'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-unknown-issuer'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-wrong-name'],
    ['HOSTNAME_MISMATCH', 'certificate-wrong-name'],
    ['CERT_REVOKED', 'certificate-bad'],
    ['CERT_SIGNATURE_FAILURE', 'certificate-bad'],
    ['CERT_CHAIN_TOO_LONG', 'certificate-bad'],
    ['INVALID_CA', 'certificate-bad'],
    ['INVALID_PURPOSE', 'certificate-bad'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed'],
    ['EPROTO', 'tls-failed'],
    ['ENOTFOUND', 'name-not-found'],
    ['EAI_AGAIN', 'name-not-found'],
    ['EAI_NODATA', 'name-not-found'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['EADDRNOTAVAIL', 'unreachable'],
    ['EACCES', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'closed'],
    ['EPIPE', 'closed'],
    ['HPE_INVALID_CONSTANT', 'bad-response'],
    ['HPE_HEADER_OVERFLOW', 'bad-response'],
    ['ENOENT', 'unknown'],
  ];

  it.each(table)('knows %s', (code, failure) => {
    expect(failureOf(coded(code))).toBe(failure);
  });

  it('asks the first of several addresses', () => {
    const all = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(failureOf(all)).toBe('refused');
    expect(failureOf(new AggregateError([]))).toBe('unknown');
  });

  it('takes what our own errors say', () => {
    expect(failureOf(new ExchangeError('destination-refused', 'x'))).toBe('destination-refused');
  });

  it.each([null, undefined, 'ECONNREFUSED', 7, {}, { code: null }, new Error('x')])(
    'takes %s for unknown',
    (thrown) => {
      expect(failureOf(thrown)).toBe('unknown');
    },
  );
});

describe.each(FAILURES)('%s', (failure) => {
  const sentence = sentenceOf(failure, 'shop.test');

  it('is told in one sentence', () => {
    expect(sentence).toMatch(/^[^\n]{20,200}\.$/);
    expect(sentence.match(/\. /)).toBeNull();
  });

  it('names the host, where there is one', () => {
    expect(sentence.includes('shop.test')).toBe(failure !== 'bad-request');
  });

  it('tells nothing of the inside', () => {
    expect(sentence).not.toMatch(/Error|_|\bE[A-Z]{4,}|\d+\.\d+|\bat /);
  });

  it('has a status of the proxy or of the client', () => {
    const other: Partial<Record<Failure, number>> = {
      timeout: 504,
      'destination-refused': 403,
      'bad-request': 400,
      'wrong-connection': 421,
    };
    expect(statusOf(failure)).toBe(other[failure] ?? 502);
  });
});

it('no two failures are told alike', () => {
  expect(new Set(FAILURES.map((failure) => sentenceOf(failure, 'a.test'))).size).toBe(
    FAILURES.length,
  );
});
