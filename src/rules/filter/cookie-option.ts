import type { CookieLimits, Modifier } from './filter.ts';
import { parseNameTest } from './name-test.ts';

type SameSite = NonNullable<CookieLimits['sameSite']>;

const SAME_SITE: ReadonlyMap<string, SameSite> = new Map([
  ['lax', 'Lax'],
  ['strict', 'Strict'],
  ['none', 'None'],
]);

const NO_LIMITS: CookieLimits = { maxAge: null, sameSite: null };

/**
 * Reads the value of `$cookie` (AdGuard): a name or an expression, and what is
 * made of such a cookie: `name;maxAge=3600;sameSite=lax`. Without the latter it
 * is taken away.
 */
export function readCookie(value: string): Modifier | { readonly reason: string } {
  const { name, limits } = split(value);
  const test = parseNameTest(name);
  if ('reason' in test) return { reason: `option "cookie": ${test.reason}` };
  let made = NO_LIMITS;
  for (const limit of limits) {
    const read = readLimit(limit.trim());
    if ('reason' in read) return { reason: `option "cookie": ${read.reason}` };
    made = { ...made, ...read };
  }
  return { kind: 'cookie', test, limits: limits.length === 0 ? null : made };
}

/** A semicolon can stand in an expression; limits come behind it. */
function split(value: string): { readonly name: string; readonly limits: readonly string[] } {
  const regex = /^~?\/(?:[^\\/]|\\.)+\/[a-z]*/s.exec(value)?.[0];
  const name = regex ?? /^[^;]*/.exec(value)?.[0] ?? '';
  const rest = value.slice(name.length);
  if (regex !== undefined && rest !== '' && !rest.startsWith(';')) {
    return { name: value, limits: [] };
  }
  return { name: name.trim(), limits: rest.split(';').filter((limit) => limit.trim() !== '') };
}

function readLimit(text: string): Partial<CookieLimits> | { readonly reason: string } {
  const [, key = '', value = ''] = /^([^=]*?)\s*(?:=\s*(.*))?$/s.exec(text) ?? [];
  switch (key.toLowerCase()) {
    case 'maxage':
      return /^\d{1,10}$/.test(value)
        ? { maxAge: Number(value) }
        : { reason: `"${value}" is no number of seconds` };
    case 'samesite': {
      const sameSite = SAME_SITE.get(value.toLowerCase());
      return sameSite === undefined
        ? { reason: `"${value}" is none of lax, strict and none` }
        : { sameSite };
    }
    default:
      return { reason: `"${text}" is neither maxAge= nor sameSite=` };
  }
}
