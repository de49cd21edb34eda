/** A value of a JSON text, by the places where it begins and ends in it. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'other';
  readonly start: number;
  readonly end: number;
  /** Empty but for objects and arrays. */
  readonly members: readonly JsonMember[];
}

/** A value inside another. */
export interface JsonMember {
  /** The key, decoded; null in an array. */
  readonly name: string | null;
  /** Where the key begins; in an array, the value. */
  readonly start: number;
  readonly value: JsonNode;
}

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  nodes: number;
}

const MAX_DEPTH = 200;

/** Some 30 ms of work, and as many megabytes for a moment. */
const MAX_NODES = 200_000;

const NO_MEMBERS: readonly JsonMember[] = [];
const BLANKS = /[ \t\r\n]*/y;
const WORD = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What cannot be read, thrown inside this file alone. */
class JsonError extends Error {}

/**
 * Reads where the values of a JSON text stand (RFC 8259). Null where it is no
 * JSON, nests deeper than 200, or holds more than 200,000 values. It does not
 * look into strings and numbers: who changes the text asks `JSON.parse` too.
 */
export function readJsonTree(text: string): JsonNode | null {
  const cursor: Cursor = { text, at: 0, depth: 0, nodes: 0 };
  try {
    skip(cursor, BLANKS);
    const root = readNode(cursor);
    return cursor.at === text.length ? root : null;
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}

/** Reads a value and the blanks behind it. */
function readNode(cursor: Cursor): JsonNode {
  if (++cursor.nodes > MAX_NODES || cursor.depth > MAX_DEPTH) throw new JsonError();
  const start = cursor.at;
  switch (cursor.text[start]) {
    case '{':
      return readContainer(cursor, 'object', '}');
    case '[':
      return readContainer(cursor, 'array', ']');
    case '"':
      skipString(cursor);
      return finish(cursor, 'string', start, NO_MEMBERS);
    default:
      if (skip(cursor, WORD) === 0) throw new JsonError();
      return finish(cursor, 'other', start, NO_MEMBERS);
  }
}

function finish(
  cursor: Cursor,
  kind: JsonNode['kind'],
  start: number,
  members: readonly JsonMember[],
): JsonNode {
  const end = cursor.at;
  skip(cursor, BLANKS);
  return { kind, start, end, members };
}

function readContainer(cursor: Cursor, kind: 'object' | 'array', close: string): JsonNode {
  const start = cursor.at;
  const members: JsonMember[] = [];
  cursor.depth++;
  cursor.at++;
  skip(cursor, BLANKS);
  if (cursor.text[cursor.at] !== close) {
    do members.push(readMember(cursor, kind));
    while (takeChar(cursor, ','));
  }
  if (cursor.text[cursor.at] !== close) throw new JsonError();
  cursor.at++;
  cursor.depth--;
  return finish(cursor, kind, start, members);
}

function readMember(cursor: Cursor, kind: 'object' | 'array'): JsonMember {
  const start = cursor.at;
  if (kind === 'array') return { name: null, start, value: readNode(cursor) };
  if (cursor.text[start] !== '"') throw new JsonError();
  skipString(cursor);
  const name = decodeString(cursor.text.slice(start, cursor.at));
  skip(cursor, BLANKS);
  if (name === null || !takeChar(cursor, ':')) throw new JsonError();
  return { name, start, value: readNode(cursor) };
}

/** The text of a JSON string with its quotes; null where it is none. */
export function decodeString(quoted: string): string | null {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
}

function takeChar(cursor: Cursor, char: string): boolean {
  if (cursor.text[cursor.at] !== char) return false;
  cursor.at++;
  skip(cursor, BLANKS);
  return true;
}

/** To the quote that has an even number of backslashes before it. */
function skipString(cursor: Cursor): void {
  const { text } = cursor;
  let end = cursor.at;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) throw new JsonError();
  } while (backslashesBefore(text, end) % 2 === 1);
  cursor.at = end + 1;
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count++;
  return count;
}

function skip(cursor: Cursor, pattern: RegExp): number {
  pattern.lastIndex = cursor.at;
  const length = pattern.exec(cursor.text)?.[0].length ?? 0;
  cursor.at += length;
  return length;
}
