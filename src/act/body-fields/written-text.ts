import type { Span, Writing } from './piece.ts';

/**
 * A value as it is meant, and where each of its characters stands in the text
 * that it was read from. So a part of it can be cut out of that text, and
 * nothing has to be written anew.
 */
export interface WrittenText {
  readonly text: string;
  /** The part of the other text that stands for this part of the value. */
  spanOf(part: Span): Span;
}

/** RFC 8259 section 7; of what these letters stand for, only the slash and the quote matter here. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Reads a value. Percent escapes of characters beyond ASCII stay as they are:
 * whoever reads a name in the value decodes it again, and then they count.
 */
export function readWritten(text: string, span: Span, writing: Writing): WrittenText {
  const written = text.slice(span.from, span.to);
  const sign = writing === 'percent' ? '%' : '\\';
  if (writing === 'plain' || !written.includes(sign)) {
    const spanOf = ({ from, to }: Span) => ({ from: span.from + from, to: span.from + to });
    return { text: written, spanOf };
  }
  return unescaped(written, span.from, writing === 'percent' ? percentAt : jsonEscapeAt);
}

/** What an escape stands for, and how long it is. */
interface Escape {
  readonly character: string;
  readonly length: number;
}

function unescaped(
  written: string,
  offset: number,
  escapeAt: (text: string, at: number) => Escape | null,
): WrittenText {
  const characters: string[] = [];
  const starts = new Int32Array(written.length + 1);
  let at = 0;
  while (at < written.length) {
    starts[characters.length] = offset + at;
    const found = escapeAt(written, at);
    characters.push(found?.character ?? (written[at] as string));
    at += found?.length ?? 1;
  }
  starts[characters.length] = offset + at;
  const placeOf = (index: number): number => starts[index] as number;
  return {
    text: characters.join(''),
    spanOf: ({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }),
  };
}

function percentAt(text: string, at: number): Escape | null {
  if (text[at] !== '%') return null;
  const code = hexadecimal(text, at + 1, 2);
  return code === null || code > 0x7f ? null : { character: String.fromCharCode(code), length: 3 };
}

function jsonEscapeAt(text: string, at: number): Escape | null {
  if (text[at] !== '\\') return null;
  const code = text[at + 1] === 'u' ? hexadecimal(text, at + 2, 4) : null;
  if (code !== null) return { character: String.fromCharCode(code), length: 6 };
  const character = SHORT.get(text[at + 1] ?? '');
  return character === undefined ? null : { character, length: 2 };
}

function hexadecimal(text: string, at: number, digits: number): number | null {
  const written = text.slice(at, at + digits);
  return written.length === digits && /^[0-9a-f]+$/i.test(written)
    ? Number.parseInt(written, 16)
    : null;
}
