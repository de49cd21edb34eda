import {
  brotliDecompress,
  gunzip,
  type InputType,
  inflate,
  inflateRaw,
  type ZlibOptions,
} from 'node:zlib';
import { type Coding, MAX_DECODED } from '../act/body/plan.ts';

type Decompress = (
  bytes: InputType,
  options: ZlibOptions,
  callback: (error: Error | null, decoded: Buffer) => void,
) => void;

/**
 * Undoes the coding of a body that is there whole, off the event loop. Null
 * where it is not what it says, is cut, or expands to more than `maxBytes`.
 */
export function decodeBody(
  bytes: Buffer,
  coding: Coding,
  maxBytes: number = MAX_DECODED,
): Promise<Buffer | null> {
  const decompress = decompressorOf(coding, bytes);
  if (decompress === null) return Promise.resolve(bytes.length > maxBytes ? null : bytes);
  return new Promise((resolve) => {
    decompress(bytes, { maxOutputLength: maxBytes }, (error, decoded) => {
      resolve(error === null ? decoded : null);
    });
  });
}

function decompressorOf(coding: Coding, bytes: Buffer): Decompress | null {
  switch (coding) {
    case 'gzip':
      return gunzip;
    case 'br':
      return brotliDecompress;
    case 'deflate':
      return hasZlibHeader(bytes) ? inflate : inflateRaw;
    case 'identity':
      return null;
  }
}

/**
 * `deflate` means the zlib format (RFC 9110 section 8.4.1.2), but some servers
 * send what is inside of it, and browsers take both. RFC 1950 section 2.2.
 */
function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length >= 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
