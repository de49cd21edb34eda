import type { IncomingMessage } from 'node:http';
import type { RequestInfo } from '../model/request.ts';
import { ExchangeError, failureOf } from './failure.ts';
import { writeFailure } from './failure-page.ts';
import { endToEnd, writeHead } from './headers.ts';
import { closeLingering } from './lingering-close.ts';
import { relay } from './tunnel.ts';
import {
  type JudgingTools,
  journal,
  judged,
  reconsider,
  type Upgrade,
} from './upgrade-judgement.ts';
import type { OutgoingRequest, Upstream } from './upstream.ts';

export interface DialTools extends JudgingTools {
  readonly upstream: Upstream;
}

/** Gives the client an answer of ours, where that is the judgement. */
export function answered(
  upgrade: Upgrade,
  response: IncomingMessage | null,
  tools: JudgingTools,
): boolean {
  const effect = upgrade.judgement?.effect;
  if (effect?.kind !== 'answer') return false;
  const { status, headers, body } = effect.answer;
  const start = writeHead(`HTTP/1.1 ${status} Eyelid`, [...headers, 'Connection', 'close']);
  closeLingering(upgrade.socket, Buffer.concat([Buffer.from(start, 'latin1'), body]));
  journal(upgrade, response, tools);
  return true;
}

/** Asks the server, and gives the client what it answers. Never throws. */
export function dial(upgrade: Upgrade, tools: DialTools): void {
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
