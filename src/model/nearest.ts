/** Longer words are not compared: nobody mistypes that much and the work stays bounded. */
const LONGEST = 64;

/** How many letters must change, be added or be left out (Levenshtein's distance). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const added = (current[column - 1] as number) + 1;
      const dropped = (previous[column] as number) + 1;
      current.push(Math.min(changed, added, dropped));
    }
    previous = current;
  }
  return previous[b.length] as number;
}

/**
 * The candidate that a mistyped word most likely means, or null where none is
 * near: at most a third of its letters may differ, two in any case (so that two
 * swapped letters are found), in words under four letters one.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > LONGEST) return null;
  const lower = word.toLowerCase();
  let best: string | null = null;
  let least = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    // So many letters more or less are as many steps at least.
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const steps = distance(lower, candidate.toLowerCase());
    if (steps < least) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}
