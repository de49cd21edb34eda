import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestsIn } from '../../../src/household/hashes.ts';

const digest = (name: string) => createHash(name).update('ana@example.com').digest();
const found = (text: string) =>
  [...digestsIn(text)].map((one) => ({
    written: text.slice(one.from, one.to),
    digest: Buffer.from(one.digest).toString('hex'),
  }));

describe.each(['sha256', 'sha1', 'md5'])('%s is found', (name) => {
  const hex = digest(name).toString('hex');
  const base64 = digest(name).toString('base64');
  const bare = base64.replace(/=+$/, '');
  const url = digest(name).toString('base64url');

  test.each([
    ['in hex', hex, `em=${hex}&x`],
    ['in capitals', hex.toUpperCase(), `"${hex.toUpperCase()}"`],
    ['beside a word', hex, `em_${hex}-x`],
    ['in a path', hex, `/a/${hex}/b`],
    ['in base64', base64, `em=${base64}&`],
    ['in base64 without padding', bare, `em=${bare}&`],
    ['in base64url', url, `em=tv.1~em.${url}&`],
    ['in base64url, beside a word', url, `x_${url}`],
    ['alone', hex, hex],
  ])('%s', (_how, written, text) => {
    expect(found(text)).toContainEqual({ written, digest: hex });
  });
});

test.each([
  ['one digit more', `${digest('sha256').toString('hex')}a`],
  ['one digit less', digest('sha256').toString('hex').slice(1)],
  ['words', 'the quick brown fox jumps over the lazy dog, twice'],
  ['a long run of data', 'A'.repeat(1_000)],
])('nothing is found in %s', (_what, text) => {
  expect(found(text)).toEqual([]);
});

test('what is found stands there, and has the length of a digest', () => {
  const piece = fc.oneof(
    fc.constantFrom('-', '_', '/', '+', '=', '&', '"', 'em.'),
    fc.stringMatching(/^[0-9a-f]{30,66}$/),
    fc.base64String({ maxLength: 60 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      for (const one of digestsIn(text)) {
        expect([16, 20, 32]).toContain(one.digest.length);
        expect(text.slice(one.from, one.to)).toMatch(/^[\w+/-]{22,64}={0,2}$/);
      }
    }),
  );
});
