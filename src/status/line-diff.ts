/** A line of two texts laid over each other; numbers are 1-based. */
export type DiffLine =
  | { readonly kind: 'same'; readonly text: string; readonly old: number; readonly new: number }
  | { readonly kind: 'old'; readonly text: string; readonly old: number }
  | { readonly kind: 'new'; readonly text: string; readonly new: number }
  /** So many equal lines that are not shown. */
  | { readonly kind: 'skip'; readonly count: number };

export interface LineDiff {
  readonly added: number;
  readonly removed: number;
  /** What differs, with some equal lines around it. */
  readonly lines: readonly DiffLine[];
}

/** Texts that differ in more lines than this are shown as one replaced by the other. */
const MAX_STEPS = 1_000;
const AROUND = 3;

/** What must be taken out of one text and put in to get the other, line by line. */
export function lineDiff(before: string, after: string): LineDiff {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const middle = edits(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const kinds = [...same(start), ...middle, ...same(end)];
  const lines = numbered(kinds, old, now);
  return {
    added: kinds.filter((kind) => kind === 'new').length,
    removed: kinds.filter((kind) => kind === 'old').length,
    lines: folded(lines),
  };
}

type Kind = 'same' | 'old' | 'new';
type Shown = Exclude<DiffLine, { readonly kind: 'skip' }>;

/** A line end at the end begins no further line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function same(count: number): readonly Kind[] {
  return Array.from({ length: count }, () => 'same' as const);
}

/**
 * The shortest way from one to the other (E. W. Myers, "An O(ND) difference
 * algorithm and its variations", 1986), or all out and all in where it is long.
 */
function edits(old: readonly string[], now: readonly string[]): readonly Kind[] {
  const trail: Int32Array[] = [];
  const most = Math.min(MAX_STEPS, old.length + now.length);
  // Furthest place in `old` on each diagonal, shifted so that no index is negative.
  const reached = new Int32Array(2 * most + 3);
  const shift = most + 1;
  for (let steps = 0; steps <= most; steps++) {
    trail.push(reached.slice(shift - steps - 1, shift + steps + 2));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const at = shift + diagonal;
      let x = stepsDown(reached, at, diagonal, steps)
        ? (reached[at + 1] as number)
        : (reached[at - 1] as number) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      reached[at] = x;
      if (x >= old.length && x - diagonal >= now.length) return walkBack(trail, old, now);
    }
  }
  return [...old.map(() => 'old' as const), ...now.map(() => 'new' as const)];
}

/** Whether the diagonal is reached from the one above it, by putting a line in. */
function stepsDown(reached: Int32Array, at: number, diagonal: number, steps: number): boolean {
  if (diagonal === -steps) return true;
  return diagonal !== steps && (reached[at - 1] as number) < (reached[at + 1] as number);
}

function walkBack(
  trail: readonly Int32Array[],
  old: readonly string[],
  now: readonly string[],
): readonly Kind[] {
  const kinds: Kind[] = [];
  let x = old.length;
  let y = now.length;
  for (let steps = trail.length - 1; steps > 0; steps--) {
    const reached = trail[steps] as Int32Array;
    const diagonal = x - y;
    const at = diagonal + steps + 1;
    const down = stepsDown(reached, at, diagonal, steps);
    const fromX = reached[down ? at + 1 : at - 1] as number;
    const alike = x - (down ? fromX : fromX + 1);
    kinds.push(...same(alike), down ? 'new' : 'old');
    x = fromX;
    y = fromX - (down ? diagonal + 1 : diagonal - 1);
  }
  return [...kinds, ...same(x)].toReversed();
}

function numbered(
  kinds: readonly Kind[],
  old: readonly string[],
  now: readonly string[],
): readonly Shown[] {
  let o = 0;
  let n = 0;
  return kinds.map((kind): Shown => {
    if (kind === 'same') {
      o++;
      n++;
      return { kind, text: old[o - 1] as string, old: o, new: n };
    }
    if (kind === 'old') return { kind, text: old[o++] as string, old: o };
    return { kind, text: now[n++] as string, new: n };
  });
}

/** Equal lines far from any difference are counted only. */
function folded(lines: readonly Shown[]): readonly DiffLine[] {
  const near = new Set<number>();
  for (const [at, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let other = at - AROUND; other <= at + AROUND; other++) near.add(other);
  }
  const shown: DiffLine[] = [];
  let count = 0;
  for (const [at, line] of lines.entries()) {
    if (!near.has(at)) {
      count++;
      continue;
    }
    if (count > 0) shown.push({ kind: 'skip', count });
    count = 0;
    shown.push(line);
  }
  return count > 0 ? [...shown, { kind: 'skip', count }] : shown;
}
