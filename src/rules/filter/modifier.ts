import { type TypeMask, typeBit } from '../../model/request.ts';
import type { Draft } from './draft.ts';
import type { Filter } from './filter.ts';
import { MODIFIER_FLAGS, MODIFIER_NAMES } from './modifier-names.ts';
import { parseNameTest } from './name-test.ts';
import { QUERY_TYPES } from './option-names.ts';
import { whyHeaderIsKept } from './removable-header.ts';

/**
 * Reads an option of MODIFIER_NAMES into the draft; `value` is null where there
 * is none. Returns why it is wrong, or null.
 */
export function readModifier(draft: Draft, name: string, value: string | null): string | null {
  if (MODIFIER_FLAGS.has(name) && value !== null) return `option "${name}" takes no value`;
  const kind = MODIFIER_NAMES.get(name) as string;
  switch (kind) {
    case 'stub':
      if (name === 'mp4') draft.typesIn |= typeBit('media');
      draft.flags.add('stub');
      return null;
    case 'redirectRule':
      // It says how to answer what another rule blocks, and blocks nothing.
      draft.flags.add('redirectRule');
      return null;
    default:
      return readEdit(draft, name, kind as 'query' | 'cookie' | 'header', value);
  }
}

/** Why a filter with these modifiers cannot do anything, or null. */
export function whyModifierIsIdle({ flags }: Draft): string | null {
  return flags.has('redirectRule')
    ? 'a redirect-rule does not block; what other rules block is answered by its type'
    : null;
}

/** What the modifiers make the filter do; null where they leave it a plain one. */
export function modifierAction({ modifier, flags }: Draft): Filter['action'] | null {
  if (modifier !== null) return 'strip';
  return flags.has('stub') ? 'stub' : null;
}

/** The types of a filter with these modifiers that names none; null where it is as usual. */
export function modifierTypes({ modifier }: Draft): TypeMask | null {
  return modifier?.kind === 'query' ? QUERY_TYPES : null;
}

function readEdit(
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
