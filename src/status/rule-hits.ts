import type { RuleHits } from '../model/insight.ts';
import type { RuleRef } from '../model/rule.ts';

/** How often a rule was applied, and where it stands now. */
export interface PlacedHits extends Omit<RuleHits, 'line'> {
  /** Null where it stands in its file no more. */
  readonly line: number | null;
}

/** A file or list, and how often its rules were applied. */
export interface ListHits {
  readonly list: string;
  readonly count: number;
  /** The most frequent first. */
  readonly hits: readonly PlacedHits[];
}

/** By file or list, the most frequent first. */
export function hitsByList(all: readonly PlacedHits[]): readonly ListHits[] {
  const lists = new Map<string, PlacedHits[]>();
  for (const hit of all) {
    const known = lists.get(hit.list);
    if (known === undefined) lists.set(hit.list, [hit]);
    else known.push(hit);
  }
  return [...lists]
    .map(([list, hits]) => ({
      list,
      count: hits.reduce((sum, { count }) => sum + count, 0),
      hits: hits.toSorted((a, b) => b.count - a.count || (a.line ?? 0) - (b.line ?? 0)),
    }))
    .toSorted((a, b) => b.count - a.count || (a.list < b.list ? -1 : 1));
}

/**
 * The rules that were never applied, in the order of their file. A rule is
 * known by its text: it keeps its hits when lines above it come and go.
 */
export function neverHit(
  rules: readonly RuleRef[],
  hits: readonly PlacedHits[],
): readonly RuleRef[] {
  const applied = new Set(hits.map(({ list, text }) => `${list} ${text}`));
  return rules.filter(({ list, text }) => !applied.has(`${list} ${text}`));
}

/**
 * The hits, each with the line at which its rule stands now, of files whose
 * rules are known: `rulesOf` gives null for others, which keep theirs.
 */
export function placeNow(
  hits: readonly RuleHits[],
  rulesOf: (list: string) => readonly RuleRef[] | null,
): readonly PlacedHits[] {
  const lines = new Map<string, ReadonlyMap<string, number> | null>();
  for (const { list } of hits) {
    if (lines.has(list)) continue;
    const rules = rulesOf(list);
    lines.set(list, rules === null ? null : new Map(rules.map(({ text, line }) => [text, line])));
  }
  return hits.map((hit) => {
    const known = lines.get(hit.list) ?? null;
    return known === null ? hit : { ...hit, line: known.get(hit.text) ?? null };
  });
}
