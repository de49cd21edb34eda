import { REWRITTEN_BODY } from '../act/edit-names.ts';
import {
  isOfResponse,
  narrowByBody,
  narrowByRequest,
  narrowByResponse,
} from '../act/narrow-edits.ts';
import { isFrame } from '../act/placeholder.ts';
import { planEffect } from '../act/plan.ts';
import { editResponse, removedFromResponse } from '../act/response.ts';
import { decideExchange } from '../decide/exchange.ts';
import type { Connection } from '../model/connection.ts';
import type { IdentifierFindings } from '../model/identifier.ts';
import type { Body, RawHeaders, RequestInfo, ResponseHead } from '../model/request.ts';
import type { BodyRewrite, Matches, Rule, RuleSet } from '../model/rule.ts';
import { stubNamed } from '../model/stub-names.ts';
import type { Effect, Verdict } from '../model/verdict.ts';
import { ALLOWED_ONCE } from './once.ts';
import { withOwn } from './own-identifiers.ts';

/** The effect of what goes on to its server. */
export type Forward = Extract<Effect, { kind: 'forward' }>;

export interface Judgement {
  readonly matches: Matches;
  readonly verdict: Verdict;
  readonly effect: Effect;
  /** What was found of the household's identifiers. */
  readonly own: IdentifierFindings | null;
}

/** What is judged: a described request and whatever is known about how it came. */
export interface Case {
  readonly request: RequestInfo;
  readonly body: Body | null;
  readonly connection: Connection | null;
  /** A person asked for it by a click on what stands in its place. */
  readonly isChosen?: boolean;
}

export interface JudgeContext {
  /** Where the page is: `http://eyelid.internal`. */
  readonly pageOrigin: string;
  readonly explain: (rule: Rule) => string;
  /** A pass for the button of the explanation page. */
  readonly passFor: (request: RequestInfo) => string | null;
  /** Did a person on this device choose to open this host although it is blocked? */
  readonly isOpenedAnyway: (request: RequestInfo) => boolean;
  /** Where the button of a placeholder posts to, or a stand-in finds the real script. */
  readonly addressToLoad: (request: RequestInfo) => string | null;
  /** Did a person let it through once? Uses that up, so it is asked of what the rules act on alone. */
  readonly isAllowedOnce: (request: RequestInfo) => boolean;
  /** Did a person load what this stand-in, or this rule by its text, holds back on the site that asks? */
  readonly isLoaded: (request: RequestInfo, what: string) => boolean;
  /** Was the device sent to this clean URL too often just now? */
  readonly alreadyRedirected: (url: string) => boolean;
  /** Looks for the household's identifiers in a request of which the rules say this. */
  readonly findOwn: (
    request: RequestInfo,
    body: Body | null,
    said: Matches,
  ) => IdentifierFindings | null;
}

/** Asks the rules, weighs what they say and plans what is to be done. Pure but for what the context remembers. */
export function judge(theCase: Case, rules: RuleSet, context: JudgeContext): Judgement {
  const { request, body } = theCase;
  const said = askRules(theCase, rules, context, null);
  const own = context.findOwn(request, body, said);
  const edits = narrowByRequest(said.edits, request, body);
  const all = withOwn({ ...said, edits }, own, context.isOpenedAnyway(request));
  const matches = isAllowedOnce(all, request, context) ? allowedOnce(all) : all;
  const verdict = decideExchange(matches, { mode: request.device?.mode ?? 'enforce' });
  const effect = planEffect(verdict, request, { ...context, stubText: rules.stubText }, body);
  return { matches, verdict, effect, own };
}

/**
 * Judges a forwarded exchange again, now that the head of its response is
 * there. The case holds the request with what was learnt of its type. What was
 * done to the request stays done; all that concerns the response is decided
 * anew, and it may now be answered in the server's place.
 */
export function judgeAgain(
  first: Judgement & { readonly effect: Forward },
  theCase: Case,
  response: ResponseHead,
  rules: RuleSet,
  context: JudgeContext,
): Judgement {
  const { request } = theCase;
  const said = askRules(theCase, rules, context, response);
  const done = first.verdict.edits.filter((edit) => !isOfResponse(edit));
  const logs = [...(first.own?.logs ?? []), ...said.logs];
  const all = { ...said, logs, edits: [...done, ...said.edits.filter(isOfResponse)] };
  const wasAllowed = first.matches.personalAllow === ALLOWED_ONCE;
  const isAllowed = wasAllowed || isAllowedOnce(all, request, context);
  const matches = isAllowed ? allowedOnce(all) : all;
  const verdict = decideExchange(matches, { mode: request.device?.mode ?? 'enforce' });
  // A page that was asked for as it is will not be sent elsewhere after it came.
  const effect = planEffect(verdict, request, {
    ...context,
    stubText: rules.stubText,
    alreadyRedirected: () => true,
  });
  const { removed } = first.effect;
  return {
    matches,
    verdict,
    own: first.own,
    effect:
      effect.kind === 'answer'
        ? { ...effect, removed }
        : { ...first.effect, response: effect.response },
  };
}

