import type { NameTest } from './filter/filter.ts';
import { checkRegex } from './filter/pattern.ts';
import { NO_LIMIT, type TimeBudget } from './regex/time-budget.ts';

/** Given the name of a field, cookie or header (decoded), and for fields `name=value` as written. */
export type Test = (name: string, raw: string) => boolean;

/**
 * A name is compared as it is decoded and as it is written, with its case. A
 * regular expression sees `name=value` as written (AdGuard and uBlock alike),
 * as much of it as is safe; where there is no time for it, `otherwise` is said.
 */
export function compileTest(
  test: NameTest,
  budget: TimeBudget = NO_LIMIT,
  otherwise = false,
): Test {
  if (test.kind === 'all') return () => true;
  const { negated } = test;
  if (test.kind === 'name') {
    const { name: wanted } = test;
    return (name, raw) => {
      // Cookies and headers have no raw text, and an equals sign is part of the name.
      const isWritten = raw !== name && isNameOf(raw, wanted);
      return (name === wanted || isWritten) !== negated;
    };
  }
  const regex = new RegExp(test.source, test.flags);
  const checked = checkRegex(test.source, test.flags);
  const length = typeof checked === 'number' ? checked : 0;
  return (_name, raw) => budget.run(() => regex.test(raw.slice(0, length)) !== negated, otherwise);
}

export function isSameTest(a: NameTest, b: NameTest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a field begins with this name and an equals sign, or is the name alone. */
function isNameOf(raw: string, name: string): boolean {
  if (!raw.startsWith(name) || name.includes('=')) return false;
  return raw.length === name.length || raw[name.length] === '=';
}
