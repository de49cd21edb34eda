import { canDecode, decodeBody, type ReadCoding } from './decode-body.ts';
import { createTurns } from './turns.ts';

export interface UnpackedBody {
  readonly bytes: Buffer;
  /** Compressed, and no header says so: its server must get it compressed too. */
  readonly isGzipUnsaid: boolean;
}

/** Undoes the coding of a request's body. Null where it is not what it says, or too long. Never rejects. */
export type UnpackBody = (bytes: Buffer, coding: ReadCoding) => Promise<UnpackedBody | null>;

/**
 * Decompressed, a body has at most so many bytes. What expands beyond is no
 * report; and what is read and edited is read and edited at once, and keeps
 * others waiting meanwhile.
 */
const MAX_UNPACKED = 512 * 1024;
/** As many as there are threads that decompress. */
const AT_ONCE = 4;

/** Makes what unpacks bodies, a few at once. */
export function createUnpacking(maxBytes: number = MAX_UNPACKED): UnpackBody {
  const takeTurn = createTurns(AT_ONCE);
  return async (bytes, said) => {
    const isGzipUnsaid = said === 'identity' && isGzip(bytes);
    if (said === 'identity' && !isGzipUnsaid) return { bytes, isGzipUnsaid };
    const coding = isGzipUnsaid ? 'gzip' : said;
    const unpacked = await takeTurn(() => decodeBody(bytes, coding, maxBytes));
    if (unpacked !== null) return { bytes: unpacked, isGzipUnsaid };
    // What only looked like it may be read as it is.
    return isGzipUnsaid ? { bytes, isGzipUnsaid: false } : null;
  };
}

/**
 * RFC 1952 section 2.3.1, with the one method that there is. Scripts that
 * compress what they send cannot name a coding without asking first (a
 * Content-Encoding costs a preflight), so they say nothing, or say it in the
 * address.
 */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

const CODINGS: ReadonlyMap<string, ReadCoding> = new Map([
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

/** The coding that a Content-Encoding names; null where it cannot be undone here, as several of them. */
export function codingOf(contentEncoding: string | undefined): ReadCoding | null {
  const coding = CODINGS.get(contentEncoding?.trim().toLowerCase() ?? '');
  return coding !== undefined && canDecode(coding) ? coding : null;
}
