import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codingOf, createUnpacking } from '../../../src/proxy/unpack-body.ts';

const TEXT = Buffer.from('{"event_name":"Purchase"}');

describe('a body', () => {
  const unpack = createUnpacking();

  it.each([
    ['identity', TEXT],
    ['gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ] as const)('in %s is undone', async (coding, bytes) => {
    expect(await unpack(bytes, coding)).toEqual({ bytes: TEXT, isGzipUnsaid: false });
  });

  it('that nobody calls gzip is known by its beginning', async () => {
    expect(await unpack(gzipSync(TEXT), 'identity')).toEqual({ bytes: TEXT, isGzipUnsaid: true });
  });

  it('that only begins like gzip is what it is', async () => {
    const bytes = Buffer.from([0x1f, 0x8b, 0x08, 0x20]);
    expect(await unpack(bytes, 'identity')).toEqual({ bytes, isGzipUnsaid: false });
  });

  it('that is not what it says, or cut, is not read', async () => {
    expect(await unpack(TEXT, 'gzip')).toBeNull();
    expect(await unpack(gzipSync(TEXT).subarray(0, 20), 'gzip')).toBeNull();
  });

  it('that expands to more than half a megabyte is not read', async () => {
    const bomb = gzipSync(Buffer.alloc(512 * 1024 + 1));
    expect(bomb.length).toBeLessThan(2048);
    expect(await unpack(bomb, 'gzip')).toBeNull();
    expect((await unpack(bomb, 'identity'))?.bytes).toBe(bomb);
    expect((await unpack(gzipSync(Buffer.alloc(512 * 1024)), 'gzip'))?.bytes).toHaveLength(
      512 * 1024,
    );
  });

  it('one of many at once is undone as well', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => unpack(gzipSync(TEXT), 'gzip')));
    expect(all.every((one) => one?.bytes.equals(TEXT))).toBe(true);
  });
});

describe('codingOf', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    [' GZip ', 'gzip'],
    ['x-gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['br', 'br'],
    ['compress', null],
    ['gzip, br', null],
  ])('%s', (said, coding) => {
    expect(codingOf(said)).toBe(coding);
  });
});
