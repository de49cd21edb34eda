/**
 * Options that say what is done, rather than when: edits of an exchange, and
 * what a blocked request is answered with. With or without a value.
 */
export const MODIFIER_NAMES: ReadonlyMap<string, string> = new Map([
  ['removeparam', 'query'],
  ['queryprune', 'query'],
  ['cookie', 'cookie'],
  ['removeheader', 'header'],
  ['csp', 'csp'],
  ['inline-script', 'inline'],
  ['inline-font', 'inline'],
  ['permissions', 'permissions'],
  ['referrerpolicy', 'referrerPolicy'],
  ['replace', 'replace'],
  ['jsonprune', 'jsonPrune'],
  ['urltransform', 'urlTransform'],
  ['uritransform', 'urlTransform'],
  ['urlskip', 'urlSkip'],
  ['redirect', 'stub'],
  ['rewrite', 'stub'],
  ['stub', 'stub'],
  ['empty', 'stub'],
  ['mp4', 'stub'],
  ['redirect-rule', 'redirectRule'],
]);

/** Of these, the words that have no value. */
export const MODIFIER_FLAGS: ReadonlySet<string> = new Set([
  'empty',
  'mp4',
  'inline-script',
  'inline-font',
]);
