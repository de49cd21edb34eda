import type { RequestInfo } from '../model/request.ts';
import type { Rule } from '../model/rule.ts';
import type { Answer } from '../model/verdict.ts';
import { FRAME_PAGE, transparentGif, utf8 } from './answer-bodies.ts';
import {
  commonHeaders,
  corsHeaders,
  isPreflight,
  preflightHeaders,
  ruleReference,
} from './answer-headers.ts';
import { type AnswerShape, answerShape } from './answer-shape.ts';
import { explainPage, explanationPolicy } from './explain-page.ts';
import { withLoadAddress } from './stubs/load-address.ts';
import { standIn } from './stubs/stand-in.ts';
import { uploadReply } from './upload-replies.ts';

export interface AnswerContext {
  /** Where the log is read: `http://eyelid.internal` without a final slash. */
  readonly pageOrigin: string;
  /** A rule as a sentence for people. */
  explain(rule: Rule): string | null;
  /** The text of a stand-in that is a file; see RuleSet. */
  stubText(name: string): string | null;
  /** A pass to open this page anyway on the device that asks; see proxy/passes.ts. */
  passFor(request: RequestInfo): string | null;
  /** The address that loads what this request asks for, after a click; null where none does. */
  addressToLoad(request: RequestInfo): string | null;
}

interface Content {
  readonly status: number;
  /** Null for an answer without content. */
  readonly contentType: string | null;
  readonly body: Uint8Array;
  readonly headers?: readonly string[];
}

/**
 * What a blocked request gets instead of the tracker's response. It is chosen
 * so that the page goes on as if the call had worked: a dropped or refused
 * call is retried, often elsewhere. `stub` names the stand-in that a rule asks
 * for, or is null; where it does not fit the request, the request's type decides.
 * docs/answers.md has the table.
 */
export function answerFor(
  request: RequestInfo,
  rule: Rule,
  stub: string | null,
  context: AnswerContext,
): Answer {
  const content = contentFor(request, rule, stub, context);
  const { status, contentType, body } = content;
  return {
    status,
    headers: [
      // A 204 has no Content-Length (RFC 9110 section 8.6) and no content to
      // give a type to. A HEAD has the length that a GET would have.
      ...(contentType === null ? [] : ['Content-Type', contentType]),
      ...(status === 204 ? [] : ['Content-Length', String(body.length)]),
      ...commonHeaders(rule),
      ...corsHeaders(request),
      ...(content.headers ?? []),
    ],
    body: request.method === 'HEAD' ? new Uint8Array() : body,
  };
}

function contentFor(
  request: RequestInfo,
  rule: Rule,
  stub: string | null,
  context: AnswerContext,
): Content {
  if (isPreflight(request)) return { ...nothing(), headers: preflightHeaders(request) };
  const chosen = stub === null ? null : standIn(stub, request, context.stubText);
  if (chosen !== null) {
    return withPolicy({
      status: 200,
      ...withLoadAddress(chosen, request, context.addressToLoad),
    });
  }
  const reply = uploadReply(request);
  if (reply !== null) return text('application/json', reply);
  return CONTENTS[answerShape(request)](request, rule, context);
}

type ContentMaker = (request: RequestInfo, rule: Rule, context: AnswerContext) => Content;

const CONTENTS: Readonly<Record<AnswerShape, ContentMaker>> = {
  // 403, for a program that asked for a page must not take this for it.
  explanation: (request, rule, { pageOrigin, explain, passFor }) => ({
    ...html(
      explainPage(request, rule, {
        pageOrigin,
        sentence: explain(rule),
        pass: passFor(request),
      }),
    ),
    status: 403,
    headers: ['Content-Security-Policy', explanationPolicy(pageOrigin)],
  }),
  frame: () => withPolicy(html(FRAME_PAGE)),
  script: () => text('application/javascript; charset=utf-8', ''),
  stylesheet: () => text('text/css; charset=utf-8', ''),
  image: () => ({ status: 200, contentType: 'image/gif', body: transparentGif() }),
  json: () => text('application/json', '{}'),
  empty: () => text('text/plain; charset=utf-8', ''),
  none: nothing,
  // A WebSocket has no answer that its page could take for an open one.
  refused: (_request, rule) => ({
    ...text('text/plain; charset=utf-8', `blocked by ${ruleReference(rule)}\n`),
    status: 403,
  }),
};

function nothing(): Content {
  return { status: 204, contentType: null, body: new Uint8Array() };
}

/** A page of ours with nothing on it takes nothing from elsewhere. */
function withPolicy(content: Content): Content {
  if (content.contentType?.startsWith('text/html') !== true) return content;
  return { ...content, headers: ['Content-Security-Policy', "default-src 'none'"] };
}

function html(page: string): Content {
  return text('text/html; charset=utf-8', page);
}

function text(contentType: string, body: string): Content {
  return { status: 200, contentType, body: utf8(body) };
}
