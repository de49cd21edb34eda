/** An escape in a JSON string: the character (UTF-16) it stands for, and how long it is. */
export interface Escape {
  readonly code: number;
  readonly length: number;
}

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** RFC 8259, section 7. */
const SHORT: ReadonlyMap<number, Escape> = new Map(
  [...'"\\/bfnrt'].map((letter, i) => [
    letter.charCodeAt(0),
    { code: '"\\/\b\f\n\r\t'.charCodeAt(i), length: 2 },
  ]),
);

/** The escape whose backslash stands at a place of a text; null where it is none. */
export function escapeAt(text: string, at: number): Escape | null {
  const letter = text.charCodeAt(at + 1);
  if (letter !== LETTER_U) return SHORT.get(letter) ?? null;
  let code = 0;
  for (let i = at + 2; i < at + 6; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit === -1) return null;
    code = code * 16 + digit;
  }
  return { code, length: 6 };
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

/** Whether a part of a text, the inside of a JSON string, stands for `name`. */
export function isWrittenAs(text: string, from: number, to: number, name: string): boolean {
  let at = from;
  for (let i = 0; i < name.length; i++) {
    if (at >= to) return false;
    const written = text.charCodeAt(at);
    const escaped = written === BACKSLASH ? escapeAt(text, at) : null;
    if ((escaped?.code ?? written) !== name.charCodeAt(i)) return false;
    at += escaped?.length ?? 1;
  }
  return at === to;
}
