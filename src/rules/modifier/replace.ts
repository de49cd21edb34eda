import type { BodyRewrite } from '../../model/rule.ts';
import { guardLongText } from '../regex/long-text.ts';
import { parseSubstitution } from './substitution.ts';

/** How many characters a text may grow by, besides what it repeats of itself. */
const MAX_ADDED = 8 * 1024 * 1024;

/** More matches are not replaced: putting the text together again takes longer than the search. */
const MAX_MATCHES = 30_000;

/**
 * What `$replace=/re/text/flags` does to a text (AdGuard, uBlock): the first
 * match is replaced, with the flag g every one. A text that could take too long
 * to search, grow too long, or that matches too often, is left alone. Returns why where the value cannot be used.
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
      if (places === null || places === 0) return text;
      try {
        const matches = isGlobal ? countMatches(regex, text) : 1;
        if (matches > MAX_MATCHES || matches * replacement.length > MAX_ADDED) return text;
        return text.replace(regex, replacement);
      } catch {
        // The matcher keeps what it may have to come back to, and gives up where that is too much.
        return text;
      }
    },
  };
}

/** Counts up to one more than may be replaced. Leaves the expression as it was. */
function countMatches(regex: RegExp, text: string): number {
  let matches = 0;
  regex.lastIndex = 0;
  while (matches <= MAX_MATCHES) {
    const from = regex.lastIndex;
    if (!regex.test(text)) break;
    matches++;
    // An empty match would be found for ever.
    if (regex.lastIndex === from) regex.lastIndex++;
  }
  regex.lastIndex = 0;
  return matches;
}
