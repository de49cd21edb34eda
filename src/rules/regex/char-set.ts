/**
 * A set of characters: bit n stands for the character of code n, bit 128 for
 * everything beyond ASCII.
 */
export type CharSet = bigint;

const BEYOND_ASCII = 128;

export const NO_CHARS: CharSet = 0n;
export const ALL_CHARS: CharSet = (1n << 129n) - 1n;
export const DIGITS: CharSet = charRange(0x30, 0x39);
export const WORD_CHARS: CharSet =
  DIGITS | charRange(0x41, 0x5a) | charRange(0x61, 0x7a) | charBit(0x5f);
export const SPACES: CharSet = charRange(0x09, 0x0d) | charBit(0x20) | charBit(BEYOND_ASCII);
/** What `.` matches. */
export const DOT: CharSet = ALL_CHARS & ~charBit(0x0a) & ~charBit(0x0d);

export function charBit(code: number): CharSet {
  return 1n << BigInt(Math.min(code, BEYOND_ASCII));
}

/** All characters from one code to another, both included. */
export function charRange(from: number, to: number): CharSet {
  const low = Math.min(from, BEYOND_ASCII);
  const high = Math.min(to, BEYOND_ASCII);
  return ((1n << BigInt(high - low + 1)) - 1n) << BigInt(low);
}

const UPPER: CharSet = charRange(0x41, 0x5a);
const LOWER: CharSet = charRange(0x61, 0x7a);

/** The set with both cases of each letter: expressions mostly ignore the case. */
export function foldCase(set: CharSet): CharSet {
  return set | ((set & UPPER) << 32n) | ((set & LOWER) >> 32n);
}

export function overlaps(a: CharSet, b: CharSet): boolean {
  return (a & b) !== NO_CHARS;
}

/** The one character of a set that holds one (letters count once for both cases), else null. */
export function onlyChar(set: CharSet): string | null {
  const folded = set & ~(set & UPPER & (set >> 32n)) & ~(UPPER & (set >> 32n));
  if (folded === NO_CHARS || (folded & (folded - 1n)) !== NO_CHARS) return null;
  const code = folded.toString(2).length - 1;
  return code === BEYOND_ASCII ? null : String.fromCharCode(code);
}
