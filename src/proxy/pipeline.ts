import type { IncomingMessage } from 'node:http';
import type { Device } from '../model/device.ts';
import { type Body, header, type RequestInfo } from '../model/request.ts';
import type { RuleSet } from '../model/rule.ts';
import { addressToLoad, answerClick, openChosen, wasChosen } from './answer-click.ts';
import { askReadable } from './ask-readable.ts';
import type { ExchangeContext } from './context.ts';
import { gzipBody, type ReadCoding } from './decode-body.ts';
import type { Destinations } from './destinations.ts';
import { hasBody } from './forward.ts';
import { declineGrpc, isGrpc } from './http2/grpc.ts';
import { StreamRequest } from './http2/stream-request.ts';
import { type JudgeContext, type Judgement, judge } from './judge.ts';
import { OPEN_ANYWAY_PATH, openAnyway } from './open-anyway.ts';
import { isForTracker, wantsOwnBody, watchStreamed } from './own-identifiers.ts';
import type { Passes } from './passes.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import type { RedirectMemory } from './redirect-memory.ts';
import { BODY_LIMIT, readWhole } from './request-body.ts';
import { sendAnswer } from './send-answer.ts';
import { trustedName } from './trust-watch.ts';
import { codingOf, type UnpackBody } from './unpack-body.ts';

/** next: go on with the following stage. forward: send it upstream now. answered: it is done. */
type Outcome = 'next' | 'forward' | 'answered';

export interface PipelineTools {
  readonly parts: ProxyParts;
  readonly settings: ProxySettings;
  readonly destinations: Destinations;
  readonly redirects: RedirectMemory;
  readonly passes: Passes;
}

/** What the stages need besides. */
export type StageTools = PipelineTools & { readonly unpack: UnpackBody };

type Stage = (ctx: ExchangeContext, tools: StageTools) => Outcome | Promise<Outcome>;

/** The way of every request, in this order. */
const STAGES: readonly Stage[] = [
  serveOwnPage, // eyelid.internal, and our own listeners by address
  leaveUnwatched, // devices at level off
  describeRequest, // what is it, who asks for what
  heedClick, // somebody chose to load what a rule holds back
  readBody, // only where a rule wants to look into it
  judgeRequest, // what do the rules say, and what is to be done
  leaveGrpc, // what cannot go on over HTTP/1.1
  carryOut, // answer it, or edit it and send it on
];

/**
 * Runs a request through the stages; resolves with true when it is to be sent
 * upstream, false when it was answered. Synchronous unless a body is read.
 */
export function runStages(
  ctx: ExchangeContext,
  tools: StageTools,
  from = 0,
): boolean | Promise<boolean> {
  for (let i = from; i < STAGES.length; i += 1) {
    const outcome = (STAGES[i] as Stage)(ctx, tools);
    if (outcome instanceof Promise) {
      return outcome.then((settled) => settle(settled) ?? runStages(ctx, tools, i + 1));
    }
    const done = settle(outcome);
    if (done !== null) return done;
  }
  return true;
}

function settle(outcome: Outcome): boolean | null {
  return outcome === 'next' ? null : outcome === 'forward';
}

function serveOwnPage(ctx: ExchangeContext, tools: PipelineTools): Outcome | Promise<Outcome> {
  const { connection, named, outgoing } = ctx;
  // Who was led to the page gets the page, whatever host the request names.
  const names = [named.hostname, connection.destination?.hostname];
  const internal = names.includes(tools.settings.internal);
  if (!internal && !tools.destinations.isOwnListener(named)) return 'next';
  ctx.notes.silent = true;
  const request = ctx.clientToProxyRequest;
  request.url = outgoing.path;
  if (internal && request.method === 'POST' && outgoing.path === OPEN_ANYWAY_PATH) {
    const { proxyToClientResponse: response, device } = ctx;
    const done = (): Outcome => 'answered';
    return openAnyway(request, response, device.id, tools.passes).then(done, () => {
      response.destroy();
      return done();
    });
  }
  tools.parts.status(request, ctx.proxyToClientResponse, {
    clientAddress: connection.clientAddress,
    encrypted: connection.encrypted,
    viaProxy: true,
  });
  return 'answered';
}

function leaveUnwatched(ctx: ExchangeContext): Outcome {
  if (ctx.device.level !== 'off') return 'next';
  ctx.notes.silent = true;
  return 'forward';
}

function describeRequest(ctx: ExchangeContext, { parts }: PipelineTools): Outcome {
  const { method, headers } = ctx.outgoing;
  ctx.rules = parts.rules();
  ctx.notes.request = parts.classify.describe({ method, url: ctx.url, headers }, ctx.device);
  return ctx.notes.request === null ? 'forward' : 'next';
}

function heedClick(ctx: ExchangeContext, { passes }: PipelineTools): Outcome {
  const { request } = ctx.notes;
  if (request === null) return 'next';
  const answer = answerClick(request, ctx.device, passes.loads);
  if (answer !== null) {
    ctx.notes.silent = true;
    sendAnswer(ctx, answer);
    return 'answered';
  }
  ctx.isChosen = wasChosen(request, ctx.device, passes.loads);
  return 'next';
}

function readBody(ctx: ExchangeContext, tools: StageTools): Outcome | Promise<Outcome> {
  const request = ctx.clientToProxyRequest;
  const { request: described } = ctx.notes;
  const coding = readableCoding(request);
  if (described === null || coding === null || !isWanted(ctx, described, tools)) return 'next';
  const left = (): Outcome => {
    // The client went away in the middle of its request: there is nobody to answer.
    ctx.proxyToClientResponse.destroy();
    return 'answered';
  };
  return readWhole(request).then((bytes) => understand(ctx, bytes, coding, tools), left);
}

