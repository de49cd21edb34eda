import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coding } from '../../../src/act/body/plan.ts';
import { decodeBody } from '../../../src/proxy/decode-body.ts';

const CODINGS: readonly (readonly [Coding, (bytes: Buffer) => Buffer])[] = [
  ['identity', (bytes) => bytes],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
];

describe.each(CODINGS)('%s', (coding, encode) => {
  it('is undone, whatever was in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (array) => {
        const bytes = Buffer.from(array);
        expect(await decodeBody(encode(bytes), coding)).toEqual(bytes);
      }),
      { numRuns: 50 },
    );
  });

  it('is undone as far as the limit', async () => {
    const encoded = encode(Buffer.alloc(1_000, 'a'));
    expect(await decodeBody(encoded, coding, 1_000)).toHaveLength(1_000);
    expect(await decodeBody(encoded, coding, 999)).toBeNull();
  });
});

it.each(CODINGS.slice(1))('%s that is cut or garbage is nothing', async (coding, encode) => {
  const encoded = encode(Buffer.from('abcdefghij'.repeat(20)));
  expect(await decodeBody(encoded.subarray(0, -4), coding)).toBeNull();
  expect(await decodeBody(Buffer.alloc(0), coding)).toBeNull();
  expect(await decodeBody(Buffer.from('<html>this is text</html>'), coding)).toBeNull();
});

it('a bomb is nothing, and takes no memory that it would fill', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  expect(await decodeBody(bomb, 'gzip')).toBeNull();
});
