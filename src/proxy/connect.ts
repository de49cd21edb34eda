import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TunnelReason } from '../model/connection.ts';
import { assertNever } from '../model/errors.ts';
import type { RuleRef } from '../model/rule.ts';
import { type Destination, parseAuthority } from '../model/terms.ts';
import {
  type CarryTools,
  decide,
  IN_TUNNEL,
  intercept,
  join,
  OPENING,
  openOrJoin,
} from './carry-out.ts';
import { block, cut, type Tunnel, writeBlocked } from './connection-outcome.ts';
import { failureOf } from './failure.ts';
import { writeFailure } from './failure-page.ts';
import { asksForTunnel, peek } from './peek.ts';
import { firstToSpeak } from './tunnel.ts';

/** Carries out CONNECT: refuse, block, tunnel, or open. Never rejects. */
export async function handleConnect(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  tools: CarryTools,
): Promise<void> {
  const { parts } = tools;
  const connection = tools.connectionOf(socket);
  const destination = parseAuthority(request.url ?? '', 443);
  // A CONNECT inside a CONNECT would be decided on the wrong destination.
  if (connection === null || connection.destination !== null || destination === null) {
    writeFailure(socket, 'bad-request', '');
    return;
  }
  if (head.length > 0) socket.unshift(head);
  const device = parts.devices.identify(connection.clientAddress);
  const tunnel: Tunnel = { socket, device, destination, startedAt: parts.now() };
  const verdict = decide(tunnel, null, tools);
  if (!isAllowed(destination, tools)) {
    writeFailure(socket, 'destination-refused', destination.hostname);
    return;
  }
  switch (verdict.action) {
    case 'block':
      if (verdict.probe) await probe(tunnel, verdict.rule, tools);
      else {
        block(tunnel, verdict.rule, tools);
        writeBlocked(socket, verdict.rule);
      }
      return;
    case 'tunnel':
      await openTunnel(tunnel, verdict.reason, tools);
      return;
    case 'intercept':
      socket.write(ESTABLISHED);
      await intercept(tunnel, await peek(socket, OPENING), tools);
      return;
    default:
      assertNever(verdict);
  }
}

const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** Nothing of a blocked host is at risk: a client of TLS or HTTP may be answered in its place. */
async function probe(tunnel: Tunnel, rule: RuleRef, tools: CarryTools): Promise<void> {
  tunnel.socket.write(ESTABLISHED);
  const seen = await peek(tunnel.socket, OPENING);
  if (seen.kind === 'tls' || seen.kind === 'http') await intercept(tunnel, seen, tools);
  else cut(tunnel, rule, tools);
}

/** The ports that CONNECT may reach, and addresses that are not closed. The page is always. */
function isAllowed(destination: Destination, { settings, destinations }: CarryTools): boolean {
  if (destination.hostname === settings.internal) return true;
  if (!settings.connectPorts.has(destination.port)) return false;
  try {
    destinations.route(destination);
    return true;
  } catch {
    return false;
  }
}

/**
 * A tunnel that was decided before anything was said: the client is told 200
 * when the server is there, and either may speak first. Where that is the
 * client, its ClientHello is looked at before it goes on: it may name a host
 * that the CONNECT did not, and then that name decides as in every way in. Plain
 * HTTP is served, as it is at every level (browsers open `ws:` by CONNECT).
 */
async function openTunnel(tunnel: Tunnel, reason: TunnelReason, tools: CarryTools): Promise<void> {
  const { socket, destination } = tunnel;
  let server: Socket;
  try {
    server = await tools.upstream.connect(destination);
  } catch (error) {
    writeFailure(socket, failureOf(error), destination.hostname);
    return;
  }
  server.setKeepAlive(true, 60_000);
  server.on('error', () => server.destroy());
  if (socket.destroyed) {
    server.destroy();
    return;
  }
  socket.write(ESTABLISHED);
  const isWatched = reason !== 'level-off';
  if (isWatched && (await firstToSpeak(socket, server)) === 'client') {
    const seen = await peek(socket, IN_TUNNEL);
    if (seen.kind === 'tls') await openOrJoin(tunnel, seen.hello, tools, server);
    else if (seen.kind === 'http' && !asksForTunnel(socket)) {
      server.destroy();
      await intercept(tunnel, seen, tools);
    } else await join(tunnel, reason, tools, server);
    return;
  }
  await join(tunnel, reason, tools, server);
}
