import type { RuleHits } from '../model/insight.ts';
import type { RuleRef } from '../model/rule.ts';

/** A file or list, and how often its rules were applied. */
export interface ListHits {
  readonly list: string;
  readonly count: number;
  /** The most frequent first. */
  readonly hits: readonly RuleHits[];
}

/** By file or list, the most frequent first. */
export function hitsByList(all: readonly RuleHits[]): readonly ListHits[] {
  const lists = new Map<string, RuleHits[]>();
  for (const hit of all) {
    const known = lists.get(hit.list);
    if (known === undefined) lists.set(hit.list, [hit]);
    else known.push(hit);
  }
  return [...lists]
    .map(([list, hits]) => ({
      list,
      count: hits.reduce((sum, { count }) => sum + count, 0),
      hits: hits.toSorted((a, b) => b.count - a.count || a.line - b.line),
    }))
    .toSorted((a, b) => b.count - a.count || (a.list < b.list ? -1 : 1));
}

/**
 * The rules that were never applied, in the order of their file. A rule is
 * known by its text: it keeps its hits when lines above it come and go.
 */
export function neverHit(rules: readonly RuleRef[], hits: readonly RuleHits[]): readonly RuleRef[] {
  const applied = new Set(hits.map(({ list, text }) => `${list} ${text}`));
  return rules.filter(({ list, text }) => !applied.has(`${list} ${text}`));
}
