import { SEPARATES } from './characters.ts';
import { AT_END, AT_HOST, AT_START, MATCH_CASE } from './flags.ts';
import { type RequestScan, writtenUrl } from './request-scan.ts';

const CARET = 0x5e;
const STAR = 0x2a;
const DOT = 0x2e;

/** A pattern of kind text, as it stands in the block of all patterns. */
export interface TextPattern {
  readonly text: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly flags: number;
}

/**
 * Whether the part between two stars that holds the token at `offset` of the
 * pattern stands around the token at `tokenAt` of the URL.
 */
export function partMatches(
  pattern: TextPattern,
  scan: RequestScan,
  tokenAt: number,
  offset: number,
): boolean {
  const { text, start, end } = pattern;
  let from = start + offset;
  while (from > start && text[from - 1] !== STAR) from--;
  const to = partEnd(text, start + offset, end);
  const at = tokenAt - (start + offset - from);
  return at >= 0 && endOfPart(pattern, from, to, scan, at) !== -1;
}

/** Whether a pattern without `*` matches at one place. */
export function matchesAt(pattern: TextPattern, scan: RequestScan, at: number): boolean {
  const { start, end, flags } = pattern;
  if (at < 0) return false;
  if ((flags & AT_START) !== 0 && at !== 0) return false;
  if ((flags & AT_HOST) !== 0 && !isLabelStart(scan, at)) return false;
  const after = endOfPart(pattern, start, end, scan, at);
  return after !== -1 && ((flags & AT_END) === 0 || isEnd(scan, after));
}

function isLabelStart(scan: RequestScan, at: number): boolean {
  if (at === scan.hostStart) return true;
  return at > scan.hostStart && at < scan.hostEnd && scan.url[at - 1] === DOT;
}

function isEnd(scan: RequestScan, at: number): boolean {
  return at === scan.length && !scan.cut;
}

/** Whether a pattern matches, wherever in the URL. */
export function matchesAnywhere(pattern: TextPattern, scan: RequestScan): boolean {
  const { text, start, end, flags } = pattern;
  const to = partEnd(text, start, end);
  if ((flags & AT_START) !== 0) return restMatches(pattern, start, to, scan, 0, 0);
  if ((flags & AT_HOST) === 0) return restMatches(pattern, start, to, scan, 0, scan.length);
  for (let at = scan.hostStart; at < scan.hostEnd; at++) {
    if (!isLabelStart(scan, at)) continue;
    if (to === end) {
      if (restMatches(pattern, start, to, scan, at, at)) return true;
    } else if (endOfPart(pattern, start, to, scan, at) !== -1) {
      // Where the parts behind do not stand here, they do not stand behind a later label.
      return restMatches(pattern, start, to, scan, at, at);
    }
  }
  return false;
}

/**
 * Whether the part of the pattern from `from` to `to` stands somewhere between
 * two places, and the parts after it behind it. Taking the first place for each
 * part is enough: a later one leaves less room for the rest.
 */
function restMatches(
  pattern: TextPattern,
  from: number,
  to: number,
  scan: RequestScan,
  first: number,
  last: number,
): boolean {
  let partStart = from;
  let partTo = to;
  let at = first;
  let limit = last;
  for (;;) {
    if (partTo === pattern.end && (pattern.flags & AT_END) !== 0) {
      return endsWithPart(pattern, partStart, partTo, scan, at, limit);
    }
    const after = findPart(pattern, partStart, partTo, scan, at, limit);
    if (after === -1) return false;
    if (partTo === pattern.end) return true;
    partStart = partTo + 1;
    partTo = partEnd(pattern.text, partStart, pattern.end);
    at = after;
    limit = scan.length;
  }
}

/** Finds the first place of a part between two places; returns where it ends, or -1. */
function findPart(
  pattern: TextPattern,
  from: number,
  to: number,
  scan: RequestScan,
  first: number,
  last: number,
): number {
  const { text, flags } = pattern;
  const char = text[from] as number;
  // Nearly all places are out by the first character.
  const isPlain = from < to && char !== CARET && (flags & MATCH_CASE) === 0;
  const { url } = scan;
  for (let at = first; at <= last; at++) {
    if (isPlain && url[at] !== char) continue;
    const after = endOfPart(pattern, from, to, scan, at);
    if (after !== -1) return after;
  }
  return -1;
}

/** Whether the URL ends with a part that begins between two places. */
function endsWithPart(
  pattern: TextPattern,
  from: number,
  to: number,
  scan: RequestScan,
  first: number,
  last: number,
): boolean {
  const at = scan.length - (to - from);
  // A `^` that stands for the end itself takes up no room.
  for (const place of pattern.text[to - 1] === CARET ? [at, at + 1] : [at]) {
    if (place < first || place > last) continue;
    const after = endOfPart(pattern, from, to, scan, place);
    if (after !== -1 && isEnd(scan, after)) return true;
  }
  return false;
}

function partEnd(text: Uint8Array, from: number, end: number): number {
  let to = from;
  while (to < end && text[to] !== STAR) to++;
  return to;
}

/** Where a part ends that begins at `at` of the URL, or -1 where it does not stand there. */
function endOfPart(
  pattern: TextPattern,
  from: number,
  to: number,
  scan: RequestScan,
  at: number,
): number {
  const { text, flags } = pattern;
  const url = (flags & MATCH_CASE) === 0 ? scan.url : writtenUrl(scan);
  let place = at;
  for (let i = from; i < to; i++, place++) {
    const want = text[i] as number;
    if (place >= scan.length) {
      return want === CARET && i === to - 1 && isEnd(scan, place) ? place : -1;
    }
    const have = url[place] as number;
    if (want !== have && (want !== CARET || SEPARATES[have] !== 1)) return -1;
  }
  return place;
}
