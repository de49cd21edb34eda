import type { BodyRewrite } from '../../model/rule.ts';
import { guardLongText } from '../regex/long-text.ts';
import { parseSubstitution } from './substitution.ts';

/**
 * What `$replace=/re/text/flags` does to a text (AdGuard, uBlock): the first
 * match is replaced, with the flag g every one. A text that could take too long
 * to search is left alone. Returns why where the value cannot be used.
 */
export function replaceBody(value: string): BodyRewrite | { readonly reason: string } {
  const substitution = parseSubstitution(value);
  if ('reason' in substitution) return substitution;
  const { source, flags, text: replacement } = substitution;
  const guard = guardLongText(source, flags);
  if (typeof guard === 'string') return { reason: guard };
  const regex = new RegExp(source, flags);
  return {
    of: 'text',
    rewrite: (text) => {
      try {
        return guard(text) ? text.replace(regex, replacement) : text;
      } catch {
        // Only a text beyond the longest string there can be gets here.
        return text;
      }
    },
  };
}
