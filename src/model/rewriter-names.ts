/**
 * What can be done to the body of a response by name (`rewrite:` in a
 * signature). The code is in act/rewriters/, one file each.
 */
export const REWRITER_NAMES = [
  // A Meta pixel's settings without what collects personal data by itself.
  'meta-defuse-config',
] as const;
export type RewriterName = (typeof REWRITER_NAMES)[number];

/** What can be read out of the body of a response by name (`learn:` in a signature). */
export const LEARNER_NAMES = [
  // Where a Meta pixel's gateways are.
  'meta-gateways',
] as const;
export type LearnerName = (typeof LEARNER_NAMES)[number];
