import type { IncomingMessage } from 'node:http';
import { rewritable } from '../act/body/plan.ts';
import { narrowRequest } from '../classify/content-type.ts';
import { header, type RawHeaders, type RequestInfo } from '../model/request.ts';
import type { BodyRewrite, RuleSet } from '../model/rule.ts';
import { followChosen } from './answer-click.ts';
import type { ExchangeContext } from './context.ts';
import type { EditBody } from './edit-body.ts';
import { type Forward, type Judgement, judgeAgain, judgeResponse } from './judge.ts';
import { readingOf } from './learn.ts';
import { judgeContext, type PipelineTools } from './pipeline.ts';
import { sendAnswer } from './send-answer.ts';

type Forwarded = Judgement & { readonly effect: Forward };

export type ResponseTools = PipelineTools & { readonly editBody: EditBody };

/**
 * The response side: runs once the head of a response is there. True where the
 * response goes on to the device, with its head edited; false where the device
 * was answered in its place, and nothing of it goes on.
 */
export function handleResponseHead(ctx: ExchangeContext, tools: ResponseTools): boolean {
  const { judgement: first } = ctx.notes;
  if (!isForwarded(first)) return true;
  followChosen(ctx, tools.passes.loads);
  const { judgement, request } = judgedWithHead(ctx, first, tools);
  if (judgement.effect.kind === 'answer') {
    sendAnswer(ctx, judgement.effect.answer);
    ctx.serverToProxyResponse?.destroy();
    note(ctx, request, judgement);
    ctx.notes.verdict = judgement.verdict;
    return false;
  }
  note(ctx, request, judgement);
  const original = ctx.responseHeaders;
  const headers = noteResponse(ctx, original);
  if (headers !== null) ctx.responseHeaders = headers;
  prepareBody(ctx, original, judgement.effect, tools);
  return true;
}

/** Where the body is to be edited, says how; it is noted what came of that. */
function prepareBody(
  ctx: ExchangeContext,
  original: RawHeaders,
  { response }: Forward,
  { editBody, parts }: ResponseTools,
): void {
  const { serverToProxyResponse: incoming, outgoing } = ctx;
  // Most often there is nothing to edit.
  if (response.body.length + response.learn.length === 0 || incoming === undefined) return;
  const head = { status: incoming.statusCode ?? 0, headers: incoming.rawHeaders };
  const { request } = ctx.notes;
  const reading = readingOf(response.learn, request, outgoing.servername, parts.learning);
  const plan = rewritable(outgoing.method, head, [...reading, ...response.body]);
  if (plan === null) return;
  ctx.editBody = async (stream) => {
    const edited = await editBody(stream, plan, ctx.responseHeaders);
    if (edited.kind === 'send' && edited.changed.length > 0) {
      noteResponse(ctx, original, edited.changed);
    }
    return edited;
  };
}

function note({ notes }: ExchangeContext, request: RequestInfo | null, judgement: Judgement): void {
  notes.request = request;
  notes.judgement = judgement;
}

/** There was no response, so the rules that look for something in it found nothing. */
export function noteNoResponse(ctx: ExchangeContext): void {
  noteResponse(ctx, []);
}

/** Notes what was done in the end, and returns the head as the device gets it; null where nothing was judged. */
function noteResponse(
  { notes }: ExchangeContext,
  headers: RawHeaders,
  changed: readonly BodyRewrite[] = [],
): RawHeaders | null {
  const { judgement } = notes;
  if (!isForwarded(judgement)) return null;
  const judged = judgeResponse(judgement, headers, judgement.effect, changed);
  notes.verdict = judged.verdict;
  notes.removed = judged.removed;
  return judged.headers;
}

function isForwarded(judgement: Judgement | null): judgement is Forwarded {
  return judgement?.effect.kind === 'forward';
}

/** What holds now that the head of the response is known: most often what held before. */
function judgedWithHead(ctx: ExchangeContext, first: Forwarded, tools: PipelineTools) {
  const { rules, connection, device, serverToProxyResponse: incoming } = ctx;
  const { request, body } = ctx.notes;
  if (rules === null || request === null || incoming === undefined) {
    return { judgement: first, request };
  }
  const narrowed = narrow(request, incoming);
  if (!mayDiffer(first, rules, request, narrowed)) return { judgement: first, request: narrowed };
  const head = { status: incoming.statusCode ?? 0, headers: incoming.rawHeaders };
  const theCase = { request: narrowed, body, connection, isChosen: ctx.isChosen };
  const judgement = judgeAgain(first, theCase, head, rules, judgeContext(device, tools));
  return { judgement, request: narrowed };
}

/**
 * The request with what the response tells of its type. The pages that come
 * with redirects and errors are HTML, whatever was asked for; they tell nothing.
 */
function narrow(request: RequestInfo, { statusCode = 0, rawHeaders }: IncomingMessage) {
  const hasOneType = (request.types & (request.types - 1)) === 0;
  if (hasOneType || statusCode < 200 || statusCode > 299) return request;
  return narrowRequest(request, header(rawHeaders, 'content-type'));
}

/**
 * Could the rules say something else now? Fewer types fit fewer rules, so where
 * nothing fitted the request as it came, only a rule on headers can.
 */
function mayDiffer(
  { verdict }: Judgement,
  rules: RuleSet,
  request: RequestInfo,
  narrowed: RequestInfo,
): boolean {
  if (rules.asksResponses) return true;
  return request !== narrowed && (verdict.action !== 'pass' || verdict.edits.length > 0);
}
