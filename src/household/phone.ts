/** ITU-T E.164 (11/2010) section 6: at most 15 digits. Shorter ones than 8 with a country are no telephones of people. */
const MIN_DIGITS = 8;
const MAX_DIGITS = 15;
/** What people write between digits. */
const BETWEEN = /[\s()./-]/g;

/**
 * Country codes of one and two digits; all others have three (ITU-T, list of
 * E.164 assigned country codes).
 */
const SHORT_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The digits of a number with its country, which `+` or `00` announces; null for what is none. */
export function readPhone(text: string): string | null {
  const bare = text.trim().replace(BETWEEN, '');
  const digits = /^(?:\+|00)([1-9]\d*)$/.exec(bare)?.[1];
  if (digits === undefined) return null;
  return digits.length < MIN_DIGITS || digits.length > MAX_DIGITS ? null : digits;
}

/**
 * The forms of a number that are hashed: E.164 with its plus (Google, TikTok),
 * the same digits alone (Meta, Snap, Pinterest), and what is left where a site
 * asks for no country: the national number with and without its leading zero.
 */
export function phoneForms(digits: string): readonly string[] {
  const national = nationalNumber(digits);
  const forms = [`+${digits}`, digits, `00${digits}`, `0${national}`, national];
  return [...new Set(forms.filter((form) => form.length >= MIN_DIGITS - 1))];
}

/** Without its country, and without zeros in front. */
function nationalNumber(digits: string): string {
  const code = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3);
  return digits.slice(code.length).replace(/^0+/, '');
}

/** `+49…78`: its country, and its last two digits. */
export function maskPhone(digits: string): string {
  const code = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3);
  return `+${code}…${digits.slice(-2)}`;
}

/** What a number in a text is looked up by; null for what cannot be one. */
export function phoneDigits(written: string): string | null {
  const digits = written.replaceAll(/\D/g, '');
  if (digits.length < MIN_DIGITS - 1 || digits.length > MAX_DIGITS + 2) return null;
  // Milliseconds since the epoch, which nearly every report holds; the country 1 has 11 digits.
  return /^1[4-9]\d{11}$/.test(digits) ? null : digits;
}
