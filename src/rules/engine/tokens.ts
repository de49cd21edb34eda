import type { Pattern } from '../filter/filter.ts';
import { literalText, UNKNOWN_TEXT } from '../regex/literals.ts';
import { parseRegex } from '../regex/parse.ts';
import { hashToken, IN_TOKEN } from './characters.ts';

/** A run of letters and digits that every URL with the pattern has whole. */
export interface Token {
  readonly hash: number;
  /** Where it begins in the text of the pattern; no meaning for regular expressions. */
  readonly offset: number;
}

/** Tokens so common in URLs that a filter under them would be tried on every second request. */
const COMMON: ReadonlySet<string> = new Set([
  'http',
  'https',
  'www',
  'com',
  'net',
  'org',
  'html',
  'php',
  'js',
  'css',
  'jpg',
  'png',
  'gif',
  'static',
  'assets',
  'images',
  'img',
  'min',
  'cdn',
  'api',
  '1',
  '2',
  '0',
  'v1',
  'id',
  'de',
  'uk',
  'co',
]);

/** How much worse a common token is than one that one filter has. */
const COMMON_PENALTY = 1000;

/** All tokens of a pattern. */
export function tokensOf(pattern: Pattern): readonly Token[] {
  if (pattern.kind === 'text') {
    const { text, left, right } = pattern;
    return wholeRuns(text.toLowerCase(), '*', left !== 'none', right);
  }
  if (pattern.kind !== 'regex') return [];
  const node = parseRegex(pattern.text);
  return node === null ? [] : wholeRuns(literalText(node), UNKNOWN_TEXT, false, false);
}

/** The rank of a token: lower is better. `uses` is how many filters have it. */
export function tokenRank(hash: number, uses: number): number {
  return COMMON_HASHES.has(hash) ? uses + COMMON_PENALTY : uses;
}

/** True for the rank of a token that stands in every second URL. */
export function isCommon(rank: number): boolean {
  return rank >= COMMON_PENALTY;
}

const COMMON_HASHES: ReadonlySet<number> = new Set([...COMMON].map(hashToken));

/** Runs of token characters that cannot be part of a longer run in a URL. */
function wholeRuns(text: string, gap: string, closedLeft: boolean, closedRight: boolean): Token[] {
  const runs: Token[] = [];
  let start = -1;
  for (let i = 0; i <= text.length; i++) {
    const isIn = i < text.length && IN_TOKEN[Math.min(text.charCodeAt(i), 255)] === 1;
    if (isIn && start === -1) start = i;
    if (isIn || start === -1) continue;
    const leftOk = start === 0 ? closedLeft : text[start - 1] !== gap;
    const rightOk = i === text.length ? closedRight : text[i] !== gap;
    if (leftOk && rightOk) runs.push({ hash: hashToken(text.slice(start, i)), offset: start });
    start = -1;
  }
  return runs;
}
