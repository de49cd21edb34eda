/**
 * A transparent image of one pixel: 43 bytes, the smallest GIF that all
 * decoders take (GIF89a specification).
 */
const TRANSPARENT_GIF: readonly number[] = [
  // Header: "GIF89a".
  ...[0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
  // Logical screen: 1 by 1, a global table of two colours, background 0, no aspect ratio.
  ...[0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00],
  // Global colour table: black, white.
  ...[0x00, 0x00, 0x00, 0xff, 0xff, 0xff],
  // Graphic control extension: colour 0 is transparent, no delay.
  ...[0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00],
  // Image descriptor: at 0,0, 1 by 1, no local table.
  ...[0x2c, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00],
  // LZW, codes from 2 bits on: one block of two bytes with clear, colour 0, end; no more blocks.
  ...[0x02, 0x02, 0x44, 0x01, 0x00],
  // Trailer.
  0x3b,
];

/** A new copy each time: a body may be handed on and must not be shared. */
export function transparentGif(): Uint8Array {
  return Uint8Array.from(TRANSPARENT_GIF);
}

/** A page with nothing on it, which loads and takes nothing from elsewhere. */
export const FRAME_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blocked</title></html>';

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
