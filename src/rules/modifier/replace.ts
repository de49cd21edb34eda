import type { BodyRewrite } from '../../model/rule.ts';
import { guardLongText } from '../regex/long-text.ts';
import { parseSubstitution } from './substitution.ts';

/** How many characters a text may grow by, besides what it repeats of itself. */
const MAX_ADDED = 8 * 1024 * 1024;

/**
 * What `$replace=/re/text/flags` does to a text (AdGuard, uBlock): the first
 * match is replaced, with the flag g every one. A text that could take too long
 * to search, or grow too long, is left alone. Returns why where the value cannot be used.
 */
export function replaceBody(value: string): BodyRewrite | { readonly reason: string } {
  const substitution = parseSubstitution(value);
  if ('reason' in substitution) return substitution;
  const { source, flags, text: replacement } = substitution;
  const guard = guardLongText(source, flags);
  if (typeof guard === 'string') return { reason: guard };
  const regex = new RegExp(source, flags);
  const isGlobal = flags.includes('g');
  return {
    of: 'text',
    rewrite: (text) => {
      const places = guard(text);
      if (places === null) return text;
      const matches = isGlobal ? places : 1;
      if (matches * replacement.length > MAX_ADDED) return text;
      try {
        return text.replace(regex, replacement);
      } catch {
        // The matcher keeps what it may have to come back to, and gives up where that is too much.
        return text;
      }
    },
  };
}
