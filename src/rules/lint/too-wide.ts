import { ANY_TYPE } from '../../model/request.ts';
import type { DomainOf } from '../engine/name-ids.ts';
import type { Filter, NameCondition } from '../filter/filter.ts';
import { narrows } from '../filter/rare.ts';
import { isAboutBlocking } from './blocking.ts';
import type { Remark } from './finding.ts';
import { isSuffix } from './never-matches.ts';

/** A rule for fewer types than this is narrow enough to be meant: `*$ping,third-party`. */
const MANY_TYPES = 6;
const SCHEMES = ['https://', 'http://'];

/** What is said of a rule that reaches far beyond any tracker, or null. */
export function whyTooWide(filter: Filter, domainOf: DomainOf): Remark | null {
  const { exception, pattern, page, target, rare } = filter;
  if (!isAboutBlocking(filter)) return null;
  // Whoever shuts a child's tablet off means it.
  if (rare !== null && narrows(rare)) return null;
  if (namesSome(page) || namesSome(target) || countOf(filter.types) < MANY_TYPES) return null;
  const code = exception ? 'allows-widely' : 'blocks-widely';
  const verb = exception ? 'allows' : 'blocks';
  if (pattern.kind === 'any' || isScheme(pattern)) {
    return { code, reason: `it ${verb} ${whatOf(filter)} of every site` };
  }
  if (pattern.kind !== 'host' || !isSuffix(pattern.text, domainOf)) return null;
  const hosts = `every host below "${pattern.text}", whoever owns it`;
  return { code, reason: `it ${verb} ${whatOf(filter)} to ${hosts}` };
}

/** `https://`, or a part of it: what is left of an address that was not pasted whole. */
function isScheme({ kind, text, left, right }: Filter['pattern']): boolean {
  if (kind !== 'text' || left === 'host' || right) return false;
  return SCHEMES.some((scheme) => scheme.includes(text.toLowerCase()));
}

function namesSome(names: NameCondition | null): boolean {
  return names !== null && names.include.length + names.includeRegex.length > 0;
}

function countOf(types: number): number {
  let count = 0;
  for (let rest = types & ANY_TYPE; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function whatOf({ party, methods }: Filter): string {
  const what = party === 'any' ? 'requests' : `${party}-party requests`;
  return methods === 0 ? what : `${what} of some methods`;
}
