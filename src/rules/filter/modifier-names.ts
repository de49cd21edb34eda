/**
 * Options that say what is done, rather than when: edits of an exchange, and
 * what a blocked request is answered with. With or without a value.
 */
export const MODIFIER_NAMES: ReadonlyMap<string, string> = new Map([
  ['removeparam', 'query'],
  ['queryprune', 'query'],
  ['cookie', 'cookie'],
  ['removeheader', 'header'],
  ['redirect', 'stub'],
  ['rewrite', 'stub'],
  ['empty', 'stub'],
  ['mp4', 'stub'],
  ['redirect-rule', 'redirectRule'],
]);

/** Of these, the words that have no value. */
export const MODIFIER_FLAGS: ReadonlySet<string> = new Set(['empty', 'mp4']);
