import type { Edit, Rule } from '../model/rule.ts';
import type { Modifier, NameTest } from './filter/filter.ts';
import { checkRegex } from './filter/pattern.ts';

/** The name of a field, cookie or header (decoded), and for fields `name=value` as written. */
type Test = (name: string, raw: string) => boolean;

/**
 * The changes that a filter asks for, less what its exceptions keep: an
 * exception keeps each name that it names itself, so `@@||a.example^$cookie=id`
 * saves the cookie `id` from `$cookie=/./`. Empty where nothing is left.
 */
export function editsOf(
  rule: Rule,
  modifier: Modifier,
  kept: readonly Modifier[],
): readonly Edit[] {
  const same = kept.filter((other) => other.kind === modifier.kind);
  if (same.some(({ test }) => test.kind === 'all' || isSameTest(test, modifier.test))) return [];
  const wanted = compileTest(modifier.test);
  const saved = same.map(({ test }) => compileTest(test));
  const test: Test =
    saved.length === 0
      ? wanted
      : (name, raw) => wanted(name, raw) && !saved.some((saves) => saves(name, raw));
  switch (modifier.kind) {
    case 'query':
      return [{ rule, kind: 'query', test }];
    case 'requestHeader':
      return [{ rule, kind: 'requestHeader', test: (name) => test(name, name) }];
    case 'responseHeader':
      return [{ rule, kind: 'responseHeader', test: (name) => test(name, name) }];
    case 'cookie':
      return [
        { rule, kind: 'requestCookie', test: (name) => test(name, name) },
        { rule, kind: 'responseCookie', test: (name) => test(name, name) },
      ];
  }
}

/**
 * A name is compared as it is decoded and as it is written, with its case. A
 * regular expression sees `name=value` as written (AdGuard and uBlock alike),
 * as much of it as is safe.
 */
function compileTest(test: NameTest): Test {
  if (test.kind === 'all') return () => true;
  const { negated } = test;
  if (test.kind === 'name') {
    const { name: wanted } = test;
    return (name, raw) => (name === wanted || nameOf(raw) === wanted) !== negated;
  }
  const regex = new RegExp(test.source, test.flags);
  const checked = checkRegex(test.source, test.flags);
  const length = typeof checked === 'number' ? checked : 0;
  return (_name, raw) => regex.test(raw.slice(0, length)) !== negated;
}

function isSameTest(a: NameTest, b: NameTest): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function nameOf(raw: string): string {
  const equals = raw.indexOf('=');
  return equals === -1 ? raw : raw.slice(0, equals);
}
