import type { Party } from '../../model/request.ts';
import type { Filter } from '../filter/filter.ts';
import { DEFAULT_TYPES } from '../filter/option-names.ts';
import { isKnownByName } from '../filter/rare.ts';

/*
 * A compiled filter is a number; this is how its bits are laid out. The twelve
 * lowest are its resource types.
 */
const THIRD = 1 << 12;
const FIRST = 1 << 13;
const UNKNOWN = 1 << 14;

/** The party of a request as the bit that a filter must have. */
export const PARTY_BITS: Readonly<Record<Party, number>> = {
  third: THIRD,
  first: FIRST,
  unknown: UNKNOWN,
};

/** `$domain`, `$to`, `$denyallow` or `$method` must be looked at. */
export const CONDITIONAL = 1 << 15;
export const MATCH_CASE = 1 << 16;
export const AT_START = 1 << 17;
export const AT_HOST = 1 << 18;
export const AT_END = 1 << 19;
/** The text has a `*`. */
export const WILDCARD = 1 << 20;
export const IS_ANY = 1 << 21;
export const IS_HOST = 1 << 22;
export const IS_REGEX = 1 << 23;
/** A host alone, or all: no types, no party, and no conditions but on who asks and when. */
export const UNCONDITIONAL = 1 << 25;
/** Has conditions of the kind that few filters have (see filter/rare.ts). */
export const RARE = 1 << 26;
export const IS_PLACEHOLDER = 1 << 27;
export const IS_IMPORTANT = 1 << 28;

/**
 * The bits of a filter. Where the party of a request is not known, a filter
 * limited to third parties matches if it names nothing but a host: such hosts
 * are trackers, seldom visited themselves. An exception limited to a party
 * matches always: when in doubt, forward. All others do not match.
 */
export function flagsOf(filter: Filter): number {
  return filter.types | partyBits(filter) | patternBits(filter) | limitBits(filter);
}

function partyBits({ party, exception, pattern }: Filter): number {
  if (party === 'any') return THIRD | FIRST | UNKNOWN;
  const lenient = exception || (pattern.kind === 'host' && party === 'third');
  return (party === 'third' ? THIRD : FIRST) | (lenient ? UNKNOWN : 0);
}

function patternBits({ pattern, matchCase, action, important }: Filter): number {
  const bits = [
    matchCase ? MATCH_CASE : 0,
    pattern.left === 'start' ? AT_START : 0,
    pattern.left === 'host' ? AT_HOST : 0,
    pattern.right ? AT_END : 0,
    pattern.kind === 'text' && pattern.text.includes('*') ? WILDCARD : 0,
    pattern.kind === 'any' ? IS_ANY : 0,
    pattern.kind === 'host' ? IS_HOST : 0,
    pattern.kind === 'regex' ? IS_REGEX : 0,
    action === 'placeholder' ? IS_PLACEHOLDER : 0,
    important ? IS_IMPORTANT : 0,
  ];
  return bits.reduce((all, bit) => all | bit, 0);
}

function limitBits(filter: Filter): number {
  const { page, target, methods, rare } = filter;
  const bits = rare === null ? 0 : RARE;
  if (page !== null || target !== null || methods !== 0) return bits | CONDITIONAL;
  return isKnownByHost(filter) ? bits | UNCONDITIONAL : bits;
}

function isKnownByHost({ pattern, party, types, rare }: Filter): boolean {
  const allTypes = (types & DEFAULT_TYPES) === DEFAULT_TYPES;
  const isName = pattern.kind === 'host' || pattern.kind === 'any';
  if (!isName || party !== 'any' || !allTypes) return false;
  return rare === null || isKnownByName(rare);
}
