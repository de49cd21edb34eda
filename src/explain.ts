import { SKIPPED_ADDRESS } from './act/edit-names.ts';
import { skipOf } from './act/plan.ts';
import { lazyBody } from './classify/body.ts';
import { describe } from './classify/describe.ts';
import type { RegistrableDomain } from './classify/registrable-domain.ts';
import { awaitingRules, type WeighedRule, weighedRules } from './explain-all.ts';
import type { Device } from './model/device.ts';
import { AppError } from './model/errors.ts';
import {
  type Body,
  header,
  type RawHeaders,
  RESOURCE_TYPES,
  type RequestInfo,
  type ResourceType,
} from './model/request.ts';
import type { Action, Rule, RuleRef, RuleSet } from './model/rule.ts';
import type { Effect } from './model/verdict.ts';
import { type Judgement, judge, judgeResponse } from './proxy/judge.ts';

/** A request as `explain` is asked about it; also one line of `--batch`. */
export interface Question {
  readonly url: string;
  readonly sourceUrl?: string | null;
  readonly type?: string | null;
  readonly method?: string | null;
  readonly headers?: Readonly<Record<string, string>> | null;
  readonly body?: string | null;
}

/** What would happen to it. The keys up to `answer` are a contract with programs. */
export interface Explanation {
  /** The strongest action that applies. */
  readonly action: Action;
  readonly rule: RuleRef | null;
  /** What would be sent, or was asked for where nothing is sent; for a page that is skipped, where it leads. */
  readonly url: string;
  /** What the device would get instead; null where the request is forwarded, or its page skipped. */
  readonly answer: { readonly status: number; readonly type: string | null } | null;
  /** The rule that an exception undid. */
  readonly undone: RuleRef | null;
  /** Names of the fields, cookies and headers that would be taken out, and of what would be made different. */
  readonly removed: readonly string[];
  /** The deciding rule in words. */
  readonly sentence: string | null;
  /** Rules that look at the response, and may change what happens when it is there. */
  readonly awaiting: readonly RuleRef[];
  /** All rules that fit, the deciding one first; only where they are asked for. */
  readonly candidates?: readonly WeighedRule[];
}

/** What other programs call the types. */
const TYPE_ALIASES: Readonly<Record<string, ResourceType>> = {
  main_frame: 'document',
  sub_frame: 'subdocument',
  iframe: 'subdocument',
  xmlhttprequest: 'xhr',
  fetch: 'xhr',
  beacon: 'ping',
  css: 'stylesheet',
  imageset: 'image',
};

export interface Explainer {
  readonly rules: RuleSet;
  readonly registrableDomain: RegistrableDomain;
  readonly explainRule: (rule: Rule) => string;
  /** Who asks; null or absent for nobody. */
  readonly device?: Device | null;
  /** The rules on headers of a response, without that condition (rules/header-rules.ts), and the text of each. */
  readonly onHeaders?: { readonly rules: RuleSet; readonly textAt: (rule: RuleRef) => string };
  /** True: tell all rules that fit. */
  readonly all?: boolean;
}

