/** A value that stands in a script as it is, without anything to be worked out. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | ReadonlyMap<string, Literal>;

/** A call of a method that a script makes with literals alone. */
export interface ScriptCall {
  /** `set` in `config.set("1", "a", {})`. */
  readonly method: string;
  readonly args: readonly Literal[];
  /** Where the call stands in the script, its object included: from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
}

/** Settings are ten deep at most. */
const MAX_DEPTH = 32;
const MAX_CALLS = 5_000;
/** Of one call: the longest settings are some ten thousand characters. */
const MAX_LENGTH = 100_000;
/** Of all calls that are tried, some ten milliseconds; real scripts have less than that in calls. */
const MAX_READ = 500_000;
/** What a try costs beside that, in characters. */
const TRY = 20;
/** The object before the method: `a.config`; a longer one is no name. */
const MAX_OBJECT = 100;

/** How far a script was read. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** Stands for something that is no literal. */
const NONE = Symbol('no literal');
type Read = Literal | typeof NONE;

/**
 * Finds the calls of methods of these names whose arguments are all literals,
 * in their order. The script is never run, and not parsed as a whole: what
 * looks like a call in a comment or a text is found too. Never throws; what a
 * text that nobody writes holds beyond some hundred thousand characters of
 * calls is not found.
 */
export function findCalls(text: string, methods: readonly string[]): readonly ScriptCall[] {
  const calls: ScriptCall[] = [];
  const begins = new RegExp(`\\.(${methods.join('|')})[ \\t]*\\(`, 'g');
  let left = MAX_READ;
  for (let found = begins.exec(text); found !== null; found = begins.exec(text)) {
    const from = begins.lastIndex;
    const cursor = { text: text.slice(from, from + MAX_LENGTH), at: 0 };
    const args = readItems(cursor, ')', 0);
    left -= cursor.at + TRY;
    if (args !== NONE) {
      begins.lastIndex = from + cursor.at;
      const start = objectBefore(text, found.index);
      calls.push({ method: found[1] as string, args, start, end: from + cursor.at });
    }
    if (left < 0 || calls.length === MAX_CALLS) break;
  }
  return calls;
}

/**
 * Where the object begins whose method is called: names with dots between them.
 * Where anything else stands before the dot, the method itself: an expression
 * put in its place leaves a script, `of().null`, whatever that was.
 */
function objectBefore(text: string, dot: number): number {
  const last = Math.max(0, dot - MAX_OBJECT);
  let start = dot;
  while (start > last && /[\w$.]/.test(text[start - 1] as string)) start -= 1;
  while (text[start] === '.' && start < dot) start += 1;
  const isWhole = start === 0 || /[\s;,(){}[\]=:!&|?+<>~%^*/.-]/.test(text[start - 1] as string);
  return start === dot || !isWhole ? dot + 1 : start;
}

const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['!0', true],
  ['!1', false],
]);
const WORD = /true\b|false\b|null\b|undefined\b|void 0\b|![01]\b/y;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const NAME = /[A-Za-z_$][\w$]*/y;
const BLANKS: ReadonlySet<string> = new Set(' \t\n\r\v\f\u00a0\ufeff');
/** A string with its quotes; a line break ends it, unless it is escaped. */
const DOUBLE = /"[^"\\\n\r]*(?:\\[\s\S][^"\\\n\r]*)*"/y;
const SINGLE = /'[^'\\\n\r]*(?:\\[\s\S][^'\\\n\r]*)*'/y;

function readItems(
  cursor: Cursor,
  close: ')' | ']',
  depth: number,
): readonly Literal[] | typeof NONE {
  const items: Literal[] = [];
  for (;;) {
    if (take(cursor, close)) return items;
    const item = readValue(cursor, depth);
    if (item === NONE) return NONE;
    items.push(item);
    if (!take(cursor, ',')) return take(cursor, close) ? items : NONE;
  }
}

function readValue(cursor: Cursor, depth: number): Read {
  if (depth > MAX_DEPTH) return NONE;
  if (take(cursor, '{')) return readObject(cursor, depth + 1);
  if (take(cursor, '[')) return readItems(cursor, ']', depth + 1);
  const string = readString(cursor);
  if (string !== null) return string;
  const number = match(cursor, NUMBER);
  if (number !== null) return Number(number);
  const word = match(cursor, WORD);
  return word === null ? NONE : (WORDS.get(word) ?? null);
}

function readObject(cursor: Cursor, depth: number): Read {
  const fields = new Map<string, Literal>();
  for (;;) {
    if (take(cursor, '}')) return fields;
    const key = readString(cursor) ?? match(cursor, NAME) ?? match(cursor, NUMBER);
    if (key === null || !take(cursor, ':')) return NONE;
    const value = readValue(cursor, depth);
    if (value === NONE) return NONE;
    fields.set(key, value);
    if (!take(cursor, ',')) return take(cursor, '}') ? fields : NONE;
  }
}

function readString(cursor: Cursor): string | null {
  const quote = cursor.text[cursor.at];
  if (quote !== '"' && quote !== "'") return null;
  const quoted = match(cursor, quote === "'" ? SINGLE : DOUBLE);
  if (quoted === null) return null;
  const inner = quoted.slice(1, -1);
  return inner.includes('\\') ? inner.replace(ESCAPE, unescaped) : inner;
}

/** Reads on where this character stands next, and the blanks before and after it. */
function take(cursor: Cursor, character: string): boolean {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  // What stands behind a call is no part of it.
  if (character !== ')') skipBlanks(cursor);
  return true;
}

function skipBlanks(cursor: Cursor): void {
  while (BLANKS.has(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}

function match(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) return null;
  cursor.at = pattern.lastIndex;
  return found[0];
}

/** ECMAScript, section 12.9.4: escapes of string literals. */
const ESCAPE = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[\s\S]))/gi;
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
  ['\r', ''],
  ['\r\n', ''],
]);

function unescaped(
  _whole: string,
  point: string | undefined,
  four: string | undefined,
  two: string | undefined,
  single: string | undefined,
): string {
  if (single !== undefined) return ESCAPED.get(single) ?? single;
  const code = Number.parseInt(point ?? four ?? two ?? '0', 16);
  return code > 0x10_ffff ? '' : String.fromCodePoint(code);
}
