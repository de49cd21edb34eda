import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { transparentPng } from '../../../../src/act/stubs/png.ts';

/** Reads chunks and their sums by the specification. */
function chunksOf(png: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    const summed = png.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(summed));
    chunks.set(new TextDecoder().decode(summed.subarray(0, 4)), summed.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

test.each([
  [2, 2, 86],
  [3, 2, 86],
  [32, 32, 242],
  [64, 64, 658],
])('%d by %d transparent pixels', (width, height, length) => {
  const png = transparentPng(width, height);
  expect(png).toHaveLength(length);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = chunksOf(png);
  expect([...chunks.keys()]).toEqual(['IHDR', 'tRNS', 'IDAT', 'IEND']);
  expect([...(chunks.get('IHDR') ?? [])]).toEqual([
    ...[0, 0, 0, width, 0, 0, 0, height],
    ...[1, 0, 0, 0, 0],
  ]);
  const rows = inflateSync(chunks.get('IDAT') ?? new Uint8Array());
  expect(rows).toHaveLength(height * (1 + Math.ceil(width / 8)));
  expect(new Set(rows)).toEqual(new Set([0]));
});
