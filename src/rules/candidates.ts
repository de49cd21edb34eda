import type { Candidate, Matches, Rule } from '../model/rule.ts';

/** What a rule does to a request that it fits. */
export type Role =
  | 'ownAllow'
  | 'ownBlock'
  | 'important'
  | 'importantAllow'
  | 'allow'
  | 'block'
  | 'redirect'
  | 'redirectKeep'
  | 'edit'
  | 'keep'
  | 'log';

/** A rule that fits. */
export interface Fitting {
  readonly rule: Rule;
  readonly role: Role;
  /** Why it does nothing whatever the others say (nothing to edit, or kept from it), or null. */
  readonly idle: string | null;
}

/** The steps of decide/exchange.ts. */
const STEPS: Readonly<Record<Role, number>> = {
  ownAllow: 1,
  ownBlock: 2,
  important: 2,
  importantAllow: 3,
  allow: 3,
  block: 4,
  redirect: 4,
  redirectKeep: 4,
  edit: 5,
  keep: 5,
  log: 6,
};

/** Of those in force, the first of these decides: an exception is named only where nothing else is. */
const DECIDING: readonly Role[] = [
  'ownAllow',
  'ownBlock',
  'important',
  'block',
  'redirect',
  'redirectKeep',
  'edit',
  'log',
  'importantAllow',
  'allow',
  'keep',
];

/**
 * Says of each rule that fits a request whether it is in force, and else why
 * not, given what the rules together say. The one that decides comes first,
 * then the others in force, then those that lost in the order of their steps.
 */
export function weighCandidates(
  fitting: readonly Fitting[],
  matches: Matches,
): readonly Candidate[] {
  const seen = new Set<string>();
  const weighed = fitting.flatMap((one) => {
    const { rule, role } = one;
    const key = `${role} ${rule.list}:${rule.line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const told = asDecided(rule, matches);
    return [{ role, candidate: { rule: told, step: STEPS[role], lost: whyLost(one, matches) } }];
  });
  return weighed
    .toSorted(
      (a, b) =>
        rank(a.role, a.candidate) - rank(b.role, b.candidate) ||
        byPlace(a.candidate.rule, b.candidate.rule),
    )
    .map(({ candidate }) => candidate);
}

/** As the verdict tells it: its stand-in may have been undone. */
function asDecided(rule: Rule, { important, block }: Matches): Rule {
  if (isSame(rule, important) && rule.action !== 'allow') return important ?? rule;
  return isSame(rule, block) && rule.action !== 'allow' ? (block ?? rule) : rule;
}

function byPlace(a: Rule, b: Rule): number {
  if (a.personal !== b.personal) return a.personal ? -1 : 1;
  if (a.list !== b.list) return a.list < b.list ? -1 : 1;
  return a.line - b.line;
}

function rank(role: Role, { rule, step, lost }: Candidate): number {
  if (lost !== null) return 2 * DECIDING.length + step;
  // Of several edits the stronger is named.
  return 2 * DECIDING.indexOf(role) + (role === 'edit' && rule.action !== 'rewrite' ? 1 : 0);
}

function whyLost({ rule, role, idle }: Fitting, matches: Matches): string | null {
  const { personalAllow } = matches;
  switch (role) {
    case 'log':
      return null;
    case 'ownAllow':
      return isSame(rule, personalAllow) ? null : comesBefore(personalAllow);
    case 'ownBlock':
    case 'important':
      return outranked(matches) ?? whyImportantLost(rule, matches);
    case 'importantAllow':
    case 'allow':
      return outranked(matches) ?? whyExceptionLost(rule, matches);
    case 'block':
      return outranked(matches) ?? whyBlockLost(rule, matches);
    case 'redirect':
    case 'redirectKeep':
      return outranked(matches) ?? whyNoAnswer(role, rule, matches);
    case 'edit':
    case 'keep':
      return outranked(matches) ?? whyNotSent(matches) ?? idle;
  }
}

function outranked({ personalAllow }: Matches): string | null {
  return personalAllow === null ? null : `outranked by a person's allow at ${at(personalAllow)}`;
}

function whyNotSent({ important, exception, block }: Matches): string | null {
  const answered = important ?? (exception === null ? block : null);
  return answered === null ? null : `the request is not sent, because of ${at(answered)}`;
}

function whyImportantLost(rule: Rule, { important, exception }: Matches): string | null {
  if (isSame(rule, important)) return null;
  if (important !== null) return comesBefore(important);
  return `the important exception at ${at(exception)} undid it`;
}

function whyExceptionLost(rule: Rule, { important, exception }: Matches): string | null {
  if (isSame(rule, exception)) return null;
  if (exception !== null) return comesBefore(exception);
  if (important === null) return 'nothing is blocked that it would let through';
  return important.personal
    ? `outranked by a person's own block at ${at(important)}`
    : `it does not undo the important rule at ${at(important)}`;
}

function whyBlockLost(rule: Rule, { important, exception, block }: Matches): string | null {
  if (important !== null) {
    const whose = important.personal ? "a person's own block" : 'the important rule';
    return `outranked by ${whose} at ${at(important)}`;
  }
  if (exception !== null) return `the exception at ${at(exception)} undid it`;
  return isSame(rule, block) ? null : comesBefore(block);
}

/** Of filters on how a block is answered: only a block has an answer, and only one. */
function whyNoAnswer(
  role: 'redirect' | 'redirectKeep',
  rule: Rule,
  matches: Matches,
): string | null {
  if (whyNotSent(matches) === null) return 'nothing is blocked that it would answer';
  const { redirect } = matches;
  if (role === 'redirectKeep' || isSame(rule, redirect)) return null;
  const answered = matches.important ?? matches.block;
  const own = answered?.stub === undefined ? redirect : answered;
  return own === null
    ? 'an exception undid it, or a rule with a higher priority wants no stand-in'
    : `the stand-in of ${at(own)} is preferred`;
}

/** Of two that say the same, the one that is found first speaks. */
function comesBefore(other: Rule | null): string {
  return `the rule at ${at(other)} decides before it`;
}

function at(rule: Rule | null): string {
  return rule === null ? 'another place' : `${rule.list}:${rule.line}`;
}

function isSame(a: Rule, b: Rule | null): boolean {
  return b !== null && a.list === b.list && a.line === b.line && a.text === b.text;
}