/** Judges a request as the proxy would. Throws INPUT_INVALID where the question is none. */
export function explain(question: Question, explainer: Explainer): Explanation {
  const { rules, registrableDomain, explainRule, device = null } = explainer;
  const hasBody = question.body != null && question.body !== '';
  const head = {
    method: (question.method ?? (hasBody ? 'POST' : 'GET')).toUpperCase(),
    url: question.url,
    headers: rawHeaders(question.headers ?? {}),
  };
  const request = describe(head, {
    device,
    registrableDomain,
    sourceUrl: question.sourceUrl ?? null,
    type: question.type == null ? null : resourceType(question.type),
  });
  if (request === null) {
    throw new AppError('INPUT_INVALID', `reading "${question.url}": not an absolute web address`);
  }
  const body = hasBody && rules.wantsBody(request) ? bodyOf(request, question.body) : null;
  const judgement = judge({ request, body, connection: null }, rules, {
    pageOrigin: 'http://eyelid.internal',
    explain: explainRule,
    passFor: () => null,
    isOpenedAnyway: () => false,
    isAllowedOnce: () => false,
    addressToLoad: () => null,
    isLoaded: () => false,
    // A navigation is cleaned by sending the browser to the clean address; what
    // is asked here is which address that is.
    alreadyRedirected: () => true,
    findOwn: () => null,
  });
  const { effect } = judgement;
  // A page that is not asked for, because its address says where it leads.
  const skip = skipOf(judgement.verdict.edits, request);
  // There is no response yet, so rules that only look at it have found nothing.
  const { verdict } = effect.kind === 'forward' ? judgeResponse(judgement, [], effect) : judgement;
  return {
    action: verdict.action,
    rule: reference(verdict.rule),
    url: skip?.target ?? sentTo(effect, request) + fragmentOf(question.url),
    answer: skip === null ? answerIn(effect) : null,
    undone: reference(verdict.undone),
    removed: skip === null ? effect.removed : [SKIPPED_ADDRESS],
    sentence: verdict.rule === null ? null : explainRule(verdict.rule),
    ...others(judgement, request, body, explainer),
  };
}

function bodyOf({ headers }: RequestInfo, text: string): Body {
  const bytes = Buffer.from(text);
  return lazyBody(header(headers, 'content-type'), bytes);
}

/** The rules that do not decide, or not yet. */
function others(
  judgement: Judgement,
  request: RequestInfo,
  body: Body | null,
  explainer: Explainer,
): Pick<Explanation, 'awaiting' | 'candidates'> {
  const isSent = judgement.effect.kind === 'forward';
  const waiting = isSent ? awaiting(judgement, request, body, explainer) : [];
  if (explainer.all !== true) return { awaiting: waiting };
  const candidates = explainer.rules.candidates(request, body);
  return {
    awaiting: waiting,
    candidates: weighedRules(candidates, judgement.matches.edits),
  };
}

function awaiting(
  { verdict }: Judgement,
  request: RequestInfo,
  body: Body | null,
  { onHeaders }: Explainer,
): readonly RuleRef[] {
  // A person's allow is not undone by what the response says.
  if (verdict.action === 'allow' && verdict.rule?.personal === true) return [];
  const fitting = onHeaders?.rules.candidates(request, body) ?? [];
  return [
    ...fitting.map(({ rule }) => ({
      list: rule.list,
      line: rule.line,
      text: onHeaders?.textAt(rule) ?? rule.text,
    })),
    ...awaitingRules(verdict.edits),
  ];
}

function sentTo(effect: Effect, request: RequestInfo): string {
  return effect.kind === 'forward' ? effect.url : request.url;
}

function answerIn(effect: Effect): Explanation['answer'] {
  if (effect.kind === 'forward') return null;
  const { status, headers } = effect.answer;
  return { status, type: header(headers, 'content-type') };
}

/** A fragment is never sent, but the browser keeps it, so the address is shown with it. */
function fragmentOf(url: string): string {
  const start = url.indexOf('#');
  return start < 0 ? '' : url.slice(start);
}

function reference(rule: Rule | null): RuleRef | null {
  return rule === null ? null : { list: rule.list, line: rule.line, text: rule.text };
}

function rawHeaders(headers: Readonly<Record<string, string>>): RawHeaders {
  // HTTP/2's pseudo headers (`:path`) are in captures of browsers; they are no headers here.
  return Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(':') ? [] : [name, String(value)],
  );
}

function resourceType(text: string): ResourceType {
  const name = text.toLowerCase();
  const type = RESOURCE_TYPES.find((known) => known === name) ?? TYPE_ALIASES[name];
  if (type !== undefined) return type;
  const words = RESOURCE_TYPES.join(', ');
  throw new AppError('INPUT_INVALID', `reading the type "${text}": must be one of ${words}`);
}
