import { escapeAt, isWrittenAs } from './json-escape.ts';

/**
 * The values of a JSON text, each a number, in the order in which they begin:
 * what is inside a value is numbered from the next one on to its `last`. A
 * text of a megabyte holds a hundred thousand, too many for objects.
 */
export interface JsonTree {
  readonly text: string;
  readonly size: number;
  readonly kind: Uint8Array;
  /** Where the key begins; in an array, where the value does. */
  readonly from: Int32Array;
  /** Behind the closing quote of the key; 0 where there is none. */
  readonly keyEnd: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The last value inside; the value itself where there is none. */
  readonly last: Int32Array;
}

export const OBJECT = 1;
export const ARRAY = 2;
export const STRING = 3;
/** A number, true, false or null. */
export const OTHER = 4;

/** Some 5 ms of work; 40 the first times, before the runtime has compiled it. */
const MAX_NODES = 30_000;
const MAX_DEPTH = 200;

interface Reader extends JsonTree {
  at: number;
  size: number;
}

/**
 * Reads where the values of a JSON text stand (RFC 8259). Null where it is no
 * JSON, nests deeper than 200, or holds more than 30,000 values. Nothing is made
 * of them: `JSON.parse` takes far longer where there are many different keys.
 */
export function readJsonTree(text: string): JsonTree | null {
  const most = Math.min(MAX_NODES, Math.ceil(text.length / 2) + 1);
  const numbers = () => new Int32Array(most);
  const reader: Reader = {
    text,
    at: 0,
    size: 0,
    kind: new Uint8Array(most),
    from: numbers(),
    keyEnd: numbers(),
    start: numbers(),
    end: numbers(),
    last: numbers(),
  };
  skipBlanks(reader);
  if (!readValue(reader, reader.at, 0, 0)) return null;
  skipBlanks(reader);
  return reader.at === text.length ? reader : null;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Reads the value that begins here. False where there is none. */
function readValue(reader: Reader, from: number, keyEnd: number, depth: number): boolean {
  const node = reader.size;
  if (node === reader.kind.length || depth > MAX_DEPTH) return false;
  reader.size++;
  reader.from[node] = from;
  reader.keyEnd[node] = keyEnd;
  reader.start[node] = reader.at;
  const kind = kindAt(reader);
  reader.kind[node] = kind;
  if (!readBody(reader, kind, depth)) return false;
  reader.end[node] = reader.at;
  reader.last[node] = reader.size - 1;
  return true;
}

function kindAt({ text, at }: Reader): number {
  switch (text.charCodeAt(at)) {
    case 0x7b:
      return OBJECT;
    case 0x5b:
      return ARRAY;
    case QUOTE:
      return STRING;
    default:
      return OTHER;
  }
}

function readBody(reader: Reader, kind: number, depth: number): boolean {
  if (kind === STRING) return skipString(reader);
  if (kind === OTHER) return skipWord(reader);
  const close = kind === OBJECT ? 0x7d : 0x5d;
  reader.at++;
  skipBlanks(reader);
  if (takes(reader, close)) return true;
  do {
    if (!readMember(reader, kind === OBJECT, depth + 1)) return false;
    skipBlanks(reader);
  } while (takes(reader, COMMA) && skipBlanks(reader));
  return takes(reader, close);
}

function readMember(reader: Reader, hasKey: boolean, depth: number): boolean {
  const from = reader.at;
  if (!hasKey) return readValue(reader, from, 0, depth);
  if (reader.text.charCodeAt(from) !== QUOTE || !skipString(reader)) return false;
  const keyEnd = reader.at;
  skipBlanks(reader);
  if (!takes(reader, COLON)) return false;
  skipBlanks(reader);
  return readValue(reader, from, keyEnd, depth);
}

function takes(reader: Reader, code: number): boolean {
  if (reader.text.charCodeAt(reader.at) !== code) return false;
  reader.at++;
  return true;
}

function skipBlanks(reader: Reader): true {
  const { text } = reader;
  for (let code = text.charCodeAt(reader.at); isBlank(code); ) {
    code = text.charCodeAt(++reader.at);
  }
  return true;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Behind the closing quote. */
function skipString(reader: Reader): boolean {
  const { text } = reader;
  for (let at = reader.at + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      reader.at = at + 1;
      return true;
    }
    if (code === BACKSLASH) {
      const escaped = escapeAt(text, at);
      if (escaped === null) return false;
      at += escaped.length - 1;
    } else if (!(code >= 0x20)) {
      // A control character, or the end of the text.
      return false;
    }
  }
}

/** Letters, digits, signs and dots, as long as they last. */
function skipWord(reader: Reader): boolean {
  const { text, at } = reader;
  let end = at;
  while (isWordCode(text.charCodeAt(end))) end++;
  reader.at = end;
  return end > at && (end - at === 1 ? isDigit(text.charCodeAt(at)) : isWord(text, at, end));
}

function isWordCode(code: number): boolean {
  const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  return isLetter || (code >= 0x2d && code <= 0x39) || code === 0x2b;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Longer numbers are no numbers that anybody sends; the matcher remembers each of its places. */
const MAX_WORD = 1000;
const WORD = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

function isWord(text: string, from: number, to: number): boolean {
  return to - from <= MAX_WORD && WORD.test(text.slice(from, to));
}

/** The value of a string, number, boolean or null; undefined for what has parts, or is none. */
export function scalarOf({ text, kind, start, end }: JsonTree, node: number): unknown {
  if ((kind[node] as number) < STRING) return undefined;
  return decode(text.slice(start[node], end[node]));
}

/** Whether the key of a value is this name, however it is written. */
export function hasName({ text, from, keyEnd }: JsonTree, node: number, name: string): boolean {
  const start = from[node] as number;
  const end = keyEnd[node] as number;
  if (end === 0) return false;
  if (end - start - 2 === name.length && text.startsWith(name, start + 1)) {
    return !name.includes('\\');
  }
  // An escape is longer than what it stands for.
  return end - start - 2 > name.length && isWrittenAs(text, start + 1, end - 1, name);
}

function decode(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
