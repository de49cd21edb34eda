import type { NameTest } from './filter.ts';
import { checkRegex } from './pattern.ts';

/**
 * Reads the value of `$removeparam` and `$cookie`: nothing (all), a name, a
 * regular expression (`/^utm_/i`, tested against `name=value` for query fields,
 * against the name for cookies), or either with `~` (all others).
 */
export function parseNameTest(value: string): NameTest | { readonly reason: string } {
  if (value === '') return { kind: 'all' };
  const negated = value.startsWith('~');
  const text = negated ? value.slice(1) : value;
  const regex = /^\/(.+)\/([a-z]*)$/s.exec(text);
  if (regex === null) {
    if (text === '') return { reason: 'a name is missing after "~"' };
    return { kind: 'name', name: text.replace(/\\(.)/g, '$1'), negated };
  }
  // The lists write `\,` and `\$`, because a plain one would end the option.
  const source = (regex[1] as string).replace(/\\,/g, ',');
  const flags = regex[2] as string;
  if (!/^i?$/.test(flags)) return { reason: `unknown flag in "${text}"` };
  const checked = checkRegex(source, flags);
  return typeof checked === 'string'
    ? { reason: checked }
    : { kind: 'regex', source, flags, negated };
}
