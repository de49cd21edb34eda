import { isAnchored, stepsFrom, type TextFacts } from './cost.ts';
import { parseRegex, type RegexNode } from './parse.ts';
import { literalPrefix } from './prefix.ts';

/** An expression that can search less than this much text at once is of no use. */
const LEAST_LENGTH = 16_384;

/** Steps of a matcher for one text: some 40 ms on slow machines, where each has to be remembered. */
const STEP_BUDGET = 8_000_000;

/** Longer texts are not searched: no page or script that a rule is about has as many characters. */
const MAX_TEXT = 2_000_000;

/** Milliseconds for counting words: far more than it takes, but where a text is made to be slow. */
const COUNT_TIME = 12;

/** Longer sources are a mistake, and checking takes time too. */
const MAX_SOURCE = 2000;

/**
 * At how many places of a text an expression is tried, and so matches at most;
 * null where the text cannot be searched without holding up the process.
 */
export type LongTextGuard = (text: string) => number | null;

/**
 * How an expression may be used on long texts, such as scripts and pages; or
 * why it may not.
 *
 * A search tries the expression at every place where its first literal text
 * stands, each time with at most as many steps as `cost.ts` counts, knowing how
 * often the words of the expression stand in the text. So `"ads":.+?"x":1\}`
 * may search a megabyte with twenty `"ads":` and twenty `"x":1}` in it, and
 * not one made of nothing else. Counting takes a millisecond or two. An
 * expression that begins with no literal text is tried everywhere.
 */
export function guardLongText(source: string, flags: string): LongTextGuard | string {
  if (source.length > MAX_SOURCE) return `an expression of ${source.length} characters`;
  if (!/^(?!.*(.).*\1)[gims]*$/.test(flags)) return `unknown flags "${flags}"`;
  try {
    RegExp(source, flags);
  } catch {
    return `/${source}/${flags} is no regular expression`;
  }
  const node = parseRegex(source, flags);
  const isUsable =
    node !== null && placesIn(node, { length: LEAST_LENGTH, count: () => 1 }) !== null;
  if (!isUsable) return `/${source}/ could take too long to match, or cannot be checked for it`;
  return (text) => (text.length > MAX_TEXT ? null : placesIn(node, factsOf(text)));
}

function placesIn(node: RegexNode, text: TextFacts): number | null {
  const prefix = literalPrefix(node);
  // Behind the last character is a place too.
  const all = prefix === '' ? text.length + 1 : text.count(prefix);
  if (all === 0) return 0;
  const places = isAnchored(node) ? 1 : all;
  const steps = stepsFrom(node, text);
  return steps * places <= STEP_BUDGET ? places : null;
}

/** Case does not count: the expression may ignore it. */
function factsOf(text: string): TextFacts {
  const counts = new Map<string, number>();
  let lower: string | null = null;
  let time = 0;
  const count = (word: string): number => {
    const known = counts.get(word);
    if (known !== undefined) return known;
    if (time > COUNT_TIME) return Number.POSITIVE_INFINITY;
    const started = performance.now();
    lower ??= text.toLowerCase();
    const found = occurrences(lower, word);
    time += performance.now() - started;
    counts.set(word, found);
    return found;
  };
  return { length: text.length, count };
}

/** A word that stands in a text more often is taken to stand everywhere. */
const MAX_FOUND = 400_000;

function occurrences(text: string, word: string): number {
  let found = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (++found > MAX_FOUND) return Number.POSITIVE_INFINITY;
  }
  return found;
}
