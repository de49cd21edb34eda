/** The key that a filter looks at: a name of the object, or a path from it. */
export type PathKey = string | readonly PathStep[];

/** Which children of a value are meant. */
export type Selector =
  | { readonly kind: 'all' }
  | { readonly kind: 'key'; readonly name: string }
  /** From `from` to before `to`, every `by`th; negative numbers count from the end. */
  | {
      readonly kind: 'slice';
      readonly from: number | null;
      readonly to: number | null;
      readonly by: number;
    }
  | { readonly kind: 'has'; readonly key: PathKey }
  | { readonly kind: 'equals'; readonly key: PathKey; readonly value: unknown }
  | { readonly kind: 'contains'; readonly key: PathKey; readonly value: string };

export interface PathStep {
  /** `..`: children of the values and of all that is inside them. */
  readonly descends: boolean;
  readonly selectors: readonly Selector[];
}

interface Cursor {
  readonly text: string;
  at: number;
  readonly nested: boolean;
}

/*
 * Bounds on the work for a text of many values. A path inside a filter is
 * followed from each of them, so it may not look at all that is inside.
 */
const MAX_STEPS = 32;
const MAX_NESTED_STEPS = 8;
const MAX_DESCENTS = 3;
const MAX_SELECTORS = 32;

/** What is wrong with a path, thrown inside this file alone. */
class PathError extends Error {}

/**
 * Reads a path of AdGuard's `$jsonprune`, JSONPath with differences: filters
 * are `?(has key)`, `?(key-eq key value)` and `?(key-substr key value)`, there
 * are no scripts, and blanks outside of quotes mean nothing.
 *
 *     $.a.b   $..ads   $.a[*].c   $..[one, "two three"]   $.a[0, 2:4]   $.a[?(has ad)]
 *
 * Returns why where the text is no such path.
 */
export function parseJsonPath(text: string): readonly PathStep[] | { readonly reason: string } {
  return readPath(text, false);
}

function readPath(
  text: string,
  nested: boolean,
): readonly PathStep[] | { readonly reason: string } {
  const cursor: Cursor = { text, at: 0, nested };
  try {
    expect(cursor, '$');
    const steps: PathStep[] = [];
    for (skipBlanks(cursor); cursor.at < text.length; skipBlanks(cursor)) {
      steps.push(readStep(cursor));
    }
    if (steps.length === 0) throw new PathError('it would take everything away');
    checkSize(steps, nested);
    return steps;
  } catch (error) {
    if (error instanceof PathError) return { reason: `"${text}": ${error.message}` };
    throw error;
  }
}

function checkSize(steps: readonly PathStep[], nested: boolean): void {
  const most = nested ? MAX_NESTED_STEPS : MAX_STEPS;
  if (steps.length > most) throw new PathError(`more than ${most} steps`);
  const descents = steps.filter(({ descends }) => descends).length;
  if (nested && descents > 0) throw new PathError('".." inside a filter');
  if (descents > MAX_DESCENTS) throw new PathError(`".." more than ${MAX_DESCENTS} times`);
  if (steps.some(({ selectors }) => selectors.length > MAX_SELECTORS)) {
    throw new PathError(`more than ${MAX_SELECTORS} names in brackets`);
  }
}

function readStep(cursor: Cursor): PathStep {
  if (take(cursor, '..')) {
    return {
      descends: true,
      selectors: at(cursor) === '[' ? readBrackets(cursor) : [readName(cursor)],
    };
  }
  if (take(cursor, '.')) return { descends: false, selectors: [readName(cursor)] };
  return { descends: false, selectors: readBrackets(cursor) };
}

