import { onlyChar } from './char-set.ts';
import type { RegexNode } from './parse.ts';

/** Stands for "some text", in the result of `literalText`. */
export const UNKNOWN_TEXT = '\u0000';

/**
 * The text that every match of the expression contains, lower case, in its
 * order, with `UNKNOWN_TEXT` where something else can stand. A leading `^` is
 * written as `|`, which no URL can contain before its first character.
 *
 *     ^https?:\/\/ads\.[a-z]+\.com   ->   |http ://ads. .com
 */
export function literalText(node: RegexNode): string {
  switch (node.kind) {
    case 'char':
      return onlyChar(node.set)?.toLowerCase() ?? UNKNOWN_TEXT;
    case 'sequence':
      return node.items.map(literalText).join('');
    case 'repeat': {
      if (node.min === 0) return UNKNOWN_TEXT;
      const once = literalText(node.body);
      return node.max === 1 ? once : `${UNKNOWN_TEXT}${once}${UNKNOWN_TEXT}`;
    }
    case 'choice':
      return UNKNOWN_TEXT;
    case 'assertion':
      return node.at === 'start' ? '|' : UNKNOWN_TEXT;
  }
}
