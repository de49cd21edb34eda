import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connection } from '../model/connection.ts';
import { writeFailure } from './failure-page.ts';
import { endToEnd, writeHead } from './headers.ts';
import { readTarget, type Target } from './target.ts';
import { answered, type DialTools, dial } from './upgrade-dial.ts';
import { consider } from './upgrade-judgement.ts';

export interface UpgradeTools extends DialTools {
  connectionOf(socket: Duplex): Connection | null;
  serve(socket: Duplex): void;
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
