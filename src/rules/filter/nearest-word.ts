/** How many typing slips apart two words may be to be offered as "did you mean". */
const MAX_SLIPS = 2;

/**
 * The word of `words` that is the fewest typing slips away from `typed`
 * (insertion, deletion, substitution, or two letters swapped), or null where
 * none is within two slips and closer than half of the word.
 */
export function nearestWord(typed: string, words: Iterable<string>): string | null {
  let best: string | null = null;
  let bestSlips = Math.min(MAX_SLIPS, Math.floor(typed.length / 2)) + 1;
  for (const word of words) {
    if (Math.abs(word.length - typed.length) >= bestSlips) continue;
    const slips = distance(typed, word);
    if (slips < bestSlips) {
      best = word;
      bestSlips = slips;
    }
  }
  return best;
}

/** Optimal string alignment distance, by rows of the usual table. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, beforeLast[j - 2]! + 1);
      }
      row.push(slips);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