/** Does a rule want to look into the body, or is something else looked for in it? */
function isWanted({ rules }: ExchangeContext, request: RequestInfo, { parts }: PipelineTools) {
  return rules?.wantsBody(request) === true || wantsOwnBody(request.headers, parts.identifiers);
}

/** Notes what a body says. One that is too long, or not what it says, goes on unread. */
async function understand(
  ctx: ExchangeContext,
  sent: Buffer | null,
  coding: ReadCoding,
  { parts, unpack }: StageTools,
): Promise<Outcome> {
  if (sent === null) return 'next';
  ctx.bufferedBody = sent;
  const unpacked = await unpack(sent, coding);
  if (unpacked === null) return 'next';
  const { bytes, isGzipUnsaid } = unpacked;
  const contentType = header(ctx.outgoing.headers, 'content-type');
  ctx.isGzipUnsaid = isGzipUnsaid;
  ctx.notes.body = parts.classify.readBody(contentType, bytes);
  return 'next';
}

/** The coding of a body that is there, not too long and can be read; else null. */
function readableCoding(request: IncomingMessage): ReadCoding | null {
  const { headers } = request;
  // The body of a call of gRPC may last as long as the call.
  if (!hasBody(request) || grpcCall(request) !== null) return null;
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT) return null;
  return codingOf(headers['content-encoding']);
}

function judgeRequest(ctx: ExchangeContext, tools: PipelineTools): Outcome {
  const { request, body } = ctx.notes;
  if (request === null || ctx.rules === null) return 'forward';
  const { connection, device, isChosen } = ctx;
  const theCase = { request, body, connection, isChosen };
  const judgement = judge(theCase, ctx.rules, judgeContext(device, tools));
  if (isChosen) openChosen(judgement, request, ctx.rules, tools.passes.loads);
  ctx.notes.decided = performance.now() - ctx.arrived;
  ctx.notes.verdict = judgement.verdict;
  ctx.notes.removed = judgement.effect.removed;
  ctx.notes.judgement = judgement;
  if (body !== null) ctx.notes.body = whatIsKept(body, judgement, ctx.rules);
  return 'next';
}

/**
 * Of a body that was judged. Its bytes have been edited, if they are to be, and
 * may be many; the log asks for the fields of what rules act on, and rules on
 * responses for those of the rest.
 */
function whatIsKept(body: Body, { verdict }: Judgement, rules: RuleSet): Body | null {
  if (verdict.action !== 'pass') return { kind: body.kind, fields: body.fields };
  return rules.asksResponses ? body : null;
}

/** What judging needs besides the request and the rules. */
export function judgeContext(
  device: Device,
  { parts, settings, redirects, passes }: PipelineTools,
): JudgeContext {
  return {
    pageOrigin: `http://${settings.internal}`,
    explain: parts.explain,
    passFor: (request) => passes.issue(device.id, request.hostname),
    isOpenedAnyway: (request) => passes.isOpen(device.id, request.hostname),
    isAllowedOnce: (request) => parts.once.takes(device.id, request),
    addressToLoad: (request) => addressToLoad(request, device, passes.loads),
    isLoaded: ({ page }, what) => page !== null && passes.loads.isOpen(device.id, page, what),
    alreadyRedirected: (url) => redirects.tooMany(device.id, url),
    findOwn: (request, body, said) =>
      parts.identifiers.isOn
        ? parts.identifiers.look(
            request,
            body?.bytes ?? null,
            isForTracker(request, said, parts.trackers),
          )
        : null,
  };
}

/** A call of gRPC as it came over HTTP/2; null for all else. */
function grpcCall(request: IncomingMessage): StreamRequest | null {
  if (!(request instanceof StreamRequest)) return null;
  return isGrpc(request.method ?? '', request.rawHeaders) ? request : null;
}

/**
 * What gRPC needs of HTTP/2 cannot be had over HTTP/1.1, over which we ask
 * servers. So the call is declined, unless the rules answer it, and the next
 * connection of the program to the host is not opened.
 */
function leaveGrpc(ctx: ExchangeContext, { parts }: PipelineTools): Outcome {
  const call = grpcCall(ctx.clientToProxyRequest);
  if (call === null || ctx.notes.judgement?.effect.kind === 'answer') return 'next';
  const { program: fingerprint, destination, sni } = ctx.connection;
  if (fingerprint !== null && destination !== null) {
    const hostname = trustedName(destination, sni);
    parts.trust.tell({ device: ctx.device.id, fingerprint, hostname }, { kind: 'grpc' });
  }
  declineGrpc(call);
  return 'answered';
}

function carryOut(ctx: ExchangeContext, { parts }: PipelineTools): Outcome | Promise<Outcome> {
  const { judgement, request } = ctx.notes;
  if (judgement === null || request === null) return 'forward';
  const { effect } = judgement;
  if (effect.kind === 'answer') {
    sendAnswer(ctx, effect.answer);
    return 'answered';
  }
  const path = effect.url.slice(ctx.url.length - ctx.outgoing.path.length);
  const { body, learn } = effect.response;
  const reads = body.length + learn.length > 0;
  const headers = reads ? askReadable(effect.headers, request.types) : effect.headers;
  ctx.outgoing = { ...ctx.outgoing, path, headers };
  watchStreamed(ctx, parts);
  return effect.body === null ? 'forward' : replaceBody(ctx, effect.body);
}

/** A server that is told by nobody that a body is compressed gets it as it expects it. */
function replaceBody(ctx: ExchangeContext, body: Uint8Array): Outcome | Promise<Outcome> {
  const send = (bytes: Uint8Array): Outcome => {
    ctx.bufferedBody = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return 'forward';
  };
  return ctx.isGzipUnsaid ? gzipBody(body).then(send) : send(body);
}
