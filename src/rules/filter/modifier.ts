import { type TypeMask, typeBit } from '../../model/request.ts';
import { readChange } from '../modifier/change.ts';
import { readCookie } from './cookie-option.ts';
import type { Draft } from './draft.ts';
import type { ChangeModifier, Filter, Modifier } from './filter.ts';
import { MODIFIER_FLAGS, MODIFIER_NAMES } from './modifier-names.ts';
import { parseNameTest } from './name-test.ts';
import { QUERY_TYPES } from './option-names.ts';
import { whyHeaderIsKept } from './removable-header.ts';
import { readRedirectRule, readStub } from './stub-option.ts';

/** Twice the longest of the public lists. */
const MAX_VALUE = 8000;

/** What policies are for: pages, and frames in them. */
export const PAGE_TYPES: TypeMask = typeBit('document') | typeBit('subdocument');

/** uBlock's policies for `$inline-script` and `$inline-font`: all but what stands in the page. */
const INLINE_POLICIES: ReadonlyMap<string, string> = new Map([
  ['inline-script', "script-src 'unsafe-eval' * blob: data:"],
  ['inline-font', 'font-src *'],
]);

/** The types of a change that names none; those that are not here are for all. */
const CHANGE_TYPES: ReadonlyMap<string, TypeMask> = new Map([
  ['csp', PAGE_TYPES],
  ['permissions', PAGE_TYPES],
  ['referrerpolicy', PAGE_TYPES],
  ['urltransform', typeBit('document')],
  ['urlskip', typeBit('document')],
]);

/**
 * Reads an option of MODIFIER_NAMES into the draft; `value` is null where there
 * is none. Returns why it is wrong, or null.
 */
export function readModifier(draft: Draft, name: string, value: string | null): string | null {
  if (MODIFIER_FLAGS.has(name) && value !== null) return `option "${name}" takes no value`;
  const kind = MODIFIER_NAMES.get(name) as string;
  switch (kind) {
    case 'stub':
      return readStub(draft, name, value);
    case 'redirectRule':
      return readRedirectRule(draft, value);
    case 'inline':
      return readInline(draft, INLINE_POLICIES.get(name) as string);
    case 'query':
      return readQuery(draft, name, value ?? '');
    case 'cookie':
      return setModifier(draft, readCookie(value ?? ''));
    case 'header':
      return setModifier(draft, readHeader(value ?? ''));
    default:
      return readChangeOption(draft, name, kind as ChangeModifier['kind'], value ?? '');
  }
}

/** Why a filter with these modifiers cannot do anything, or null. */
export function whyModifierIsIdle({ modifier, typesIn, idleStub }: Draft): string | null {
  if (idleStub !== null) return idleStub;
  if (modifier === null || typesIn === 0) return null;
  if (modifier.kind === 'urlSkip' && (typesIn & typeBit('document')) === 0) {
    return 'only a page that is opened can be left out';
  }
  const isPolicy = modifier.kind === 'csp' || modifier.kind === 'permissions';
  return isPolicy && (typesIn & PAGE_TYPES) === 0
    ? 'a policy is for pages and frames, not for what they load'
    : null;
}

/** What the modifiers make the filter do; null where they leave it a plain one. */
export function modifierAction({ modifier, stub, flags }: Draft): Filter['action'] | null {
  if (modifier !== null) return 'edit';
  if (stub === null) return null;
  return flags.has('redirectRule') ? 'redirect' : 'stub';
}

/** The types of a filter with these modifiers that names none; null where it is as usual. */
export function modifierTypes({ modifier, defaultTypes, typesOut }: Draft): TypeMask | null {
  if (defaultTypes === null) return null;
  // `$removeparam=x,~image` is for all others, as in uBlock.
  if (modifier?.kind === 'query' && typesOut !== 0) return null;
  return defaultTypes & ~typesOut;
}

/**
 * `$inline-script` alone makes the filter a policy. Beside types, a block or an
 * edit it is a filter of its own: its policy is returned.
 */
export function settleInline(draft: Draft): string | null {
  const { inline, typesIn, modifier, stub } = draft;
  if (inline === null || typesIn !== 0 || modifier !== null || stub !== null) return inline;
  draft.modifier = { kind: 'csp', value: inline };
  draft.defaultTypes = PAGE_TYPES;
  return null;
}

function setModifier(
  draft: Draft,
  modifier: Modifier | { readonly reason: string },
): string | null {
  if ('reason' in modifier) return modifier.reason;
  if (draft.modifier !== null) return 'a rule can change one kind of thing only';
  draft.modifier = modifier;
  return null;
}

function readQuery(draft: Draft, name: string, value: string): string | null {
  const test = parseNameTest(value);
  if ('reason' in test) return `option "${name}": ${test.reason}`;
  draft.defaultTypes = QUERY_TYPES;
  return setModifier(draft, { kind: 'query', test });
}

function readHeader(value: string): Modifier | { readonly reason: string } {
  const lower = value.trim().toLowerCase();
  const isRequest = lower.startsWith('request:');
  const name = isRequest ? lower.slice('request:'.length) : lower;
  const reason = name === '' ? null : whyHeaderIsKept(name);
  if (reason !== null) return { reason: `option "removeheader": ${reason}` };
  return {
    kind: isRequest ? 'requestHeader' : 'responseHeader',
    test: name === '' ? { kind: 'all' } : { kind: 'name', name, negated: false },
  };
}

function readInline(draft: Draft, policy: string): null {
  draft.inline = draft.inline === null ? policy : `${draft.inline}; ${policy}`;
  return null;
}

/** Without a value it stands for all values, which `line.ts` allows exceptions alone. */
function readChangeOption(
  draft: Draft,
  name: string,
  kind: ChangeModifier['kind'],
  value: string,
): string | null {
  const text = unquoted(value.trim());
  if (text.length > MAX_VALUE) return `option "${name}": a value of ${text.length} characters`;
  const change = text === '' ? null : readChange(kind, text);
  if (change !== null && 'reason' in change) return `option "${name}": ${change.reason}`;
  draft.defaultTypes = CHANGE_TYPES.get(name) ?? null;
  return setModifier(draft, { kind, value: text === '' ? null : text });
}

/** uBlock puts quotes around values with commas in them. */
function unquoted(value: string): string {
  return /^(['"`])\/.*\1$/s.test(value) ? value.slice(1, -1) : value;
}
