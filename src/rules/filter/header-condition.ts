import { checkRegex } from './pattern.ts';
import type { HeaderCondition } from './rare.ts';

/** A header name: a token of RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/**
 * Reads the value of `$header` or `$requestheader`: `name`, `name:value`, `name:/regex/`, or
 * either with `~` before the value (uBlock and AdGuard alike). A regular
 * expression may have the flag `i`, and writes a comma as `\,`.
 */
export function parseHeaderCondition(
  written: string,
  of: HeaderCondition['of'],
): HeaderCondition | { readonly reason: string } {
  const colon = written.indexOf(':');
  const name = (colon === -1 ? written : written.slice(0, colon)).trim().toLowerCase();
  if (!TOKEN.test(name)) return { reason: `"${name}" is not a header name` };
  const rest = colon === -1 ? '' : written.slice(colon + 1).trim();
  const negated = rest.startsWith('~');
  const text = negated ? rest.slice(1) : rest;
  if (text === '') {
    return negated
      ? { reason: 'a value is missing after "~"' }
      : { of, name, value: null, regex: null, negated: false };
  }
  const regex = /^\/(.+)\/([a-z]*)$/s.exec(text);
  if (regex === null)
    return { of, name, value: text.replace(/\\(.)/g, '$1'), regex: null, negated };
  const source = (regex[1] as string).replace(/\\,/g, ',');
  const flags = regex[2] as string;
  if (!/^i?$/.test(flags)) return { reason: `unknown flag in "${text}"` };
  const checked = checkRegex(source, flags);
  return typeof checked === 'string'
    ? { reason: checked }
    : { of, name, value: null, regex: { source, flags }, negated };
}
