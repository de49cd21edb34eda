import type { Edit } from '../model/rule.ts';

/**
 * Puts edits in the order in which they are told and done. What leads away from
 * the address comes first: where a page is left out, nothing else happens. Edits
 * that work on one text or address, each on what the one before made of it, go
 * by the texts of their rules (as in AdGuard), so that the result does not hang
 * on how they are found. What knows a tracker's own file sees it as it came.
 * JSON comes before text, which may be JSON no more afterwards. All others keep
 * their places.
 */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.some(isChained) ? edits.toSorted(compare) : edits;
}

function isChained({ kind }: Edit): boolean {
  switch (kind) {
    case 'body':
    case 'url':
    case 'skip':
    case 'rewriter':
      return true;
    default:
      return false;
  }
}

function compare(a: Edit, b: Edit): number {
  return stageOf(a) - stageOf(b) || (isChained(a) ? byText(a.rule.text, b.rule.text) : 0);
}

function stageOf(edit: Edit): number {
  switch (edit.kind) {
    case 'skip':
      return 0;
    case 'url':
      return 1;
    case 'rewriter':
      return 3;
    case 'body':
      return edit.body.of === 'json' ? 4 : 5;
    default:
      return 2;
  }
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
