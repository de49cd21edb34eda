import { DIGEST_LENGTHS } from './tags.ts';

/** Something in a text that may stand for an identifier. */
export interface Candidate {
  readonly from: number;
  readonly to: number;
  readonly digest: Uint8Array;
}

/** A run of what digests are written in; 16 bytes in base64 are the shortest. */
const RUN = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{22,}/g;
const HEX = /(?<![0-9a-f])[0-9a-f]{32,}/gi;
/** In base64 without its padding (RFC 4648 sections 4 and 5), the longest first. */
const BASE64_LENGTHS = DIGEST_LENGTHS.map((bytes) => ({
  bytes,
  length: Math.ceil((bytes * 4) / 3),
}));
/** Within longer runs no base64 is looked for but the whole: they are data, not names and values. */
const MAX_PARTED = 256;
const PARTS = '+/_-';

/**
 * Digests in hex, base64 or base64url: runs of hex of exactly their length, and
 * runs of base64 of exactly their length, also beside the signs that may stand
 * between words (`em_…`, `/…/`). Linear.
 */
export function* digestsIn(text: string): Generator<Candidate> {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    yield* hexIn(run, index);
    yield* base64In(run, index, text);
  }
}

function* hexIn(run: string, offset: number): Generator<Candidate> {
  for (const { 0: hex, index } of run.matchAll(HEX)) {
    if (!DIGEST_LENGTHS.includes(hex.length / 2)) continue;
    const from = offset + index;
    yield { from, to: from + hex.length, digest: Buffer.from(hex, 'hex') };
  }
}

function* base64In(run: string, offset: number, text: string): Generator<Candidate> {
  if (run.length > MAX_PARTED) return;
  for (let at = 0; at < run.length; at++) {
    if (at > 0 && !PARTS.includes(run[at - 1] as string)) continue;
    for (const { bytes, length } of BASE64_LENGTHS) {
      const end = at + length;
      if (end > run.length || (end < run.length && !PARTS.includes(run[end] as string))) continue;
      const digest = Buffer.from(run.slice(at, end), 'base64');
      if (digest.length !== bytes) continue;
      yield { from: offset + at, to: withPadding(text, offset + end), digest };
    }
  }
}

/** The `=` at the end of base64 belong to it. */
function withPadding(text: string, to: number): number {
  let end = to;
  while (end < to + 2 && text[end] === '=') end++;
  return end;
}
