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
  const escapes = ESCAPES[writing];
  if (escapes === null || !written.includes(escapes.sign)) {
    const spanOf = ({ from, to }: Span) => ({ from: span.from + from, to: span.from + to });
    return { text: written, spanOf };
  }
  return unescaped(written, span.from, escapes);
}

/** What an escape stands for, and how long it is. */
interface Escape {
  readonly character: string;
  readonly length: number;
}

interface Escapes {
  readonly sign: string;
  /** The escape whose sign stands there; null where it is none. */
  at(text: string, at: number): Escape | null;
}

function unescaped(written: string, offset: number, escapes: Escapes): WrittenText {
  const parts: string[] = [];
  const starts = new Int32Array(written.length + 1);
  let length = 0;
  const take = (from: number, to: number): void => {
    for (let at = from; at < to; at++) starts[length++] = offset + at;
    parts.push(written.slice(from, to));
  };
  let at = 0;
  for (let next = written.indexOf(escapes.sign); next !== -1; ) {
    const found = escapes.at(written, next);
    take(at, found === null ? next + 1 : next);
    if (found !== null) {
      starts[length++] = offset + next;
      parts.push(found.character);
    }
    at = next + (found?.length ?? 1);
    next = written.indexOf(escapes.sign, at);
  }
  take(at, written.length);
  starts[length] = offset + written.length;
  const placeOf = (index: number): number => starts[index] as number;
  return {
    text: parts.join(''),
    spanOf: ({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }),
  };
}

const PERCENT: Escapes = {
  sign: '%',
  at(text, at) {
    const code = hexadecimal(text, at + 1, 2);
    if (code === null || code > 0x7f) return null;
    return { character: String.fromCharCode(code), length: 3 };
  },
};

const JSON_ESCAPES: Escapes = {
  sign: '\\',
  at(text, at) {
    const code = text[at + 1] === 'u' ? hexadecimal(text, at + 2, 4) : null;
    if (code !== null) return { character: String.fromCharCode(code), length: 6 };
    const character = SHORT.get(text[at + 1] ?? '');
    return character === undefined ? null : { character, length: 2 };
  },
};

function hexadecimal(text: string, at: number, digits: number): number | null {
  let code = 0;
  for (let i = at; i < at + digits; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit === -1) return null;
    code = code * 16 + digit;
  }
  return code;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

const ESCAPES: Readonly<Record<Writing, Escapes | null>> = {
  plain: null,
  percent: PERCENT,
  json: JSON_ESCAPES,
};
