/** Longer texts are not edited in a browser; a signature file is parsed at one go, so it is shorter. */
export const MAX_LIST_TEXT = 512 * 1024;
export const MAX_SIGNATURE_TEXT = 128 * 1024;

/** Longer lines are no work of a person. */
const MAX_LINE = 8_000;

/** Why a text cannot be a rule file, and where. */
export interface Refusal {
  /** 1-based. */
  readonly line: number;
  /** One sentence, lower case, naming the value. */
  readonly reason: string;
}

/** So many bytes of a file may be edited. */
export function editableBytes(name: string): number {
  return /\.txt$/i.test(name) ? MAX_LIST_TEXT : MAX_SIGNATURE_TEXT;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Looks at a text with plain line ends. Null where it may be written: neither
 * too long, nor with characters that no editor shows.
 */
export function whyRefused(name: string, text: string): Refusal | null {
  const most = editableBytes(name);
  const bytes = Buffer.byteLength(text);
  if (bytes > most) {
    return { line: 1, reason: `the text has ${bytes} bytes, ${most} are the most` };
  }
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.length > MAX_LINE || CONTROL.test(line));
  if (at === -1) return null;
  const line = lines[at] as string;
  const found = CONTROL.exec(line)?.[0];
  const reason =
    found === undefined
      ? `the line has ${line.length} characters, ${MAX_LINE} are the most`
      : `the control character ${codePoint(found)} is in it`;
  return { line: at + 1, reason };
}

/** `U+0007`. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Forms send CR LF for each line end, and lone CRs are line ends to nobody today. */
export function plainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/**
 * The text with the line ends that the file had: those of another system stay,
 * so that a save changes no line that nobody touched.
 */
export function withLineEndsOf(before: string, text: string): string {
  const plain = plainLineEnds(text);
  const lines = before.split('\n').length - 1;
  const windows = before.split('\r\n').length - 1;
  return windows > 0 && windows * 2 > lines ? plain.replace(/\n/g, '\r\n') : plain;
}
