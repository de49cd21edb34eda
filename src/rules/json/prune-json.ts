import type { PathStep } from './json-path.ts';
import { type Selected, selectJson } from './json-select.ts';
import { type JsonTree, readJsonTree } from './json-tree.ts';

interface Cut {
  readonly from: number;
  readonly to: number;
}

/** Longer texts are left alone: to read one takes some 20 ms. */
const MAX_TEXT = 1_500_000;

/**
 * The text without the values that the path selects. All else stays byte for
 * byte, numbers that JavaScript cannot hold included. The same text comes back
 * where nothing is selected, it is no JSON, or it is too large. Never throws.
 */
export function pruneJson(text: string, steps: readonly PathStep[]): string {
  if (text.length > MAX_TEXT || !mayHaveKeys(text, steps)) return text;
  const tree = readJsonTree(text);
  const selected = tree === null ? null : selectJson(tree, steps);
  if (tree === null || selected === null || selected.length === 0) return text;
  return withoutCuts(text, cutsOf(tree, selected));
}

/** A quick look: a key that the path needs stands in the text as it is, or with an escape. */
function mayHaveKeys(text: string, steps: readonly PathStep[]): boolean {
  let escapes: boolean | null = null;
  const mayHaveEscapes = () => {
    escapes ??= text.includes('\\');
    return escapes;
  };
  return steps.every(({ selectors }) =>
    selectors.some((selector) => {
      if (selector.kind !== 'key' || /[^ !#-[\]-~]/.test(selector.name)) return true;
      return mayHaveEscapes() || text.includes(`"${selector.name}"`);
    }),
  );
}

function cutsOf(tree: JsonTree, selected: readonly Selected[]): readonly Cut[] {
  const gone = new Set(selected.map(({ node }) => node));
  const cuts: Cut[] = [];
  for (const parent of new Set(selected.map((one) => one.parent))) {
    cutRuns(tree, parent, gone, cuts);
  }
  return cuts;
}

/**
 * Adds one cut for each run of children that go: those before the first child
 * that stays go up to it, all others with the comma before them.
 */
function cutRuns(tree: JsonTree, parent: number, gone: ReadonlySet<number>, cuts: Cut[]): void {
  const { from, end, last } = tree;
  const close = last[parent] as number;
  let stays = -1;
  let before = -1;
  for (let node = parent + 1; node <= close; node = (last[node] as number) + 1) {
    if (!gone.has(node)) {
      if (stays === -1 && before !== -1) cuts.push(cut(from[parent + 1], from[node]));
      else if (before !== stays) cuts.push(cut(end[stays], end[before]));
      stays = node;
    }
    before = node;
  }
  if (before !== stays) {
    cuts.push(cut(stays === -1 ? from[parent + 1] : end[stays], end[before]));
  }
}

function cut(from: number | undefined, to: number | undefined): Cut {
  return { from: from as number, to: to as number };
}

function withoutCuts(text: string, cuts: readonly Cut[]): string {
  let kept = '';
  let at = 0;
  for (const { from, to } of cuts.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    // A value inside another that goes is gone already.
    if (to <= at) continue;
    kept += text.slice(at, Math.max(at, from));
    at = to;
  }
  return kept + text.slice(at);
}
