import { OPTION_NAMES } from './option-names.ts';
import { isRegex } from './pattern.ts';

/** A filter without `@@`, cut in two. */
export interface SplitFilter {
  readonly pattern: string;
  /** Empty where there are none. */
  readonly options: readonly string[];
}

/**
 * Cuts a filter at the `$` that begins its options: the first one outside a
 * regular expression that a known option follows. Where none is known, the
 * last `$` is taken if what follows reads like options, so that a slip of the
 * pen is reported and not taken for a path.
 */
export function splitFilter(text: string): SplitFilter {
  const at = optionsAt(text);
  if (at === -1) return { pattern: text, options: [] };
  return {
    pattern: text.slice(0, at),
    options: splitOutsideRegex(text.slice(at + 1), ','),
  };
}

const FIRST_OPTION = /^~?([a-z0-9_-]+)(?=[=,]|$)/i;

function optionsAt(text: string): number {
  let at = text.indexOf('$', endOfRegex(text));
  for (; at !== -1; at = text.indexOf('$', at + 1)) {
    const word = FIRST_OPTION.exec(text.slice(at + 1, at + 40))?.[1]?.toLowerCase();
    if (word !== undefined && (OPTION_NAMES.has(word) || /^_+$/.test(word))) return at;
  }
  if (isRegex(text)) return -1;
  const last = text.lastIndexOf('$');
  return last > 0 && /^~?[a-z][a-z0-9_-]*(?:=[^,]*)?(?:,|$)/i.test(text.slice(last + 1))
    ? last
    : -1;
}

/** Where to look for options: behind `/regex/`, if the filter begins with one. */
function endOfRegex(text: string): number {
  if (!text.startsWith('/')) return 0;
  for (let at = text.indexOf('/$', 1); at !== -1; at = text.indexOf('/$', at + 1)) {
    const word = FIRST_OPTION.exec(text.slice(at + 2, at + 41))?.[1]?.toLowerCase();
    if (word !== undefined && OPTION_NAMES.has(word)) return at + 1;
  }
  return 0;
}

/**
 * Cuts at each separator, except inside `/…/` that begins a part or follows
 * its `=` or `~`, and except after a backslash.
 */
export function splitOutsideRegex(text: string, separator: ',' | '|'): readonly string[] {
  if (!text.includes('/') && !text.includes('\\')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    } else if (char === '/' && /^$|[=~|]$/.test(text.slice(start, at))) {
      at = closingSlash(text, at) ?? at;
    }
    at++;
  }
  parts.push(text.slice(start));
  return parts;
}

/** The slash that ends the expression begun at `from`: what follows ends the part. */
function closingSlash(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '/' && /^[a-z]*(?:[,|]|$)/.test(text.slice(at + 1, at + 12))) return at;
  }
  return null;
}
