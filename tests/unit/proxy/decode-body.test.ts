import zlib, {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
} from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coding } from '../../../src/act/body/plan.ts';
import { canDecode, decodeBody, gzipBody } from '../../../src/proxy/decode-body.ts';

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

it('gzipBody compresses what is to be sent so', async () => {
  const bytes = Buffer.from('abc'.repeat(1_000));
  expect(gunzipSync(await gzipBody(bytes)).equals(bytes)).toBe(true);
});

/** Null where this Node is too old. */
const zstdCompressSync: unknown = Reflect.get(zlib, 'zstdCompressSync');
if (zstdCompressSync === undefined) console.info('zstd is not tested: this Node does not have it');

it('canDecode says whether this Node has zstd', () => {
  expect(canDecode('gzip')).toBe(true);
  expect(canDecode('zstd')).toBe(typeof zstdCompressSync === 'function');
});

it.skipIf(zstdCompressSync === undefined)('zstd is undone', async () => {
  const encode = zstdCompressSync as (bytes: Buffer) => Buffer;
  const bytes = Buffer.from('abc'.repeat(1_000));
  expect(await decodeBody(encode(bytes), 'zstd')).toEqual(bytes);
  expect(await decodeBody(encode(bytes), 'zstd', 999)).toBeNull();
  expect(await decodeBody(encode(bytes).subarray(0, -4), 'zstd')).toBeNull();
});
