/** A text without escapes, and where each of its characters stands in the one that it was read from. */
export interface CleanText {
  readonly text: string;
  /** The place in the written text; also of the end. */
  placeOf(index: number): number;
}

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const QUESTION_MARK = 0x3f;

/**
 * Undoes the escapes of ASCII characters, whatever the text is: percent escapes
 * (RFC 3986 section 2.1), also where they are escaped again (`%2540`), and
 * those of JSON strings (RFC 8259 section 7). Linear; the same text where there
 * are none. Meant for texts of one character a byte; others become a `?`.
 */
export function cleanText(written: string): CleanText {
  if (!written.includes('%') && !written.includes('\\')) {
    return { text: written, placeOf: (index) => index };
  }
  const clean = Buffer.allocUnsafe(written.length);
  const places = new Int32Array(written.length + 1);
  let length = 0;
  for (let at = 0; at < written.length; ) {
    const code = written.charCodeAt(at);
    const end = endOfEscape(written, at, code);
    places[length] = at;
    clean[length] = end === at ? Math.min(code, 0xff) : escaped(written, end);
    if (code > 0xff) clean[length] = QUESTION_MARK;
    at = Math.max(end, at + 1);
    length += 1;
  }
  places[length] = written.length;
  return {
    text: clean.toString('latin1', 0, length),
    placeOf: (index) => places[index] as number,
  };
}

/** Behind the escape that begins here; `at` itself where none does. */
function endOfEscape(text: string, at: number, code: number): number {
  if (code === PERCENT) {
    let digits = at + 1;
    // `%2540`: the percent sign of the inner escape is escaped itself.
    while (text.startsWith('25', digits) && isAscii(text, digits + 2)) digits += 2;
    return isAscii(text, digits) ? digits + 2 : at;
  }
  if (code !== BACKSLASH) return at;
  if (text.startsWith('u00', at + 1) && isAscii(text, at + 4)) return at + 6;
  return at + 2 <= text.length ? at + 2 : at;
}

/** What an escape that ends here stands for. */
function escaped(text: string, end: number): number {
  if (text[end - 2] !== '\\') return Number.parseInt(text.slice(end - 2, end), 16);
  // Base64 has slashes; the others stand for what parts words, and so does a blank.
  return text[end - 1] === '/' ? 0x2f : 0x20;
}

/** Do two digits of a character below 128 stand here? */
function isAscii(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  return high >= 0x30 && high <= 0x37 && isHex(text.charCodeAt(at + 1));
}

function isHex(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
