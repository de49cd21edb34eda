/** PNG (third edition), section 5.2: what every file begins with. */
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A transparent picture: one bit of grey a pixel, of which black is said to be
 * transparent. At most 64 by 64, so that its rows fit into one stored block.
 */
export function transparentPng(width: number, height: number): Uint8Array {
  // Each row is a filter (0: none) and eight pixels a byte.
  const rows = new Uint8Array(height * (1 + Math.ceil(width / 8)));
  return Uint8Array.from([
    ...SIGNATURE,
    // Depth 1, greyscale, and the only compression, filter and order but one that there are.
    ...chunk('IHDR', [...word(width), ...word(height), 1, 0, 0, 0, 0]),
    // The grey value that is transparent, in two bytes.
    ...chunk('tRNS', [0, 0]),
    ...chunk('IDAT', stored(rows)),
    ...chunk('IEND', []),
  ]);
}

/** Section 5.3: length, type, data, and a sum over type and data. */
function chunk(type: string, data: readonly number[]): readonly number[] {
  const summed = [...new TextEncoder().encode(type), ...data];
  return [...word(data.length), ...summed, ...word(crc32(summed))];
}

/** A zlib stream (RFC 1950) of one block that is not compressed (RFC 1951 section 3.2.4). */
function stored(data: Uint8Array): readonly number[] {
  const { length } = data;
  const complement = ~length & 0xffff;
  return [
    // Window of 256 bytes, no dictionary; the two are divisible by 31.
    ...[0x08, 0x1d],
    // The last block, stored: its length and the complement of it.
    ...[1, length & 0xff, length >> 8, complement & 0xff, complement >> 8],
    ...data,
    ...word(adler32(data)),
  ];
}

/** Section D.1, without a table: it is for a few bytes. */
function crc32(data: readonly number[]): number {
  let sum = -1;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ ((sum & 1) === 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** RFC 1950 section 8.2. */
function adler32(data: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of data) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

/** Four bytes, the highest first. */
function word(value: number): readonly number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}
