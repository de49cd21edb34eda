import { isOfResponse } from './act/narrow-edits.ts';
import type { Candidate, Edit, Rule, RuleRef } from './model/rule.ts';

/** A rule that fits a request, as `explain --all` tells it. */
export interface WeighedRule extends RuleRef {
  readonly action: Rule['action'];
  /** Its step in the order of precedence, 1 to 6 (src/decide/exchange.ts). */
  readonly step: number;
  /** Why it does not decide; null for those in force. */
  readonly lost: string | null;
}

/** Said of an edit that applies to the address, and has nothing to edit. */
export const FINDS_NOTHING = 'it finds nothing in this request';

/** The step of what edits an exchange. */
const EDITS = 5;

/**
 * All rules that fit, the deciding one first. `found` are the edits that found
 * something in the request, and those that look at the response: a list that
 * takes hundreds of fields out of every address fits every address.
 */
export function weighedRules(
  candidates: readonly Candidate[],
  found: readonly Edit[],
): readonly WeighedRule[] {
  const effective = new Set(found.map(({ rule }) => placeOf(rule)));
  return candidates.map(({ rule, step, lost }) => {
    const { list, line, text, action } = rule;
    const isEdit = step === EDITS && action !== 'allow';
    const isIdle = isEdit && lost === null && !effective.has(placeOf(rule));
    return { list, line, text, action, step, lost: isIdle ? FINDS_NOTHING : lost };
  });
}

/** The rules that look at the response, and may find something there. */
export function awaitingRules(edits: readonly Edit[]): readonly RuleRef[] {
  const rules = new Map<string, RuleRef>();
  for (const { rule } of edits.filter(isOfResponse)) {
    const { list, line, text } = rule;
    rules.set(placeOf(rule), { list, line, text });
  }
  return [...rules.values()];
}

function placeOf({ list, line }: RuleRef): string {
  return `${list}:${line}`;
}
