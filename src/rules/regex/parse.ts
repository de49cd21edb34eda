import {
  ALL_CHARS,
  type CharSet,
  charBit,
  charRange,
  DIGITS,
  DOT,
  foldCase,
  NO_CHARS,
  SPACES,
  WORD_CHARS,
} from './char-set.ts';

/** A regular expression as a tree. `max` is Infinity where there is no limit. */
export type RegexNode =
  | { readonly kind: 'char'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: RegexNode;
      readonly min: number;
      readonly max: number;
    }
  /** `^`, `$`, `\b`, and lookaround, which has a body. */
  | {
      readonly kind: 'assertion';
      readonly at: 'start' | 'end' | 'inside';
      readonly body: RegexNode | null;
    };

interface Cursor {
  readonly source: string;
  /** Flag s: a dot is any character. */
  readonly dotAll: boolean;
  /** Flag m: `^` and `$` stand at lines. */
  readonly multiline: boolean;
  position: number;
  depth: number;
}

const MAX_DEPTH = 50;
/** A negated set always holds some character beyond ASCII. */
const BEYOND_ASCII = charBit(128);
const CLASS_ESCAPES: ReadonlyMap<string, CharSet> = new Map([
  ['d', DIGITS],
  ['D', ALL_CHARS & ~DIGITS],
  ['w', WORD_CHARS],
  ['W', ALL_CHARS & ~WORD_CHARS],
  ['s', SPACES],
  ['S', (ALL_CHARS & ~SPACES) | BEYOND_ASCII],
]);
const CONTROL_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['0', 0],
]);

/**
 * Reads the source of a JavaScript regular expression without the flags u and
 * v. Returns null for what cannot be weighed: back-references, Unicode
 * properties, nesting deeper than 50. The syntax itself is checked by `RegExp`.
 */
export function parseRegex(source: string, flags = ''): RegexNode | null {
  const cursor: Cursor = {
    source,
    dotAll: flags.includes('s'),
    multiline: flags.includes('m'),
    position: 0,
    depth: 0,
  };
  const node = choice(cursor);
  return node !== null && cursor.position === source.length ? node : null;
}

function choice(cursor: Cursor): RegexNode | null {
  if (++cursor.depth > MAX_DEPTH) return null;
  const options: RegexNode[] = [];
  for (;;) {
    const option = sequence(cursor);
    if (option === null) return null;
    options.push(option);
    if (cursor.source[cursor.position] !== '|') break;
    cursor.position++;
  }
  cursor.depth--;
  return options.length === 1 ? options[0]! : { kind: 'choice', options };
}

function sequence(cursor: Cursor): RegexNode | null {
  const items: RegexNode[] = [];
  while (cursor.position < cursor.source.length && !/[|)]/.test(cursor.source[cursor.position]!)) {
    const item = atom(cursor);
    if (item === null) return null;
    items.push(quantified(cursor, item));
  }
  return { kind: 'sequence', items };
}

function quantified(cursor: Cursor, body: RegexNode): RegexNode {
  const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(
    cursor.source.slice(cursor.position, cursor.position + 24),
  );
  if (match === null) return body;
  cursor.position += match[0].length;
  if (match[1] !== undefined) {
    return {
      kind: 'repeat',
      body,
      min: match[1] === '+' ? 1 : 0,
      max: match[1] === '?' ? 1 : Number.POSITIVE_INFINITY,
    };
  }
  const min = Number(match[2]);
  const limit = match[4] === '' ? Number.POSITIVE_INFINITY : Number(match[4]);
  return { kind: 'repeat', body, min, max: match[3] === '' ? min : limit };
}

function atom(cursor: Cursor): RegexNode | null {
  const char = cursor.source[cursor.position]!;
  switch (char) {
    case '(':
      return group(cursor);
    case '[':
      return bracket(cursor);
    case '\\':
      return escaped(cursor);
    case '^':
    case '$':
      cursor.position++;
      return { kind: 'assertion', at: edgeOf(char, cursor), body: null };
    case '.':
      cursor.position++;
      return { kind: 'char', set: cursor.dotAll ? ALL_CHARS : DOT };
    default:
      cursor.position++;
      return literal(char.charCodeAt(0));
  }
}