/** `*` or a key, behind a dot. */
function readName(cursor: Cursor): Selector {
  const name = readWord(cursor, /[^\s.[\](),"']+/y);
  return name === '*' ? { kind: 'all' } : { kind: 'key', name };
}

function readBrackets(cursor: Cursor): readonly Selector[] {
  expect(cursor, '[');
  const selectors = [readSelector(cursor)];
  while (take(cursor, ',')) selectors.push(readSelector(cursor));
  expect(cursor, ']');
  return selectors;
}

function readSelector(cursor: Cursor): Selector {
  if (take(cursor, '?')) return readFilter(cursor);
  if (take(cursor, '(')) throw new PathError('scripts are not supported');
  if (at(cursor) === '"' || at(cursor) === "'") return { kind: 'key', name: readQuoted(cursor) };
  const word = readWord(cursor, /[^\s[\](),"']+/y);
  if (word === '*') return { kind: 'all' };
  const slice = /^(-?\d{0,9}):(-?\d{0,9})(?::(\d{0,9}))?$/.exec(word);
  if (slice !== null) return sliceOf(slice);
  return /^-?\d{1,9}$/.test(word) ? indexOf(Number(word)) : { kind: 'key', name: word };
}

function sliceOf([, from, to, by]: RegExpExecArray): Selector {
  const number = (text: string | undefined) =>
    text === undefined || text === '' ? null : Number(text);
  const step = number(by) ?? 1;
  if (step === 0 || from === '-' || to === '-') throw new PathError('a slice that has no end');
  return { kind: 'slice', from: number(from), to: number(to), by: step };
}

/** One place: the slice that ends behind it. The one before the last has no number behind it. */
function indexOf(index: number): Selector {
  return { kind: 'slice', from: index, to: index === -1 ? null : index + 1, by: 1 };
}

function readFilter(cursor: Cursor): Selector {
  expect(cursor, '(');
  const name = readWord(cursor, /[^\s[\](),"']+/y);
  const filter = filterNamed(cursor, name);
  expect(cursor, ')');
  return filter;
}

function filterNamed(cursor: Cursor, name: string): Selector {
  switch (name) {
    case 'has':
      return { kind: 'has', key: readKey(cursor) };
    case 'key-eq':
      return { kind: 'equals', key: readKey(cursor), value: readValue(cursor) };
    case 'key-substr':
      return { kind: 'contains', key: readKey(cursor), value: String(readValue(cursor)) };
    default:
      throw new PathError(`the filter "${name}" is not supported, only has, key-eq and key-substr`);
  }
}

function readKey(cursor: Cursor): PathKey {
  const key = readText(cursor);
  if (!key.startsWith('$.') && !key.startsWith('$[')) return key;
  if (cursor.nested) throw new PathError('a path inside a path inside a path');
  const path = readPath(key, true);
  if ('reason' in path) throw new PathError(path.reason);
  return path;
}

/** Quoted text, or what JSON calls a number, true, false or null. */
function readValue(cursor: Cursor): unknown {
  skipBlanks(cursor);
  if (at(cursor) === '"' || at(cursor) === "'") return readQuoted(cursor);
  const word = readWord(cursor, /[^\s[\](),"']+/y);
  return /^(?:-?\d{1,15}(?:\.\d{1,15})?|true|false|null)$/.test(word) ? JSON.parse(word) : word;
}

function readText(cursor: Cursor): string {
  skipBlanks(cursor);
  const isQuoted = at(cursor) === '"' || at(cursor) === "'";
  return isQuoted ? readQuoted(cursor) : readWord(cursor, /[^\s[\](),"']+/y);
}

function readQuoted(cursor: Cursor): string {
  const quote = at(cursor) as string;
  let text = '';
  for (cursor.at++; at(cursor) !== quote; cursor.at++) {
    if (at(cursor) === '\\') cursor.at++;
    if (cursor.at >= cursor.text.length) throw new PathError('a quote is missing');
    text += at(cursor);
  }
  cursor.at++;
  skipBlanks(cursor);
  return text;
}

function readWord(cursor: Cursor, pattern: RegExp): string {
  skipBlanks(cursor);
  pattern.lastIndex = cursor.at;
  const word = pattern.exec(cursor.text)?.[0];
  if (word === undefined) {
    const found = at(cursor);
    throw new PathError(found === undefined ? 'it ends too early' : `"${found}" is not expected`);
  }
  cursor.at += word.length;
  skipBlanks(cursor);
  return word;
}

function at({ text, at: place }: Cursor): string | undefined {
  return text[place];
}

function take(cursor: Cursor, token: string): boolean {
  skipBlanks(cursor);
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  skipBlanks(cursor);
  return true;
}

function expect(cursor: Cursor, token: string): void {
  if (!take(cursor, token)) throw new PathError(`"${token}" is missing`);
}

function skipBlanks(cursor: Cursor): void {
  while (/^\s$/.test(at(cursor) ?? '')) cursor.at++;
}
