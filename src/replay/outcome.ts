import { editRequest } from '../act/edit-request.ts';
import { narrowByRequest, narrowByResponse } from '../act/narrow-edits.ts';
import { decideExchange } from '../decide/exchange.ts';
import type { Device } from '../model/device.ts';
import type { RequestInfo } from '../model/request.ts';
import { ACTIONS, type Action, type Rule, type RuleRef, type RuleSet } from '../model/rule.ts';
import { parseHostname } from '../model/terms.ts';
import type { PastExchange } from '../record/history.ts';
import { pastRequest, undeclared } from './past-request.ts';

/** What a set of rules makes of an exchange. */
export interface Outcome {
  readonly action: Action;
  /** The one that decides, then those that take part; empty for `pass`. */
  readonly rules: readonly RuleRef[];
  /** What else the device or the server would notice: the stand-in, and what is taken out. */
  readonly detail: string;
}

/** What becomes of an exchange under the rules in force, and under others. */
export interface Comparison {
  readonly before: Outcome;
  readonly after: Outcome;
  /**
   * False where more was done, or let through, than the rules in force say: by
   * something that the log does not keep.
   */
  readonly isReproduced: boolean;
}

/** Null where the log does not tell enough of the exchange to judge it. */
export function compareOutcomes(
  past: PastExchange,
  device: Device | null,
  before: RuleSet,
  after: RuleSet,
): Comparison | null {
  if (past.kind === 'tunnel') return compareTunnels(past, device, before, after);
  const request = pastRequest(past, device);
  if (request === null) return null;
  const first = outcome(request, before);
  if (explains(first.action, past.action)) {
    return { before: first, after: outcome(request, after), isReproduced: true };
  }
  const other = undeclared(request);
  const second = other === null ? null : outcome(other, before);
  if (other !== null && second !== null && explains(second.action, past.action)) {
    return { before: second, after: outcome(other, after), isReproduced: true };
  }
  return { before: first, after: outcome(request, after), isReproduced: false };
}

/** Rules that do more than was done then are newer; what they say is all that counts. */
function explains(action: Action, past: Action): boolean {
  return past === action || (past !== 'allow' && strength(action) > strength(past));
}

/** How much an action does, by its place in the list of actions. */
export function strength(action: Action): number {
  return ACTIONS.indexOf(action);
}

function outcome(request: RequestInfo, rules: RuleSet): Outcome {
  const matches = rules.match(request, null);
  // Of the response the log keeps nothing that a rule looks at.
  const edits = narrowByResponse(narrowByRequest(matches.edits, request), []);
  const verdict = decideExchange({ ...matches, edits }, { mode: 'enforce' });
  const edited = verdict.edits.length === 0 ? null : editRequest(request, verdict.edits);
  return {
    action: verdict.action,
    rules: [verdict.rule, ...verdict.edits.map(({ rule }) => rule)].flatMap(reference),
    detail: [verdict.stub ?? '', edited?.url ?? '', ...(edited?.removed ?? []).toSorted()].join(
      ' ',
    ),
  };
}

/** Of a connection that was not opened nothing is known but the host. */
function compareTunnels(
  past: PastExchange,
  device: Device | null,
  before: RuleSet,
  after: RuleSet,
): Comparison | null {
  const hostname = parseHostname(past.host);
  if (hostname === null) return null;
  const named = (rules: RuleSet): Outcome => {
    const rule = rules.matchHost(hostname, device);
    return { action: rule === null ? 'pass' : 'block', rules: reference(rule), detail: '' };
  };
  const first = named(before);
  return { before: first, after: named(after), isReproduced: explains(first.action, past.action) };
}

function reference(rule: Rule | null): readonly RuleRef[] {
  return rule === null ? [] : [{ list: rule.list, line: rule.line, text: rule.text }];
}
