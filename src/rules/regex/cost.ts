import { ALL_CHARS, type CharSet, NO_CHARS, onlyChar, overlaps } from './char-set.ts';
import type { RegexNode } from './parse.ts';

/**
 * How a regular expression can blow up, and how that is kept away.
 *
 * A backtracking matcher tries every way to share the text among the repeats
 * of an expression. `^.*a.*b` tries each `a` and after each of them each `b`:
 * two repeats, so the square of the length. `(x+)+y` tries every way to cut a
 * run of x into pieces: two to the power of the length. But `([a-z]+\.)+x` has
 * only one way to read a text, because a dot cannot be part of `[a-z]+`: such
 * a repeat is called closed here, and costs nothing but the walk.
 *
 * So: a repeat is closed when what must follow it cannot be part of it. Each
 * open repeat multiplies the number of ways by its length, and an open repeat
 * inside an unlimited one is refused. The estimate errs on the high side.
 */

/** Lengths of text an expression may see; the longest that stays in the budget is taken. */
const TEXT_LENGTHS = [2048, 1024, 512, 256] as const;

/** Steps of a matcher for one test: some 20 ms on slow machines. */
const STEP_BUDGET = 20_000_000;

/** Each is compared with each. */
const MAX_WORDS = 64;

interface Weight {
  /** In how many ways the node can match one text. */
  readonly ways: number;
  /** Steps to go through all of them, without what comes after the node. */
  readonly work: number;
}

/**
 * The number of characters of a text that may be tested against the
 * expression without blocking the process; 0 where even 256 are too many.
 */
export function safeLength(node: RegexNode): number {
  for (const length of TEXT_LENGTHS) {
    const starts = isAnchored(node) ? 1 : length;
    if (starts * stepsFrom(node, { length, count: () => length }) <= STEP_BUDGET) return length;
  }
  return 0;
}

/** What is known of a text. */
export interface TextFacts {
  readonly length: number;
  /** How often a word (lower case) stands in the text, in any case of its letters, at most. */
  count(word: string): number;
}

/** The steps to try the expression at one place of a text, at most. */
export function stepsFrom(node: RegexNode, text: TextFacts): number {
  return weigh(node, NO_CHARS, text).work;
}

/** Whether the expression can match at the start of a text alone. */
export function isAnchored(node: RegexNode): boolean {
  if (node.kind === 'sequence') {
    return node.items[0] !== undefined && isAnchored(node.items[0]);
  }
  if (node.kind === 'choice') return node.options.every(isAnchored);
  return node.kind === 'assertion' && node.at === 'start';
}

const ONE_STEP: Weight = { ways: 1, work: 1 };

/** `after`: the characters that can come next; none where the match or the text must end. */
function weigh(node: RegexNode, after: CharSet, text: TextFacts): Weight {
  switch (node.kind) {
    case 'char':
      return ONE_STEP;
    case 'sequence':
      return weighSequence(flat(node.items), after, text);
    case 'choice':
      return weighChoice(node.options, after, text);
    case 'repeat':
      return weighRepeat(node, after, text);
    case 'assertion':
      return node.body === null ? ONE_STEP : { ...weigh(node.body, NO_CHARS, text), ways: 1 };
  }
}

/**
 * From the last item to the first. Everything after an item is tried again for
 * each way to match it; but where a word follows a repeat (`.*"ads":`), what
 * comes behind the word is tried only where the word stands.
 */
function weighSequence(items: readonly RegexNode[], after: CharSet, text: TextFacts): Weight {
  let rest = ONE_STEP;
  /** The word that `rest` begins with, and what comes behind it. */
  let word = '';
  let behind = rest;
  let following = after;
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    const char = item.kind === 'char' ? onlyChar(item.set) : null;
    const weight = weigh(item, following, text);
    if (char !== null && word === '') behind = rest;
    rest =
      word !== '' && isPlainRepeat(item) ? passing(weight, word, behind, text) : then(weight, rest);
    word = char === null ? '' : char.toLowerCase() + word;
    following = firstOf(item, following);
  }
  return rest;
}

/** Items with those of plain groups in their place. */
function flat(items: readonly RegexNode[]): readonly RegexNode[] {
  return items.flatMap((item) => (item.kind === 'sequence' ? flat(item.items) : [item]));
}

function then(item: Weight, rest: Weight): Weight {
  return { ways: item.ways * rest.ways, work: item.work + item.ways * rest.work };
}

/** A repeat, then a word, then what comes behind it. */
function passing(item: Weight, word: string, behind: Weight, text: TextFacts): Weight {
  const passed = Math.min(item.ways, text.count(word));
  // Most places are out by one look; the rest of the word is compared where it begins.
  const begun = Math.min(item.ways, text.count(word.slice(0, 2)));
  const compared = Math.min(item.ways * word.length, item.ways + begun * word.length);
  return {
    ways: passed * behind.ways,
    work: item.work + compared + passed * behind.work,
  };
}