/** The edges of lines lie inside a text. */
function edgeOf(char: '^' | '$', { multiline }: Cursor): 'start' | 'end' | 'inside' {
  if (multiline) return 'inside';
  return char === '^' ? 'start' : 'end';
}

function literal(code: number): RegexNode {
  return { kind: 'char', set: foldCase(charBit(code)) };
}

function group(cursor: Cursor): RegexNode | null {
  const opening = /^\((\?(?::|<?[=!]|<[A-Za-z_$][\w$]*>))?/.exec(
    cursor.source.slice(cursor.position, cursor.position + 100),
  )!;
  cursor.position += opening[0].length;
  const body = choice(cursor);
  if (body === null || cursor.source[cursor.position] !== ')') return null;
  cursor.position++;
  const looksAround = /^\?<?[=!]/.test(opening[1] ?? '');
  return looksAround ? { kind: 'assertion', at: 'inside', body } : body;
}

function escaped(cursor: Cursor): RegexNode | null {
  const next = cursor.source[cursor.position + 1];
  if (next === 'b' || next === 'B') {
    cursor.position += 2;
    return { kind: 'assertion', at: 'inside', body: null };
  }
  const set = escapedSet(cursor);
  return set === null ? null : { kind: 'char', set: foldCase(set) };
}

/** Reads an escape that stands for characters; null for back-references and the like. */
function escapedSet(cursor: Cursor): CharSet | null {
  const rest = cursor.source.slice(cursor.position + 1, cursor.position + 6);
  const hex = /^(?:x([\da-f]{2})|u([\da-f]{4}))/i.exec(rest);
  if (hex !== null) {
    cursor.position += 1 + hex[0].length;
    return charBit(Number.parseInt(hex[1] ?? hex[2]!, 16));
  }
  const name = rest[0];
  if (name === undefined || /^(?:[1-9pPkcux]|0\d)/.test(rest)) return null;
  cursor.position += 2;
  return CLASS_ESCAPES.get(name) ?? charBit(CONTROL_ESCAPES.get(name) ?? name.charCodeAt(0));
}

function bracket(cursor: Cursor): RegexNode | null {
  cursor.position++;
  const negated = cursor.source[cursor.position] === '^';
  if (negated) cursor.position++;
  let set = NO_CHARS;
  while (cursor.source[cursor.position] !== ']') {
    const part = bracketPart(cursor);
    if (part === null) return null;
    set |= part;
  }
  cursor.position++;
  const folded = foldCase(set);
  return { kind: 'char', set: negated ? (ALL_CHARS & ~folded) | BEYOND_ASCII : folded };
}

/** One character, escape or range inside brackets. */
function bracketPart(cursor: Cursor): CharSet | null {
  const from = bracketChar(cursor);
  if (from === null) return null;
  const { source, position } = cursor;
  const isRange = source[position] === '-' && source[position + 1] !== ']';
  if (!isRange || typeof from === 'bigint') return typeof from === 'bigint' ? from : charBit(from);
  cursor.position++;
  const to = bracketChar(cursor);
  if (to === null) return null;
  // `[a-\d]` means the three of them, says Annex B of ECMA-262.
  if (typeof to === 'bigint') return charBit(from) | charBit(0x2d) | to;
  return charRange(from, to);
}

/** The code of one character, or the set of an escape for several. */
function bracketChar(cursor: Cursor): number | CharSet | null {
  const char = cursor.source[cursor.position];
  if (char === undefined) return null;
  if (char !== '\\') {
    cursor.position++;
    return char.charCodeAt(0);
  }
  if (cursor.source[cursor.position + 1] === 'b') {
    cursor.position += 2;
    return 8;
  }
  const start = cursor.position;
  const set = escapedSet(cursor);
  if (set === null) return null;
  if (CLASS_ESCAPES.has(cursor.source[start + 1]!)) return set;
  return set.toString(2).length - 1;
}
