import { nearest } from '../../model/nearest.ts';
import { ANY_TYPE, type TypeMask } from '../../model/request.ts';
import { type Draft, newDraft } from './draft.ts';
import { type Filter, METHODS } from './filter.ts';
import {
  modifierAction,
  modifierTypes,
  readModifier,
  settleInline,
  whyModifierIsIdle,
} from './modifier.ts';
import { MODIFIER_NAMES } from './modifier-names.ts';
import { mergeNames, parseNames } from './names.ts';
import {
  DEFAULT_TYPES,
  FLAG_NAMES,
  TYPE_NAMES,
  VALUE_NAMES,
  WORKING_NAMES,
} from './option-names.ts';
import { RARE_NAMES, SAME_HOST_NAMES } from './rare-names.ts';
import { readRare, readSameHost } from './rare-options.ts';
import { BROWSER_ONLY, UNSUPPORTED } from './unsupported.ts';

/** What the options of a filter say; the pattern and `@@` are not theirs. */
export type Options = Omit<Filter, 'pattern' | 'exception' | 'wholePage'> & {
  readonly badfilter: boolean;
  /** A policy that the filter adds besides (`$script,inline-script`). */
  readonly inline: string | null;
  /** What of it does nothing, though the rest is in force. */
  readonly remark: string | null;
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
  rare: null,
  action: 'block',
  modifier: null,
  stub: null,
  inline: null,
  remark: null,
};

/** The public lists have a dozen at most. */
const MAX_OPTIONS = 200;

/** Reads options as `splitOptions` cut them. The first wrong one decides: the line is not in force. */
export function parseOptions(texts: readonly string[]): Options | OptionProblem {
  if (texts.length > MAX_OPTIONS) return { reason: `${texts.length} options`, severity: 'error' };
  const draft = newDraft();
  for (const text of texts) {
    const reason = readOption(draft, text.trim());
    if (reason !== null) return { reason, severity: 'error' };
  }
  return finish(draft);
}

/** An option taken apart: `~name=value`. */
interface Option {
  readonly name: string;
  readonly negated: boolean;
  /** Null where there is no equals sign. */
  readonly value: string | null;
}

function optionOf(text: string): Option {
  const equals = text.indexOf('=');
  const word = (equals === -1 ? text : text.slice(0, equals)).toLowerCase();
  const negated = word.startsWith('~');
  const value = equals === -1 ? null : text.slice(equals + 1);
  return { name: negated ? word.slice(1) : word, negated, value };
}

/** Returns why the option is wrong, or null. */
function readOption(draft: Draft, text: string): string | null {
  // uBlock and AdGuard use `_` to keep options apart.
  if (text === '' || /^_+$/.test(text)) return null;
  const option = optionOf(text);
  const { name, negated, value } = option;
  if (isWord(name)) {
    return value === null ? readWord(draft, name, negated) : `option "${name}" takes no value`;
  }
  if (takesValue(name)) {
    return negated ? `option "${name}" cannot be negated` : readValued(draft, option);
  }
  if (UNSUPPORTED.has(name)) return readUnsupported(draft, name);
  return value === null ? readBrowserWord(draft, name, negated) : unknown(name);
}

function isWord(name: string): boolean {
  return TYPE_NAMES.has(name) || FLAG_NAMES.has(name) || SAME_HOST_NAMES.has(name);
}

function takesValue(name: string): boolean {
  return MODIFIER_NAMES.has(name) || VALUE_NAMES.has(name) || RARE_NAMES.has(name);
}

function readValued(draft: Draft, { name, value }: Option): string | null {
  if (MODIFIER_NAMES.has(name)) return readModifier(draft, name, value);
  if (RARE_NAMES.has(name)) return readRare(draft, name, value ?? '');
  return readValue(draft, name, value ?? '');
}

/** Reads an option that has no value. */
function readWord(draft: Draft, name: string, negated: boolean): string | null {
  if (TYPE_NAMES.has(name)) return readType(draft, name, negated);
  if (FLAG_NAMES.has(name)) return readFlag(draft, name, negated);
  return negated ? `option "${name}" cannot be negated` : readSameHost(draft, name);
}

/** A filter limited by what a proxy cannot know, or for an edit it cannot make, does nothing. */
function readUnsupported(draft: Draft, name: string): null {
  draft.unsupported ??= `option "${name}" has no effect here: ${UNSUPPORTED.get(name)}`;
  return null;
}

function readBrowserWord(draft: Draft, name: string, negated: boolean): string | null {
  const why = BROWSER_ONLY.get(name);
  if (why === undefined) return unknown(name);
  if (!negated) draft.idle = `option "${name}" has no effect here: ${why}`;
  return null;
}

function unknown(name: string): string {
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

function readValue(draft: Draft, name: string, value: string): string | null {
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
  value: string,
): string | null {
  const names = parseNames(value);
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

function readMethods(draft: Draft, value: string): string | null {
  for (const part of value.toUpperCase().split('|')) {
    const name = part.replace(/^~/, '');
    const index = (METHODS as readonly string[]).indexOf(name);
    if (index === -1) return `unknown method "${name.toLowerCase()}"`;
    if (part.startsWith('~')) draft.methodsOut |= 1 << index;
    else draft.methodsIn |= 1 << index;
  }
  return null;
}

function finish(draft: Draft): Options | OptionProblem {
  const { flags } = draft;
  const inline = settleInline(draft);
  const reason = whyModifierIsIdle(draft);
  if (reason !== null) return { reason, severity: 'ineffective' };
  if (draft.unsupported !== null) return { reason: draft.unsupported, severity: 'ineffective' };
  // With only browser things asked for, nothing is left to match.
  if (draft.idle !== null && draft.typesIn === 0) {
    return { reason: draft.idle, severity: 'ineffective' };
  }
  const types = typesOf(draft);
  if (types === 0) return { reason: 'its types exclude each other', severity: 'error' };
  const methods = methodsOf(draft);
  if (methods === null) return { reason: 'its methods exclude each other', severity: 'error' };
  return {
    important: flags.has('important'),
    matchCase: flags.has('matchCase'),
    badfilter: flags.has('badfilter'),
    types,
    party: draft.third === draft.first ? 'any' : draft.third ? 'third' : 'first',
    methods,
    page: draft.page,
    target: draft.target,
    rare: draft.rare,
    action: modifierAction(draft) ?? plainAction(flags),
    modifier: draft.modifier,
    stub: draft.stub,
    inline,
    remark: draft.remark,
  };
}

/** A set of METHODS, 0 for any; null where none is left. */
function methodsOf({ methodsIn, methodsOut }: Draft): number | null {
  if (methodsOut === 0) return methodsIn;
  const all = (1 << METHODS.length) - 1;
  const left = (methodsIn === 0 ? all : methodsIn) & ~methodsOut;
  return left === 0 ? null : left;
}

function plainAction(flags: ReadonlySet<string>): 'log' | 'placeholder' | 'block' {
  if (flags.has('log')) return 'log';
  return flags.has('placeholder') ? 'placeholder' : 'block';
}

function typesOf(draft: Draft): TypeMask {
  if (draft.typesIn !== 0) return draft.typesIn & ~draft.typesOut;
  const own = modifierTypes(draft);
  if (own !== null) return own;
  // Edits and logs do no harm to a page, so they apply to main documents too.
  const observes = draft.modifier !== null || draft.flags.has('log');
  return (observes ? ANY_TYPE : DEFAULT_TYPES) & ~draft.typesOut;
}
