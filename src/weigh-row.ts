import { narrowByRequest, narrowByResponse } from './act/narrow-edits.ts';
import { decideExchange } from './decide/exchange.ts';
import { weighedRules } from './explain-all.ts';
import type { Device } from './model/device.ts';
import type { Event } from './model/event.ts';
import type { RuleRef, RuleSet } from './model/rule.ts';
import { pastRequest } from './replay/past-request.ts';
import type { Weighed } from './status/rules-port.ts';

/** A list that takes hundreds of fields out of every address fits every address. */
const MOST = 40;

/**
 * What the rules make of a stored exchange, by what the log kept of it: address
 * with the names of its fields, type, party and page. Null for what was not
 * opened, and for what is no hostname.
 */
export function weighRow(
  event: Event,
  device: Device | null,
  rules: RuleSet,
  meaningOf: (rule: RuleRef) => string | null,
): Weighed | null {
  const request = pastRequest(event, device);
  if (request === null) return null;
  const matches = rules.match(request, null);
  // Of the response the log keeps nothing that a rule looks at.
  const edits = narrowByResponse(narrowByRequest(matches.edits, request), []);
  const verdict = decideExchange({ ...matches, edits }, { mode: 'enforce' });
  const fitting = weighedRules(rules.candidates(request, null), edits);
  return {
    action: verdict.action,
    rules: fitting.slice(0, MOST).map((rule) => ({ ...rule, meaning: meaningOf(rule) })),
    more: Math.max(0, fitting.length - MOST),
  };
}
