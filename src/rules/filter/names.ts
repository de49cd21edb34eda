import { parseHostname } from '../../model/terms.ts';
import type { NameCondition } from './filter.ts';
import { checkRegex, isRegex } from './pattern.ts';
import { splitOutsideRegex } from './split-options.ts';

/** The public lists have some 500 names in one option, and hardly ever an expression. */
const MAX_NAMES = 5000;
const MAX_REGEXES = 50;

/**
 * Reads `a.com|~b.com|c.*|/regex/`, the value of `$domain`, `$to` and
 * `$denyallow`. A wrong name refuses the whole: leaving it out would widen or
 * narrow the rule behind its author's back.
 */
export function parseNames(value: string): NameCondition | { readonly reason: string } {
  const names = {
    include: [] as string[],
    exclude: [] as string[],
    includeRegex: [] as string[],
    excludeRegex: [] as string[],
  };
  const parts = splitOutsideRegex(value, '|');
  if (parts.length > MAX_NAMES) return { reason: `more than ${MAX_NAMES} names` };
  let regexes = 0;
  for (const part of parts) {
    const negated = part.startsWith('~');
    const text = (negated ? part.slice(1) : part).trim();
    const kind = isRegex(text) ? 'Regex' : '';
    // Each is checked, which takes time.
    if (kind === 'Regex' && ++regexes > MAX_REGEXES) {
      return { reason: `more than ${MAX_REGEXES} regular expressions` };
    }
    const name = kind === 'Regex' ? readRegex(text) : readName(text);
    if (name === null) return { reason: `"${text}" is no hostname or usable regular expression` };
    names[`${negated ? 'exclude' : 'include'}${kind}`].push(name);
  }
  return names;
}

function readRegex(text: string): string | null {
  const source = text.slice(1, -1);
  return typeof checkRegex(source, 'i') === 'string' ? null : source;
}

const PLAIN_NAME = /^[0-9a-z_-]+(?:\.[0-9a-z_-]+)*$/;

function readName(text: string): string | null {
  const lower = text.toLowerCase();
  if (PLAIN_NAME.test(lower)) return lower;
  if (lower.endsWith('.*')) {
    const stem = readName(lower.slice(0, -2));
    return stem === null ? null : `${stem}.*`;
  }
  return parseHostname(lower);
}

/** Two conditions of one rule on the same hostname. */
export function mergeNames(a: NameCondition | null, b: NameCondition): NameCondition {
  if (a === null) return b;
  return {
    include: [...a.include, ...b.include],
    exclude: [...a.exclude, ...b.exclude],
    includeRegex: [...a.includeRegex, ...b.includeRegex],
    excludeRegex: [...a.excludeRegex, ...b.excludeRegex],
  };
}
