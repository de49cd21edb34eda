import type { Allowance, Piece, PieceList } from './piece.ts';

/** Deeper values, and longer names, are none in `Body` either (model/json-fields.ts). */
const MAX_DEPTH = 16;
const MAX_NAME = 256;

interface Reader {
  readonly text: string;
  readonly allowance: Allowance;
  at: number;
}

/**
 * The members of the object or the list that a JSON text is, and those within
 * them, under the names that `Body` has for them. Null where the text is no
 * JSON as far as it was read. What nests deeper than `Body` is read is stepped
 * over, whatever it is.
 */
export function readJson(text: string, allowance: Allowance): PieceList | null {
  const reader: Reader = { text, allowance, at: 0 };
  skipBlanks(reader);
  const list = readContainer(reader, '', 1);
  skipBlanks(reader);
  return reader.at === text.length ? list : null;
}

/** Whose members are read, and how deep these are. */
interface Container {
  readonly name: string;
  readonly isObject: boolean;
  readonly depth: number;
}

/** The members of the container that begins here, which have that depth; null where it is none. */
function readContainer(reader: Reader, name: string, depth: number): PieceList | null {
  const { text, allowance } = reader;
  const isObject = text[reader.at] === '{';
  if (!isObject && text[reader.at] !== '[') return null;
  const close = isObject ? '}' : ']';
  const pieces: Piece[] = [];
  let first = reader.at + 1;
  reader.at = first;
  skipBlanks(reader);
  for (let index = 0; index > 0 || text[reader.at] !== close; index++) {
    reader.at = first;
    const piece = readMember(reader, { name, isObject, depth }, index);
    if (piece === null) return null;
    if (allowance.left-- > 0) pieces.push(piece);
    first = reader.at + 1;
    if (text[reader.at] !== ',') break;
    if (allowance.left <= 0) {
      stepOut(reader);
      break;
    }
  }
  if (text[reader.at] !== close) return null;
  reader.at++;
  return { pieces, separator: ',' };
}

function pathOf(parent: string, key: string): string {
  return (parent === '' ? key : `${parent}.${key}`).slice(0, MAX_NAME);
}

/** The name before a colon; null where there is none. */
function readKey(reader: Reader): string | null {
  const from = reader.at;
  if (!skipString(reader)) return null;
  const key = unquoted(reader.text.slice(from, reader.at));
  skipBlanks(reader);
  if (reader.text[reader.at] !== ':') return null;
  reader.at++;
  return key;
}

function unquoted(written: string): string | null {
  if (!written.includes('\\')) return written.slice(1, -1);
  try {
    return String(JSON.parse(written));
  } catch {
    return null;
  }
}

/** The member that begins here, with the blanks around it; null where there is none. */
function readMember(reader: Reader, container: Container, index: number): Piece | null {
  const from = reader.at;
  skipBlanks(reader);
  const key = container.isObject ? readKey(reader) : String(index);
  if (key === null) return null;
  skipBlanks(reader);
  const name = pathOf(container.name, key);
  const held = readValue(reader, name, container.depth);
  if (held === null) return null;
  skipBlanks(reader);
  return { from, to: reader.at, name, ...held };
}

type Held = Pick<Piece, 'value' | 'inside'>;

/** What the member of that name holds; null where there is no value. */
function readValue(reader: Reader, name: string, depth: number): Held | null {
  const { text, at, allowance } = reader;
  if (text[at] === '{' || text[at] === '[') {
    const isRead = depth < MAX_DEPTH && allowance.left > 0;
    const inside = isRead ? readContainer(reader, name, depth + 1) : null;
    if (!isRead) stepOver(reader);
    return isRead && inside === null ? null : { value: null, inside };
  }
  if (skipString(reader)) {
    return { value: { from: at + 1, to: reader.at - 1, writing: 'json' }, inside: null };
  }
  if (!skipBare(reader)) return null;
  return { value: { from: at, to: reader.at, writing: 'plain' }, inside: null };
}

/** Steps over a container, however deep: only quotes and brackets count. */
function stepOver(reader: Reader): void {
  reader.at++;
  stepOut(reader);
  reader.at++;
}

/** Goes on to the bracket that closes what is open here, or to the end of the text. */
function stepOut(reader: Reader): void {
  const { text } = reader;
  for (let open = 1; reader.at < text.length; reader.at++) {
    const code = text.charCodeAt(reader.at);
    if (code === QUOTE) {
      if (!skipString(reader)) reader.at = text.length;
      else reader.at--;
    } else if (isBracket(code, OPENING)) open++;
    else if (isBracket(code, CLOSING) && --open === 0) return;
  }
}

const QUOTE = 0x22;
/** Of a list; that of an object is 32 behind it. */
const OPENING = 0x5b;
const CLOSING = 0x5d;

function isBracket(code: number, kind: number): boolean {
  return (code & ~0x20) === kind;
}

function skipBlanks(reader: Reader): void {
  while (isBlank(reader.text.charCodeAt(reader.at))) reader.at++;
}

/** RFC 8259 section 2. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Goes on behind the string that begins here; false where there is none. */
function skipString(reader: Reader): boolean {
  const { text, at } = reader;
  if (text[at] !== '"') return false;
  let end = at;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) return false;
  } while (isEscaped(text, end));
  reader.at = end + 1;
  return true;
}

/** Does an odd number of backslashes stand before this place? */
function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text[from - 1] === '\\') from--;
  return (at - from) % 2 === 1;
}

/** Goes on behind a number, true, false or null; false where there is none of them. */
function skipBare(reader: Reader): boolean {
  const { text, at } = reader;
  while (reader.at < text.length && isBare(text.charCodeAt(reader.at))) reader.at++;
  return reader.at > at;
}

/** Letters, digits, and the marks of numbers. */
function isBare(code: number): boolean {
  const lower = code | 0x20;
  return (
    (lower >= 0x61 && lower <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x2e
  );
}
