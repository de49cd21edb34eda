import type { Filter, Modifier } from './filter.ts';

const TEXT =
  'only a trusted list may change the text of a page: whoever writes this one could put a script into it';
const VISIT =
  'only a trusted list may change where a visit goes: whoever writes this one could lead it elsewhere';

/** What would give whoever takes over a list every page that is opened. */
const REFUSED: Readonly<Partial<Record<Modifier['kind'], string>>> = {
  replace: TEXT,
  urlTransform: VISIT,
  urlSkip: VISIT,
};

/**
 * Why this filter is not in force in a list that is not trusted: one sentence,
 * lower case. Null where it may stand in any list, as all exceptions may.
 */
export function whyUntrusted({ exception, modifier }: Filter): string | null {
  return exception || modifier === null ? null : (REFUSED[modifier.kind] ?? null);
}