function askRules(
  theCase: Case,
  rules: RuleSet,
  context: JudgeContext,
  response: ResponseHead | null,
): Matches {
  const { request, body, connection } = theCase;
  const matches = rules.match(request, body, response);
  const named = withConnectionName(matches, request, connection, rules);
  const why = chosenBy(theCase, named, context);
  return why === null ? named : unblocked(named, why);
}

/** Why a person's choice for a while undoes what the rules hold back; null where there is none. */
function chosenBy(
  { request, isChosen = false }: Case,
  matches: Matches,
  context: JudgeContext,
): Rule | null {
  if (context.isOpenedAnyway(request)) return OPENED_ANYWAY;
  const held = matches.important ?? matches.block;
  if (held === null) return isChosen ? LOADED_AFTER_CLICK : null;
  const stub = standInOf(matches);
  const isPlaceholder = held.action === 'placeholder' || stub === PLACEHOLDER;
  if (isChosen && (isFrame(request) ? isPlaceholder : stub !== null)) return LOADED_AFTER_CLICK;
  const isLoaded = [stub ?? held.text, held.text].some((what) => context.isLoaded(request, what));
  return isLoaded ? LOADED_AFTER_CLICK : null;
}

/** The name by which lists ask for a placeholder. */
const PLACEHOLDER = 'click2load.html';

/** The stand-in that the rules name for what they hold back; null where they name none. */
export function standInOf({ important, block, redirect }: Matches): string | null {
  const held = important ?? block;
  const stub = held?.stub ?? (held === null ? null : redirect?.stub) ?? null;
  return stub === null ? null : (stubNamed(stub) ?? stub);
}

/**
 * Inside a CONNECT the Host header may name another host than the one the
 * connection goes to (domain fronting). A host that is blocked by name stays
 * blocked under any Host.
 */
function withConnectionName(
  matches: Matches,
  request: RequestInfo,
  connection: Connection | null,
  rules: RuleSet,
): Matches {
  if (connection === null || matches.block !== null || matches.important !== null) return matches;
  for (const name of [connection.destination?.hostname, connection.sni]) {
    if (name == null || name === request.hostname) continue;
    const block = rules.matchHost(name, request.device);
    if (block !== null) return { ...matches, block };
  }
  return matches;
}

const OPENED_ANYWAY: Rule = {
  list: 'open-anyway',
  line: 1,
  text: 'opened anyway for 15 minutes',
  action: 'allow',
  title: 'Somebody on this device chose to open it anyway',
  tracker: null,
  personal: true,
};

/** What stands in the log in the place of a rule. */
export const LOADED_AFTER_CLICK: Rule = {
  ...OPENED_ANYWAY,
  list: 'click-to-load',
  text: 'loaded after a click',
  title: 'Somebody on this device chose to load it',
};

/** Asked of what is blocked or changed, and not excepted by a person already. */
function isAllowedOnce(matches: Matches, request: RequestInfo, context: JudgeContext): boolean {
  const { personalAllow, important, block, exception, edits } = matches;
  if (personalAllow !== null || request.device?.mode === 'observe') return false;
  const isHeld = important !== null || (block !== null && exception === null);
  const isChanged = edits.some(({ kind }) => kind !== 'learn');
  return (isHeld || isChanged) && context.isAllowedOnce(request);
}

/** As a line of the person's own: it leaves as it came. */
function allowedOnce(matches: Matches): Matches {
  return { ...matches, personalAllow: ALLOWED_ONCE };
}

/** A person's choice undoes every block, and nothing but blocks. */
function unblocked(matches: Matches, exception: Rule): Matches {
  const block = matches.important ?? matches.block;
  if (block === null && exception === OPENED_ANYWAY) return matches;
  return { ...matches, important: null, block, exception };
}

export interface ResponseJudgement {
  readonly headers: RawHeaders;
  readonly verdict: Verdict;
  readonly removed: readonly string[];
}

/**
 * Edits the head of a response, and says again what was done now that it is
 * known whether the rules found anything in it: a rule that takes `_fbp` from
 * every Set-Cookie is to be named only where there was one. `changed` holds the
 * rewrites that changed the body, once that is known.
 */
export function judgeResponse(
  judgement: Judgement,
  headers: RawHeaders,
  effect: Forward,
  changed: readonly BodyRewrite[] = [],
): ResponseJudgement {
  const { matches, verdict } = judgement;
  const edited = editResponse(headers, effect.response);
  if (verdict.edits.length === 0) return { headers: edited, verdict, removed: effect.removed };
  const edits = narrowByBody(narrowByResponse(verdict.edits, headers), changed);
  const { length } = verdict.edits;
  const foundAll = edits.length === length && edits.every((one, i) => one === verdict.edits[i]);
  const mode = verdict.observed ? 'observe' : 'enforce';
  // Most responses hold nothing that a rule takes out; then there is nothing to name.
  const fromResponse = edited === headers ? [] : removedFromResponse(headers, effect.response);
  const ofBody = changed.length === 0 ? [] : [REWRITTEN_BODY];
  return {
    headers: edited,
    verdict: foundAll ? verdict : decideExchange({ ...matches, edits }, { mode }),
    removed: [...effect.removed, ...fromResponse, ...ofBody],
  };
}
