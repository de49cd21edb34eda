import { nearest } from '../../model/nearest.ts';
import { ANY_TYPE, type TypeMask } from '../../model/request.ts';
import { type Draft, newDraft } from './draft.ts';
import { type Filter, METHODS } from './filter.ts';
import { modifierAction, modifierTypes, readModifier, whyModifierIsIdle } from './modifier.ts';
import { MODIFIER_NAMES } from './modifier-names.ts';
import { mergeNames, parseNames } from './names.ts';
import {
  BROWSER_ONLY,
  DEFAULT_TYPES,
  FLAG_NAMES,
  TYPE_NAMES,
  UNSUPPORTED_NAMES,
  VALUE_NAMES,
  WORKING_NAMES,
} from './option-names.ts';

/** What the options of a filter say; the pattern and `@@` are not theirs. */
export type Options = Omit<Filter, 'pattern' | 'exception' | 'wholePage'> & {
  readonly badfilter: boolean;
};

/** Why the filter is not in force. */
export interface OptionProblem {
  readonly reason: string;
  readonly severity: 'error' | 'ineffective';
}

export const NO_OPTIONS: Options = {
  important: false,
  matchCase: false,
  badfilter: false,
  types: DEFAULT_TYPES,
  party: 'any',
  methods: 0,
  page: null,
  target: null,
  action: 'block',
  modifier: null,
};

/** Reads options as `splitOptions` cut them. The first wrong one decides: the line is not in force. */
export function parseOptions(texts: readonly string[]): Options | OptionProblem {
  const draft = newDraft();
  for (const text of texts) {
    const reason = readOption(draft, text.trim());
    if (reason !== null) return { reason, severity: 'error' };
  }
  return finish(draft);
}

/** Returns why the option is wrong, or null. */
function readOption(draft: Draft, text: string): string | null {
  // uBlock and AdGuard use `_` to keep options apart.
  if (text === '' || /^_+$/.test(text)) return null;
  const equals = text.indexOf('=');
  const word = (equals === -1 ? text : text.slice(0, equals)).toLowerCase();
  const negated = word.startsWith('~');
  const name = negated ? word.slice(1) : word;
  const value = equals === -1 ? null : text.slice(equals + 1);
  if (MODIFIER_NAMES.has(name)) {
    return negated ? `option "${name}" cannot be negated` : readModifier(draft, name, value);
  }
  if (value !== null) {
    if (VALUE_NAMES.has(name) && !negated) return readValue(draft, name, value);
    return TYPE_NAMES.has(name) || FLAG_NAMES.has(name)
      ? `option "${name}" takes no value`
      : unknown(name);
  }
  return readWord(draft, name, negated);
}

/** Reads an option that has no value. */
function readWord(draft: Draft, name: string, negated: boolean): string | null {
  if (TYPE_NAMES.has(name)) return readType(draft, name, negated);
  if (FLAG_NAMES.has(name)) return readFlag(draft, name, negated);
  const why = BROWSER_ONLY.get(name);
  if (why !== undefined) {
    if (!negated) draft.idle = `option "${name}" has no effect here: ${why}`;
    return null;
  }
  if (VALUE_NAMES.has(name) && !negated) return readValue(draft, name, null);
  return unknown(name);
}

function unknown(name: string): string {
  if (UNSUPPORTED_NAMES.has(name)) return `option "${name}" is not supported`;
  const near = nearest(name, WORKING_NAMES);
  return `unknown option "${name}"${near === null ? '' : `, did you mean "${near}"?`}`;
}

function readType(draft: Draft, name: string, negated: boolean): null {
  const types = TYPE_NAMES.get(name) as TypeMask;
  if (negated) draft.typesOut |= types;
  else draft.typesIn |= types;
  return null;
}

function readFlag(draft: Draft, name: string, negated: boolean): string | null {
  const flag = FLAG_NAMES.get(name) as string;
  if (flag === 'third' || flag === 'first') {
    if ((flag === 'third') !== negated) draft.third = true;
    else draft.first = true;
    return null;
  }
  if (negated) return `option "${name}" cannot be negated`;
  draft.flags.add(flag);
  return null;
}

function readValue(draft: Draft, name: string, value: string | null): string | null {
  const kind = VALUE_NAMES.get(name) as string;
  switch (kind) {
    case 'page':
    case 'to':
    case 'denyallow':
      return readNames(draft, name, kind, value);
    case 'method':
      return readMethods(draft, value);
    default:
      // `$reason`: a remark of the author.
      return null;
  }
}

function readNames(
  draft: Draft,
  name: string,
  kind: 'page' | 'to' | 'denyallow',
  value: string | null,
): string | null {
  const names = parseNames(value ?? '');
  if ('reason' in names) return `option "${name}": ${names.reason}`;
  if (kind === 'page') {
    draft.page = mergeNames(draft.page, names);
    return null;
  }
  if (kind === 'to') {
    draft.target = mergeNames(draft.target, names);
    return null;
  }
  if (names.exclude.length > 0 || names.includeRegex.length > 0) {
    return `option "denyallow" takes plain names only, not "${value}"`;
  }
  const denied = { include: [], exclude: names.include, includeRegex: [], excludeRegex: [] };
  draft.target = mergeNames(draft.target, denied);
  return null;
}

function readMethods(draft: Draft, value: string | null): string | null {
  for (const part of (value ?? '').toUpperCase().split('|')) {
    const name = part.replace(/^~/, '');
    const index = (METHODS as readonly string[]).indexOf(name);
    if (index === -1) return `unknown method "${name.toLowerCase()}"`;
    if (part.startsWith('~')) draft.methodsOut |= 1 << index;
    else draft.methodsIn |= 1 << index;
  }
  return null;
}

function finish(draft: Draft): Options | OptionProblem {
  const { flags, modifier } = draft;
  const reason = whyModifierIsIdle(draft);
  if (reason !== null) return { reason, severity: 'ineffective' };
  // With only browser things asked for, nothing is left to match.
  if (draft.idle !== null && draft.typesIn === 0) {
    return { reason: draft.idle, severity: 'ineffective' };
  }
  const types = typesOf(draft);
  if (types === 0) return { reason: 'its types exclude each other', severity: 'error' };
  const allMethods = (1 << METHODS.length) - 1;
  return {
    important: flags.has('important'),
    matchCase: flags.has('matchCase'),
    badfilter: flags.has('badfilter'),
    types,
    party: draft.third === draft.first ? 'any' : draft.third ? 'third' : 'first',
    methods:
      draft.methodsOut === 0
        ? draft.methodsIn
        : (draft.methodsIn || allMethods) & ~draft.methodsOut,
    page: draft.page,
    target: draft.target,
    action: modifierAction(draft) ?? (flags.has('log') ? 'log' : 'block'),
    modifier,
  };
}

function typesOf(draft: Draft): TypeMask {
  if (draft.typesIn !== 0) return draft.typesIn & ~draft.typesOut;
  const own = draft.typesOut === 0 ? modifierTypes(draft) : null;
  if (own !== null) return own;
  // Edits and logs do no harm to a page, so they apply to main documents too.
  const observes = draft.modifier !== null || draft.flags.has('log');
  return (observes ? ANY_TYPE : DEFAULT_TYPES) & ~draft.typesOut;
}
