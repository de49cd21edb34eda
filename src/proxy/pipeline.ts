import type { IncomingMessage } from 'node:http';
import type { Device } from '../model/device.ts';
import { header } from '../model/request.ts';
import { askReadable } from './ask-readable.ts';
import type { ExchangeContext } from './context.ts';
import type { Destinations } from './destinations.ts';
import { hasBody } from './forward.ts';
import { declineGrpc, isGrpc } from './http2/grpc.ts';
import { StreamRequest } from './http2/stream-request.ts';
import { type JudgeContext, judge } from './judge.ts';
import { OPEN_ANYWAY_PATH, openAnyway } from './open-anyway.ts';
import type { Passes } from './passes.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import type { RedirectMemory } from './redirect-memory.ts';
import { BODY_LIMIT, readWhole } from './request-body.ts';
import { sendAnswer } from './send-answer.ts';
import { trustedName } from './trust-watch.ts';

/** next: go on with the following stage. forward: send it upstream now. answered: it is done. */
type Outcome = 'next' | 'forward' | 'answered';

export interface PipelineTools {
  readonly parts: ProxyParts;
  readonly settings: ProxySettings;
  readonly destinations: Destinations;
  readonly redirects: RedirectMemory;
  readonly passes: Passes;
}

type Stage = (ctx: ExchangeContext, tools: PipelineTools) => Outcome | Promise<Outcome>;

/** The way of every request, in this order. */
const STAGES: readonly Stage[] = [
  serveOwnPage, // eyelid.internal, and our own listeners by address
  leaveUnwatched, // devices at level off
  describeRequest, // what is it, who asks for what
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
  tools: PipelineTools,
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

function readBody(ctx: ExchangeContext, { parts }: PipelineTools): Outcome | Promise<Outcome> {
  const request = ctx.clientToProxyRequest;
  const { request: described } = ctx.notes;
  if (described === null || !isReadable(request) || !ctx.rules?.wantsBody(described)) {
    return 'next';
  }
  const read = (bytes: Buffer | null): Outcome => {
    if (bytes === null) return 'next';
    ctx.bufferedBody = bytes;
    ctx.notes.body = parts.classify.readBody(header(described.headers, 'content-type'), bytes);
    return 'next';
  };
  const left = (): Outcome => {
    // The client went away in the middle of its request: there is nobody to answer.
    ctx.proxyToClientResponse.destroy();
    return 'answered';
  };
  return readWhole(request).then(read, left);
}

/** A body that is there, not too long and not compressed. */
function isReadable(request: IncomingMessage): boolean {
  const { headers } = request;
  if (!hasBody(request) || headers['content-encoding'] !== undefined) return false;
  // Its body may last as long as the call.
  if (grpcCall(request) !== null) return false;
  return Number(headers['content-length'] ?? 0) <= BODY_LIMIT;
}

function judgeRequest(ctx: ExchangeContext, tools: PipelineTools): Outcome {
  const { request, body } = ctx.notes;
  if (request === null || ctx.rules === null) return 'forward';
  const theCase = { request, body, connection: ctx.connection };
  const judgement = judge(theCase, ctx.rules, judgeContext(ctx.device, tools));
  ctx.notes.verdict = judgement.verdict;
  ctx.notes.removed = judgement.effect.removed;
  ctx.notes.judgement = judgement;
  return 'next';
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
    alreadyRedirected: (url) => redirects.tooMany(device.id, url),
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

function carryOut(ctx: ExchangeContext): Outcome {
  const { judgement, request } = ctx.notes;
  if (judgement === null || request === null) return 'forward';
  const { effect } = judgement;
  if (effect.kind === 'answer') {
    sendAnswer(ctx, effect.answer);
    return 'answered';
  }
  const path = effect.url.slice(ctx.url.length - ctx.outgoing.path.length);
  const rewrites = effect.response.body.length > 0;
  const headers = rewrites ? askReadable(effect.headers, request.types) : effect.headers;
  ctx.outgoing = { ...ctx.outgoing, path, headers };
  return 'forward';
}
