import zlib, {
  brotliDecompress,
  gunzip,
  gzip,
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

/** Only newer Nodes have it (RFC 8878), from 22.15 on; absent, such a body is not read. */
const zstd: unknown = Reflect.get(zlib, 'zstdDecompress');

/** The codings that this Node can undo; `zstd` is among those that clients may send. */
export type ReadCoding = Coding | 'zstd';

export function canDecode(coding: ReadCoding): boolean {
  return coding !== 'zstd' || typeof zstd === 'function';
}

/** Compresses a body, off the event loop. */
export function gzipBody(bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(bytes, (error, packed) => {
      if (error === null) resolve(packed);
      else reject(error);
    });
  });
}

/**
 * Undoes the coding of a body that is there whole, off the event loop. Null
 * where it is not what it says, is cut, or expands to more than `maxBytes`.
 */
export function decodeBody(
  bytes: Buffer,
  coding: ReadCoding,
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

function decompressorOf(coding: ReadCoding, bytes: Buffer): Decompress | null {
  switch (coding) {
    case 'gzip':
      return gunzip;
    case 'br':
      return brotliDecompress;
    case 'deflate':
      return hasZlibHeader(bytes) ? inflate : inflateRaw;
    case 'zstd':
      return zstd as Decompress;
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
