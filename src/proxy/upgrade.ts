import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { RawHeaders, RequestInfo } from '../model/request.ts';
import type { RuleSet } from '../model/rule.ts';
import type { ExchangeNotes } from './context.ts';
import type { Destinations } from './destinations.ts';
import { ExchangeError, failureOf } from './failure.ts';
import { writeFailure } from './failure-page.ts';
import type { FaultLog } from './fault-log.ts';
import { endToEnd, writeHead } from './headers.ts';
import { exchangeEvent } from './journal.ts';
import {
  type Judgement,
  judge,
  judgeAgain,
  judgeResponse,
  type ResponseJudgement,
} from './judge.ts';
import { closeLingering } from './lingering-close.ts';
import type { Passes } from './passes.ts';
import { judgeContext } from './pipeline.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import type { RedirectMemory } from './redirect-memory.ts';
import { readTarget, type Target } from './target.ts';
import { relay } from './tunnel.ts';
import type { OutgoingRequest, Upstream } from './upstream.ts';

export interface UpgradeTools {
  readonly parts: ProxyParts;
  readonly settings: ProxySettings;
  readonly destinations: Destinations;
  readonly upstream: Upstream;
  readonly redirects: RedirectMemory;
  readonly passes: Passes;
  readonly faults: FaultLog;
  connectionOf(socket: Duplex): Connection | null;
  serve(socket: Duplex): void;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly device: Device;
  readonly target: Target;
  readonly startedAt: number;
  readonly connection: Connection;
  readonly described: RequestInfo | null;
  /** The set that it was judged by; its response is judged by the same. */
  readonly rules: RuleSet | null;
  readonly judgement: Judgement | null;
}

/**
 * Carries out an upgrade to WebSocket: judged before the upstream is dialled,
 * answered with what the upstream answered, and relayed as raw bytes, so
 * subprotocols, extensions and frames stay what the two ends agreed on.
 */
export function handleUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  tools: UpgradeTools,
): void {
  const connection = tools.connectionOf(socket);
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
    replay(request, socket, head, tools);
    return;
  }
  const target = connection === null ? null : readTarget(request, connection);
  if (connection === null || target === null || target === 'direct' || isOwn(target, tools)) {
    writeFailure(socket, 'bad-request', '');
    return;
  }
  const device = tools.parts.devices.identify(connection.clientAddress);
  const startedAt = tools.parts.now();
  const base = { request, socket, head, device, target, connection, startedAt };
  const upgrade = { ...base, ...consider(base, tools) };
  if (!answered(upgrade, null, tools)) dial(upgrade, tools);
}

/** Gives the client an answer of ours, where that is the judgement. */
function answered(
  upgrade: Upgrade,
  response: IncomingMessage | null,
  tools: UpgradeTools,
): boolean {
  const effect = upgrade.judgement?.effect;
  if (effect?.kind !== 'answer') return false;
  const { status, headers, body } = effect.answer;
  const start = writeHead(`HTTP/1.1 ${status} Eyelid`, [...headers, 'Connection', 'close']);
  closeLingering(upgrade.socket, Buffer.concat([Buffer.from(start, 'latin1'), body]));
  journal(upgrade, response, tools);
  return true;
}

function isOwn({ named }: Target, { settings, destinations }: UpgradeTools): boolean {
  return named.hostname === settings.internal || destinations.isOwnListener(named);
}

/** `Upgrade: h2c` and the like: an offer that a proxy may decline by ignoring it (RFC 9110 7.8). */
function replay(request: IncomingMessage, socket: Duplex, head: Buffer, tools: UpgradeTools): void {
  const headers = endToEnd(request.rawHeaders);
  if (request.headers['transfer-encoding'] !== undefined) {
    headers.push('Transfer-Encoding', 'chunked');
  }
  const start = writeHead(`${request.method} ${request.url} HTTP/${request.httpVersion}`, headers);
  socket.unshift(Buffer.concat([Buffer.from(start, 'latin1'), head]));
  tools.serve(socket);
}

/** Describes and judges; where our own code fails, the upgrade goes on unjudged. */
function consider(
  { request, device, target, connection }: Omit<Upgrade, 'described' | 'rules' | 'judgement'>,
  tools: UpgradeTools,
): Pick<Upgrade, 'described' | 'rules' | 'judgement'> {
  const nothing = { described: null, rules: null, judgement: null };
  if (device.level === 'off') return nothing;
  const { parts } = tools;
  try {
    const url = target.url.replace(/^http/, 'ws');
    const head = { method: request.method ?? 'GET', url, headers: target.headers };
    const described = parts.classify.describe(head, device);
    if (described === null) return nothing;
    const rules = parts.rules();
    const theCase = { request: described, body: null, connection };
    return { described, rules, judgement: judge(theCase, rules, judgeContext(device, tools)) };
  } catch (error) {
    tools.faults.report('upgrade', error);
    return nothing;
  }
}

/** The upgrade with what holds now that the head of its response is there. */
function reconsider(upgrade: Upgrade, response: IncomingMessage, tools: UpgradeTools): Upgrade {
  const { described: request, rules, judgement: first, connection, device } = upgrade;
  if (request === null || first?.effect.kind !== 'forward' || !rules?.asksResponses) return upgrade;
  const { effect } = first;
  try {
    const head = { status: response.statusCode ?? 0, headers: response.rawHeaders };
    const theCase = { request, body: null, connection };
    const context = judgeContext(device, tools);
    return {
      ...upgrade,
      judgement: judgeAgain({ ...first, effect }, theCase, head, rules, context),
    };
  } catch (error) {
    tools.faults.report('upgrade', error);
    return upgrade;
  }
}

