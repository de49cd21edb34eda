import { readList } from '../filter/list.ts';
import { listText } from '../filter/list-text.ts';
import type { Meant } from '../filter/preprocessor.ts';

/** One file of a list. */
export interface ListPart {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly meant: Exclude<Meant, 'no'>;
}

/** The lines of a list that are rules in force, each as a number that stands for its text. */
export interface RuleLines {
  readonly count: number;
  /** By their highest bits; each ascending. */
  readonly buckets: readonly Float64Array[];
}

/** Sorting a hundred thousand numbers would hold up requests; sorting a few thousand does not. */
const BUCKETS = 64;
const BUCKET_WIDTH = 2 ** 53 / BUCKETS;

/**
 * Reads the parts of a list. A generator, so that requests get their turn
 * between two slices of a long list. Lines are kept as 53 bits of a hash: a
 * list of a hundred thousand lines is a megabyte then, and that two lines fall
 * together happens once in a million lists.
 */
export function* readRuleLines(parts: readonly ListPart[]): Generator<void, RuleLines, void> {
  const buckets = Array.from({ length: BUCKETS }, (): number[] => []);
  let count = 0;
  for (const { bytes, meant } of parts) {
    const text = listText('', bytes, meant);
    let last = 0;
    const take = (line: number): void => {
      // One line can be several filters, as in a hosts file.
      if (line === last) return;
      last = line;
      count++;
      const hash = hashLine(text.text(line).trim());
      buckets[Math.floor(hash / BUCKET_WIDTH)]?.push(hash);
    };
    yield* readList(text, {
      filter: (_, line) => take(line),
      badfilter: (_, line) => take(line),
      problem: () => {},
    });
  }
  const sorted: Float64Array[] = [];
  for (const bucket of buckets) {
    sorted.push(Float64Array.from(bucket).sort());
    yield;
  }
  return { count, buckets: sorted };
}

/** How many lines came and went; a line that stands twice counts twice. */
export function compareLines(
  before: RuleLines,
  after: RuleLines,
): { readonly added: number; readonly removed: number } {
  let kept = 0;
  for (let at = 0; at < BUCKETS; at++) {
    kept += countCommon(before.buckets[at] ?? NONE, after.buckets[at] ?? NONE);
  }
  return { added: after.count - kept, removed: before.count - kept };
}

const NONE = new Float64Array();

function countCommon(before: Float64Array, after: Float64Array): number {
  let common = 0;
  let left = 0;
  let right = 0;
  while (left < before.length && right < after.length) {
    const difference = (before[left] as number) - (after[right] as number);
    if (difference === 0) common++;
    if (difference <= 0) left++;
    if (difference >= 0) right++;
  }
  return common;
}

/** FNV-1a with two primes side by side: 53 bits, which a number holds exactly. */
function hashLine(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
    low ^= low >>> 13;
  }
  return (high >>> 0) * 0x200000 + ((low >>> 0) >>> 11);
}
