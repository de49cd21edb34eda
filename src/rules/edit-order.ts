import type { Edit } from '../model/rule.ts';

/**
 * Edits that work on the same text or address, each on what the one before
 * made of it, are put in the order of the texts of their rules (as AdGuard
 * orders them), so that the result does not hang on how they are found. JSON
 * comes before text, which may be JSON no more afterwards. The others keep
 * their places, before these.
 */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  if (!edits.some(isChained)) return edits;
  const chained = edits.filter(isChained).toSorted(compare);
  return [...edits.filter((edit) => !isChained(edit)), ...chained];
}

function isChained({ kind }: Edit): boolean {
  return kind === 'body' || kind === 'url' || kind === 'skip';
}

function compare(a: Edit, b: Edit): number {
  return stageOf(a) - stageOf(b) || byText(a.rule.text, b.rule.text);
}

function stageOf(edit: Edit): number {
  return edit.kind === 'body' && edit.body.of === 'text' ? 1 : 0;
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
