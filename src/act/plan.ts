import { assertNever } from '../model/errors.ts';
import type { RequestInfo } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import type { Effect, Verdict } from '../model/verdict.ts';
import { type AnswerContext, answerFor } from './answer.ts';
import { editRequest } from './edit-request.ts';
import { joinEdits } from './edit-tests.ts';
import { canRedirectTo, isNavigation, redirectTo } from './redirect.ts';
import { NO_RESPONSE_EDITS } from './response.ts';
import { stripQuery } from './strip-query.ts';

export interface PlanContext extends AnswerContext {
  /**
   * Was this device sent to this URL a moment ago? A site that puts a removed
   * field back would otherwise be asked for ever.
   */
  alreadyRedirected(url: string): boolean;
}

/**
 * Turns a verdict into what the proxy is to carry out. In mode `observe` the
 * request is forwarded untouched and `removed` says what would have gone.
 */
export function planEffect(verdict: Verdict, request: RequestInfo, context: PlanContext): Effect {
  const { action } = verdict;
  switch (action) {
    case 'pass':
    case 'allow':
    case 'log':
      return forwardAsIs(request, []);
    case 'strip':
    case 'rewrite':
      return verdict.observed
        ? forwardAsIs(request, editRequest(request, verdict.edits).removed)
        : planEdits(verdict, request, context);
    case 'block':
    case 'stub':
    case 'placeholder':
      // Stand-in scripts and click-to-load pages are not there yet: both get
      // the answer of a block, which pages survive.
      return verdict.observed
        ? forwardAsIs(request, [])
        : { kind: 'answer', answer: answerFor(request, ruleOf(verdict), context), removed: [] };
    default:
      return assertNever(action);
  }
}

function planEdits(verdict: Verdict, request: RequestInfo, context: PlanContext): Effect {
  const edited = editRequest(request, verdict.edits);
  const { query, responseHeader, responseCookie } = joinEdits(verdict.edits);
  if (
    query !== null &&
    edited.url !== request.url &&
    isNavigation(request) &&
    canRedirectTo(edited.url) &&
    !context.alreadyRedirected(edited.url)
  ) {
    // Cookies and headers are edited when the device comes back.
    const removed = [...new Set(stripQuery(request.url, query).removed)];
    return { kind: 'answer', answer: redirectTo(edited.url, ruleOf(verdict)), removed };
  }
  return {
    kind: 'forward',
    ...edited,
    response: { ...NO_RESPONSE_EDITS, dropHeader: responseHeader, dropCookie: responseCookie },
  };
}

function forwardAsIs({ url, headers }: RequestInfo, removed: readonly string[]): Effect {
  return { kind: 'forward', url, headers, response: NO_RESPONSE_EDITS, removed };
}

/** A verdict that acts has a rule; `decide/` makes no other. */
function ruleOf(verdict: Verdict): Rule {
  if (verdict.rule === null)
    throw new Error(`planning "${verdict.action}": the verdict has no rule`);
  return verdict.rule;
}