function outgoing(upgrade: Upgrade): OutgoingRequest {
  const { target, request, described, judgement, connection } = upgrade;
  const { dial: destination } = target;
  const effect = judgement?.effect;
  const forward = effect?.kind === 'forward' && described !== null ? effect : null;
  return {
    dial: destination,
    servername: connection.encrypted ? (connection.sni ?? destination.hostname) : null,
    method: request.method ?? 'GET',
    path: forward === null ? target.path : forward.url.slice(pathStart(described)),
    headers: [
      ...endToEnd(forward?.headers ?? target.headers),
      'Connection',
      'Upgrade',
      'Upgrade',
      'websocket',
    ],
  };
}

function pathStart(described: RequestInfo | null): number {
  return described === null ? 0 : described.url.length - described.target.length;
}

function dial(upgrade: Upgrade, tools: UpgradeTools): void {
  const { socket, head, target } = upgrade;
  let settled = false;
  const fail = (error: unknown): void => {
    // What was begun is cut: nothing is appended to it, or written down twice.
    if (settled) socket.destroy();
    else {
      settled = true;
      writeFailure(socket, failureOf(error), target.named.hostname);
      journal(upgrade, null, tools);
    }
  };
  try {
    const upstream = tools.upstream.request(outgoing(upgrade), { pooled: false });
    const timer = setTimeout(() => {
      upstream.destroy(new ExchangeError('timeout', 'no answer to the upgrade'));
    }, tools.settings.timeouts.headers);
    const leave = (): void => void upstream.destroy();
    // Half-open connections are allowed, so a client's end alone closes nothing.
    socket.once('end', leave).once('close', leave);
    upstream.once('close', () => clearTimeout(timer));
    upstream.on('error', fail);
    upstream.once('response', (response) => {
      clearTimeout(timer);
      socket.off('end', leave);
      // As in forward.ts: Node's client passes three digits of any kind.
      if (!isFinal(response.statusCode)) {
        fail(new ExchangeError('bad-response', `status ${response.statusCode} to an upgrade`));
        upstream.destroy();
        return;
      }
      settled = true;
      const judged = reconsider(upgrade, response, tools);
      if (answered(judged, response, tools)) {
        response.destroy();
        return;
      }
      refuse(judged, response);
      journal(judged, response, tools);
    });
    upstream.once('upgrade', (response, server, first) => {
      clearTimeout(timer);
      socket.off('end', leave);
      settled = true;
      const judged = reconsider(upgrade, response, tools);
      if (answered(judged, response, tools)) {
        server.destroy();
        return;
      }
      server.setTimeout(0);
      server.setKeepAlive(true, 60_000);
      const agreed = ['Connection', 'Upgrade', 'Upgrade', response.headers.upgrade ?? 'websocket'];
      socket.write(answerHead(judged, response, agreed), 'latin1');
      if (first.length > 0) socket.write(first);
      if (head.length > 0) server.write(head);
      void relay(socket, server).then(() => journal(judged, response, tools));
    });
    upstream.end();
  } catch (error) {
    fail(error);
  }
}

function isFinal(status = 0): boolean {
  return status >= 200 && status <= 999;
}

/** The server said no: the client gets its answer as it is, and as much of it as there is. */
function refuse(upgrade: Upgrade, response: IncomingMessage): void {
  const { socket } = upgrade;
  socket.write(answerHead(upgrade, response, ['Connection', 'close']), 'latin1');
  response.once('close', () => {
    if (response.complete) closeLingering(socket);
    else socket.destroy();
  });
  response.pipe(socket, { end: false });
  socket.resume();
}

function answerHead(upgrade: Upgrade, response: IncomingMessage, hop: readonly string[]): string {
  const headers = endToEnd(response.rawHeaders);
  const edited = judged(upgrade, headers)?.headers ?? headers;
  const reason = (response.statusMessage ?? '').replace(/[^\t\x20-\x7e]/g, '');
  return writeHead(`HTTP/1.1 ${response.statusCode} ${reason}`, [...edited, ...hop]);
}

/** What is known of a forwarded upgrade once the head of its response is there. */
function judged({ judgement }: Upgrade, headers: RawHeaders): ResponseJudgement | null {
  if (judgement === null || judgement.effect.kind !== 'forward') return null;
  return judgeResponse(judgement, headers, judgement.effect);
}

function journal(upgrade: Upgrade, response: IncomingMessage | null, tools: UpgradeTools): void {
  const { described, device, startedAt, judgement } = upgrade;
  if (described === null) return;
  const end = judged(upgrade, response === null ? [] : endToEnd(response.rawHeaders));
  const notes: ExchangeNotes = {
    request: described,
    body: null,
    judgement,
    verdict: end?.verdict ?? judgement?.verdict ?? null,
    removed: end?.removed ?? judgement?.effect.removed ?? [],
    streamed: null,
    status: response?.statusCode ?? null,
    silent: false,
  };
  const measured = { startedAt, endedAt: tools.parts.now(), bytesUp: 0, bytesDown: 0 };
  tools.parts.events.record(exchangeEvent(device, described, notes, measured, tools.parts));
}
