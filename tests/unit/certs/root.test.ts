import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeRoot } from '../../../src/certs/root.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const signIt = (octets: Uint8Array) => sign('sha256', octets, pair.privateKey);

describe('makeRoot', () => {
  it.each([
    ['2026-11-21T12:00:00Z', '2026-11-20T12:00:00Z', '2036-11-21T12:00:00Z'],
    ['2028-02-29T00:00:00Z', '2028-02-28T00:00:00Z', '2038-03-01T00:00:00Z'],
    // Its end falls under the other encoding of dates.
    ['2044-06-01T00:00:00Z', '2044-05-31T00:00:00Z', '2054-06-01T00:00:00Z'],
  ])('made at %s holds from %s to %s', (now, from, to) => {
    const der = makeRoot(pair.publicKey, signIt, Date.parse(now), Buffer.alloc(16, 0xff));
    const root = new X509Certificate(der);
    expect(Date.parse(root.validFrom)).toBe(Date.parse(from));
    expect(Date.parse(root.validTo)).toBe(Date.parse(to));
    expect(root.serialNumber).toBe(`7F${'FF'.repeat(15)}`);
    expect(root.verify(pair.publicKey)).toBe(true);
  });
});
