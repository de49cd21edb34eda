/*
 * What every text and number goes through before it is stored.
 */

/** Sums of thousands of these still are exact numbers, and it is a valid date. */
const MAX_NUMBER = 8e12;

/** Almost every text, and quicker to see than that none of the next is in it. */
const PLAIN = /^[ -~]*$/;
/** Control characters, line separators and the marks that turn the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text, cut at that length. */
export function bounded(text: string, longest: number): string {
  return text.length > longest ? text.slice(0, longest) : text;
}

/** The text without what would garble a terminal or a page. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNPRINTABLE, '');
}

/** Both. */
export function clean(text: string, longest: number): string {
  // Cut first, so that a hostile megabyte is not searched; not again after,
  // because nothing here makes a text longer.
  return printable(bounded(text, longest));
}

/** A whole number that is finite and that thousands of can be summed up. */
export function whole(number: number): number {
  if (!Number.isFinite(number)) return 0;
  return Math.max(-MAX_NUMBER, Math.min(MAX_NUMBER, Math.round(number)));
}