/** A repeat of single characters: each way to match it ends at another place. */
function isPlainRepeat(node: RegexNode): boolean {
  return node.kind === 'repeat' && isOneChar(node.body);
}

function isOneChar(node: RegexNode): boolean {
  if (node.kind === 'char') return true;
  if (node.kind !== 'sequence') return false;
  const taking = node.items.filter(({ kind }) => kind !== 'assertion');
  return taking.length === 1 && isOneChar(taking[0]!);
}

/** What can come at the place of an item, if `after` can come behind it. */
function firstOf(item: RegexNode, after: CharSet): CharSet {
  if (item.kind !== 'assertion') return firstChars(item) | (isOptional(item) ? after : NO_CHARS);
  // Where the text ends nothing comes; what lookaround asks for is not looked into.
  return item.at === 'end' ? NO_CHARS : ALL_CHARS;
}

function weighChoice(options: readonly RegexNode[], after: CharSet, text: TextFacts): Weight {
  let ways = 0;
  let most = 1;
  let work = 1;
  let seen = NO_CHARS;
  let disjoint = true;
  for (const option of options) {
    const weight = weigh(option, after, text);
    const first = firstChars(option);
    disjoint &&= !overlaps(seen, first) && !isOptional(option);
    seen |= first;
    ways += weight.ways;
    most = Math.max(most, weight.ways);
    work += weight.work;
  }
  return { ways: disjoint || areDistinctWords(options) ? most : ways, work };
}

function weighRepeat(
  node: Extract<RegexNode, { kind: 'repeat' }>,
  after: CharSet,
  text: TextFacts,
): Weight {
  const { body, min, max } = node;
  const times = Math.min(max, text.length);
  if (times === 0) return ONE_STEP;
  if (times > 1 && isOptional(body)) {
    return { ways: Number.POSITIVE_INFINITY, work: Number.POSITIVE_INFINITY };
  }
  // Another turn can follow a turn.
  const turn = weigh(body, times > 1 ? after | firstChars(body) : after, text);
  const turns = turn.ways ** times;
  const open = min !== max && overlaps(allChars(body), after);
  return {
    ways: turns * (open ? times - min + 1 : 1),
    // All turns together cannot be longer than the text.
    work: turns * Math.min(times * turn.work, text.length * size(body)),
  };
}

/** The number of nodes: an upper bound of the steps for one character. */
function size(node: RegexNode): number {
  switch (node.kind) {
    case 'char':
      return 1;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + size(item), 0);
    case 'choice':
      return node.options.reduce((sum, option) => sum + size(option), 0);
    case 'repeat':
      return 1 + size(node.body);
    case 'assertion':
      return node.body === null ? 1 : 1 + size(node.body);
  }
}

/** Words of which no two can begin the same text: at most one of them matches. */
function areDistinctWords(options: readonly RegexNode[]): boolean {
  if (options.length > MAX_WORDS) return false;
  const words = options.map(fixedWord);
  return words.every(
    (word, i) =>
      word !== null &&
      words.every((other, j) => i === j || (other !== null && differ(word, other))),
  );
}

function differ(a: readonly CharSet[], b: readonly CharSet[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (!overlaps(a[i]!, b[i]!)) return true;
  return false;
}

function fixedWord(node: RegexNode): readonly CharSet[] | null {
  if (node.kind === 'char') return [node.set];
  if (node.kind !== 'sequence') return null;
  const sets = node.items.map((item) => (item.kind === 'char' ? item.set : null));
  return sets.includes(null) ? null : (sets as CharSet[]);
}

function isOptional(node: RegexNode): boolean {
  switch (node.kind) {
    case 'char':
      return false;
    case 'sequence':
      return node.items.every(isOptional);
    case 'choice':
      return node.options.some(isOptional);
    case 'repeat':
      return node.min === 0 || isOptional(node.body);
    case 'assertion':
      return true;
  }
}

/** The characters a match of the node can begin with. */
function firstChars(node: RegexNode): CharSet {
  switch (node.kind) {
    case 'char':
      return node.set;
    case 'choice':
      return node.options.reduce((set, option) => set | firstChars(option), NO_CHARS);
    case 'repeat':
      return firstChars(node.body);
    case 'assertion':
      return NO_CHARS;
    case 'sequence': {
      let set = NO_CHARS;
      for (const item of node.items) {
        set |= firstChars(item);
        if (!isOptional(item)) break;
      }
      return set;
    }
  }
}

/** All characters that can stand anywhere in a match of the node. */
function allChars(node: RegexNode): CharSet {
  switch (node.kind) {
    case 'char':
      return node.set;
    case 'sequence':
      return node.items.reduce((set, item) => set | allChars(item), NO_CHARS);
    case 'choice':
      return node.options.reduce((set, option) => set | allChars(option), NO_CHARS);
    case 'repeat':
      return allChars(node.body);
    case 'assertion':
      return NO_CHARS;
  }
}
