import { HASH_PRIME, HASH_START, hashToken } from './characters.ts';
import type { RequestScan } from './request-scan.ts';
import { createSieve, mayHold, type Sieve } from './sieve.ts';

const QUESTION = 0x3f;
const AND = 0x26;
const EQUALS = 0x3d;

/** 1 for what begins or is an encoded character of a name: `%` and `+`. */
const ENCODES: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  code === 0x25 || code === 0x2b ? 1 : 0,
);

/** More fields than any page sends; the rest is not looked at. */
const MAX_FIELDS = 500;

/**
 * The names of the fields of a query, as written and, where that differs,
 * decoded. `target` is path and query; without a query there are none.
 */
export function queryFields(target: string): readonly string[] {
  const mark = target.indexOf('?');
  if (mark === -1) return [];
  const names = new Set<string>();
  for (const field of target.slice(mark + 1).split('&', MAX_FIELDS)) {
    const equals = field.indexOf('=');
    const name = equals === -1 ? field : field.slice(0, equals);
    names.add(name);
    if (/[%+]/.test(name)) names.add(decodeField(name));
  }
  return [...names];
}

/** Decodes a name as forms write it; what is no code stays as it is. */
function decodeField(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The names of fields that filters ask for, for `mayHoldField`. */
export function sieveOfFields(names: Iterable<string>): Sieve {
  return createSieve([...names].map((name) => hashToken(lowBytes(name))));
}

/** As a scan holds it: lower case, of each character the low byte. */
function lowBytes(name: string): string {
  return Buffer.from(name, 'latin1')
    .toString('latin1')
    .replace(/[A-Z]/g, (char) => char.toLowerCase());
}

/** Where the query begins, or past the end. */
function queryStart({ url, length }: RequestScan): number {
  let at = 0;
  while (at < length && url[at] !== QUESTION) at++;
  return at + 1;
}

/**
 * False where no field of the query has one of the names: most queries hold none,
 * and it takes long to cut one into strings. Where a name is encoded, or the URL
 * too long to be scanned whole, the fields must be read.
 */
export function mayHoldField(sieve: Sieve, scan: RequestScan): boolean {
  const { url, length } = scan;
  if (scan.cut) return true;
  let hash = HASH_START;
  let inName = true;
  for (let at = queryStart(scan); at < length; at++) {
    const byte = url[at] as number;
    if (byte === AND || byte === EQUALS) {
      if (inName && mayHold(sieve, hash >>> 0)) return true;
      inName = byte === AND;
      hash = HASH_START;
    } else if (inName) {
      if (ENCODES[byte] === 1) return true;
      hash = Math.imul(hash ^ byte, HASH_PRIME);
    }
  }
  return inName && mayHold(sieve, hash >>> 0);
}
