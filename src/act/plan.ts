import { assertNever } from '../model/errors.ts';
import type { Body, RequestInfo } from '../model/request.ts';
import type { Edit, Rule } from '../model/rule.ts';
import type { Effect, ResponseEdits, Verdict } from '../model/verdict.ts';
import { type AnswerContext, answerFor } from './answer.ts';
import { SKIPPED_ADDRESS } from './edit-names.ts';
import { editRequest } from './edit-request.ts';
import { joinEdits } from './edit-tests.ts';
import { skipTarget } from './edit-url.ts';
import { isFrame, placeholderFor } from './placeholder.ts';
import { canRedirectTo, isNavigation, redirectTo } from './redirect.ts';
import { NO_RESPONSE_EDITS } from './response.ts';
import { rewriteOf } from './rewriters/rewriters.ts';

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
 * `body` is that of the request, where it was read.
 */
export function planEffect(
  verdict: Verdict,
  request: RequestInfo,
  context: PlanContext,
  body: Body | null = null,
): Effect {
  const { action } = verdict;
  switch (action) {
    case 'pass':
    case 'allow':
    case 'log':
      return forwardAsIs(request, [], onlyReading(verdict));
    case 'strip':
    case 'rewrite':
      if (verdict.observed) return forwardAsIs(request, namesOf(verdict.edits, request, body));
      return planSkip(verdict, request, context) ?? planEdits(verdict, request, context, body);
    case 'block':
    case 'stub':
    case 'placeholder':
      if (verdict.observed) return forwardAsIs(request, []);
      return planSkip(verdict, request, context) ?? planAnswer(verdict, request, context);
    default:
      return assertNever(action);
  }
}

function planAnswer(verdict: Verdict, request: RequestInfo, context: PlanContext): Effect {
  const rule = ruleOf(verdict);
  const isHeld = verdict.action === 'placeholder' && isFrame(request);
  const answer = isHeld
    ? placeholderFor(request, rule, context.addressToLoad(request))
    : answerFor(request, rule, verdict.stub, context);
  return { kind: 'answer', answer, removed: [] };
}

/**
 * Sends a page that a person opens straight to where it leads, so that the
 * tracker in between is not asked; also where that one is blocked, for then
 * the person still arrives. Null where nothing says where.
 */
function planSkip(verdict: Verdict, request: RequestInfo, context: PlanContext): Effect | null {
  const skip = skipOf(verdict.edits, request);
  if (skip === null || context.alreadyRedirected(skip.target)) return null;
  return {
    kind: 'answer',
    answer: redirectTo(skip.target, skip.rule),
    removed: [SKIPPED_ADDRESS],
  };
}

/** Where the first `skip` edit that knows would send this request; null where none does. */
export function skipOf(
  edits: readonly Edit[],
  request: RequestInfo,
): { readonly target: string; readonly rule: Rule } | null {
  for (const edit of edits) {
    const target = edit.kind === 'skip' ? skipTarget(edit, request) : null;
    if (target !== null) return { target, rule: edit.rule };
  }
  return null;
}

function namesOf(
  edits: readonly Edit[],
  request: RequestInfo,
  body: Body | null,
): readonly string[] {
  const { removed } = editRequest(request, edits, body);
  return skipOf(edits, request) === null ? removed : [...removed, SKIPPED_ADDRESS];
}

function planEdits(
  verdict: Verdict,
  request: RequestInfo,
  context: PlanContext,
  body: Body | null,
): Effect {
  const { edits } = verdict;
  const edited = editRequest(request, edits, body);
  if (
    edited.url !== request.url &&
    isNavigation(request) &&
    canRedirectTo(edited.url) &&
    !context.alreadyRedirected(edited.url)
  ) {
    // Cookies and headers are edited when the device comes back.
    const removed = namesInUrl(request, edits);
    return { kind: 'answer', answer: redirectTo(edited.url, ruleOf(verdict)), removed };
  }
  return { kind: 'forward', ...edited, response: responseEdits(edits) };
}

/** Edits of the address of a request, not of the rest. */
const OF_ADDRESS: ReadonlySet<Edit['kind']> = new Set(['query', 'url', 'within']);

function namesInUrl(request: RequestInfo, edits: readonly Edit[]): readonly string[] {
  const ofUrl = edits.filter(({ kind }) => OF_ADDRESS.has(kind));
  return editRequest({ ...request, headers: [] }, ofUrl).removed;
}

function responseEdits(edits: readonly Edit[]): ResponseEdits {
  const { responseHeader, responseCookie } = joinEdits(edits);
  return {
    dropHeader: responseHeader,
    dropCookie: responseCookie,
    addHeaders: edits.flatMap((edit) => (edit.kind === 'addHeader' ? [edit.header] : [])),
    limitCookies: edits.flatMap((edit) => (edit.kind === 'limitCookie' ? [edit.limit] : [])),
    body: [...new Set(edits.map(rewriteOf))].filter((rewrite) => rewrite !== null),
    learn: namesToLearn(edits),
  };
}

/** What is learnt from a response that goes on as it came. */
function onlyReading({ edits, observed }: Verdict): ResponseEdits {
  if (observed || edits.length === 0) return NO_RESPONSE_EDITS;
  return { ...NO_RESPONSE_EDITS, learn: namesToLearn(edits) };
}

function namesToLearn(edits: readonly Edit[]): ResponseEdits['learn'] {
  return edits.flatMap((edit) => (edit.kind === 'learn' ? [edit.name] : []));
}

function forwardAsIs(
  { url, headers }: RequestInfo,
  removed: readonly string[],
  response: ResponseEdits = NO_RESPONSE_EDITS,
): Effect {
  return { kind: 'forward', url, headers, body: null, response, removed };
}

/** A verdict that acts has a rule; `decide/` makes no other. */
function ruleOf(verdict: Verdict): Rule {
  if (verdict.rule === null)
    throw new Error(`planning "${verdict.action}": the verdict has no rule`);
  return verdict.rule;
}
