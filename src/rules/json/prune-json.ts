import type { PathStep } from './json-path.ts';
import { type Selected, selectJson } from './json-select.ts';
import { type JsonNode, readJsonTree } from './json-tree.ts';

interface Cut {
  readonly from: number;
  readonly to: number;
}

/** Longer texts are left alone: to read one takes some 30 ms. */
const MAX_TEXT = 1_500_000;

/**
 * The text without the values that the path selects. All else stays byte for
 * byte, numbers that JavaScript cannot hold included. The same text comes back
 * where nothing is selected, it is no JSON, or it is too large. Never throws.
 */
export function pruneJson(text: string, steps: readonly PathStep[]): string {
  if (text.length > MAX_TEXT || !mayHaveKeys(text, steps)) return text;
  const root = readJsonTree(text);
  if (root === null) return text;
  const selected = selectJson(root, steps, text);
  return selected.length > 0 && isJson(text) ? withoutCuts(text, cutsOf(selected)) : text;
}

/** A quick look: a key that the path needs stands in the text as it is, or with an escape. */
function mayHaveKeys(text: string, steps: readonly PathStep[]): boolean {
  return steps.every(({ selectors }) =>
    selectors.some((selector) => {
      if (selector.kind !== 'key' || /[^ !#-[\]-~]/.test(selector.name)) return true;
      return text.includes(`"${selector.name}"`) || text.includes('\\u');
    }),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function cutsOf(selected: readonly Selected[]): readonly Cut[] {
  const byParent = new Map<JsonNode, Set<number>>();
  for (const { parent, index } of selected) {
    byParent.set(parent, (byParent.get(parent) ?? new Set<number>()).add(index));
  }
  return [...byParent].flatMap(([parent, gone]) => cutsIn(parent, gone));
}

/** Those before the first that stays go up to it; all others with the comma before them. */
function cutsIn({ members }: JsonNode, gone: ReadonlySet<number>): readonly Cut[] {
  const kept = members.findIndex((_, index) => !gone.has(index));
  return [...gone].map((index) => {
    const { start, value } = members[index] as JsonNode['members'][number];
    if (kept !== -1 && index > kept) {
      return { from: (members[index - 1] as (typeof members)[number]).value.end, to: value.end };
    }
    return { from: start, to: members[index + 1]?.start ?? value.end };
  });
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
