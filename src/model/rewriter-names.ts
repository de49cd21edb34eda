/**
 * What can be done to the body of a response by name (`rewrite:` in a
 * signature). The code is in act/rewriters/, one file each.
 */
export const REWRITER_NAMES = [
  // A Meta pixel's settings without what collects personal data by itself.
  'meta-defuse-config',
] as const;
export type RewriterName = (typeof REWRITER_NAMES)[number];

/**
 * What can be learnt by name (`learn:` in a signature): from the body of a
 * response, or from a request that is blocked.
 */
export const LEARNER_NAMES = [
  // Where a Meta pixel's gateways are.
  'meta-gateways',
  // That where this request goes is a Meta pixel's gateway.
  'meta-gateway-call',
] as const;
export type LearnerName = (typeof LEARNER_NAMES)[number];

/** Those that learn from a request. */
export const CALL_LEARNERS: ReadonlySet<LearnerName> = new Set(['meta-gateway-call']);
