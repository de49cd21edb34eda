import { nearest } from '../../model/nearest.ts';
import { ANY_TYPE, type TypeMask, typeBit } from '../../model/request.ts';
import { type Filter, METHODS, type Modifier, type NameCondition } from './filter.ts';
import { parseNameTest } from './name-test.ts';
import { mergeNames, parseNames } from './names.ts';
import {
  BROWSER_ONLY,
  DEFAULT_TYPES,
  FLAG_NAMES,
  QUERY_TYPES,
  TYPE_NAMES,
  UNSUPPORTED_NAMES,
  VALUE_NAMES,
  WORKING_NAMES,
} from './option-names.ts';
import { whyHeaderIsKept } from './removable-header.ts';

/** What the options of a filter say; the pattern and `@@` are not theirs. */
export type Options = Omit<Filter, 'pattern' | 'exception' | 'wholePage'> & {
  readonly badfilter: boolean;
};

/** Why the filter is not in force. */
export interface OptionProblem {
  readonly reason: string;
  readonly severity: 'error' | 'ineffective';
}

/** What was read so far. */
interface Draft {
  typesIn: TypeMask;
  typesOut: TypeMask;
  third: boolean;
  first: boolean;
  methodsIn: number;
  methodsOut: number;
  page: NameCondition | null;
  target: NameCondition | null;
  modifier: Modifier | null;
  /** Why the filter cannot do anything, if all else is right. */
  idle: string | null;
  readonly flags: Set<string>;
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
  const draft: Draft = {
    typesIn: 0,
    typesOut: 0,
    third: false,
    first: false,
    methodsIn: 0,
    methodsOut: 0,
    page: null,
    target: null,
    modifier: null,
    idle: null,
    flags: new Set(),
  };
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
  // `$removeparam` and `$cookie` alone mean all of them.
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
  if (name === 'mp4') draft.typesIn |= typeBit('media');
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
    case 'query':
    case 'cookie':
    case 'header':
      return readModifier(draft, name, kind, value);
    case 'stub':
      draft.flags.add('stub');
      return null;
    case 'reason':
      // A remark of the author.
      return null;
    default:
      // It says how to answer what another rule blocks, and blocks nothing.
      draft.flags.add('redirectRule');
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

function readModifier(
  draft: Draft,
  name: string,
  kind: 'query' | 'cookie' | 'header',
  value: string | null,
): string | null {
  if (draft.modifier !== null) return 'a rule can remove one kind of thing only';
  if (kind === 'header') return readHeader(draft, value ?? '');
  if (kind === 'cookie' && value?.includes(';') === true && !value.startsWith('/')) {
    return `option "cookie" can remove cookies, not change them as "${value}" says`;
  }
  const test = parseNameTest(value ?? '');
  if ('reason' in test) return `option "${name}": ${test.reason}`;
  draft.modifier = { kind, test };
  return null;
}

function readHeader(draft: Draft, value: string): string | null {
  const lower = value.trim().toLowerCase();
  const isRequest = lower.startsWith('request:');
  const name = isRequest ? lower.slice('request:'.length) : lower;
  const reason = name === '' ? null : whyHeaderIsKept(name);
  if (reason !== null) return `option "removeheader": ${reason}`;
  draft.modifier = {
    kind: isRequest ? 'requestHeader' : 'responseHeader',
    test: name === '' ? { kind: 'all' } : { kind: 'name', name, negated: false },
  };
  return null;
}

function finish(draft: Draft): Options | OptionProblem {
  const { flags, modifier } = draft;
  if (flags.has('redirectRule')) {
    const reason = 'a redirect-rule does not block; what other rules block is answered by its type';
    return { reason, severity: 'ineffective' };
  }
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
    action:
      modifier !== null ? 'strip' : flags.has('log') ? 'log' : flags.has('stub') ? 'stub' : 'block',
    modifier,
  };
}

function typesOf(draft: Draft): TypeMask {
  if (draft.typesIn !== 0) return draft.typesIn & ~draft.typesOut;
  if (draft.modifier?.kind === 'query' && draft.typesOut === 0) return QUERY_TYPES;
  // Edits and logs do no harm to a page, so they apply to main documents too.
  const observes = draft.modifier !== null || draft.flags.has('log');
  return (observes ? ANY_TYPE : DEFAULT_TYPES) & ~draft.typesOut;
}
