import type { Socket } from 'node:net';
import type { Connection } from '../model/connection.ts';
import type { Destination } from '../model/terms.ts';
import { type CarryTools, decide, intercept, join, OPENING } from './carry-out.ts';
import { cut } from './connection-outcome.ts';
import { asksForTunnel, peek } from './peek.ts';

/** Its address and port stand in the certificate of nobody, and TLS has one port. */
const TLS_PORT = 443;

export interface TransparentTools extends CarryTools {
  /** From here on it is what a proxy's own port would have got. */
  setExplicit(socket: Socket): void;
}

/**
 * Carries out a connection that was steered here. The device believes that it
 * talks to the server, so nothing is said to it that the server would not say:
 * what cannot be carried is reset.
 *
 * We connect to the address that the device chose, whatever name it then asks
 * for: a name is text that a page may have a hand in, and the address is what
 * the device's browser let that page reach. Never rejects.
 */
export async function handleTransparent(socket: Socket, tools: TransparentTools): Promise<void> {
  const connection = tools.connectionOf(socket);
  if (connection === null) socket.destroy();
  else if (connection.wayIn === 'redirected') await byName(socket, connection, tools);
  else if (connection.destination === null) await ourselves(socket, tools);
  else await onward(socket, connection, ownName(connection.destination, tools), tools);
}

/** 1. Where it was going is known. */
async function onward(
  socket: Socket,
  { clientAddress }: Connection,
  destination: Destination,
  tools: CarryTools,
): Promise<void> {
  const { parts } = tools;
  if (!isOpen(destination, tools)) {
    // A device that may not reach a private network must not do so through us.
    parts.log.debug({ client: clientAddress, to: destination.hostname }, 'refused destination');
    socket.resetAndDestroy();
    return;
  }
  const device = parts.devices.identify(clientAddress);
  const tunnel = { socket, device, destination, steered: true, startedAt: parts.now() };
  const verdict = decide(tunnel, null, tools);
  if (verdict.action === 'tunnel' && verdict.reason === 'level-off') {
    await join(tunnel, verdict.reason, tools, null);
    return;
  }
  const seen = await peek(socket, OPENING);
  const isOurs = seen.kind === 'tls' || seen.kind === 'http';
  // Somebody's proxy out there is not us: what it is asked for is not for us to carry out.
  if (seen.kind === 'http' && asksForTunnel(socket)) await join(tunnel, 'not-tls', tools, null);
  else if (verdict.action === 'block' && !isOurs) cut(tunnel, verdict.rule, tools);
  else await intercept(tunnel, seen, tools);
}

/**
 * 2. What steered it here hid where it was going. Then the name that it asks
 * for is all there is to go by, as in a CONNECT; it is looked up and checked as
 * there. What names no host cannot be carried.
 */
async function byName(socket: Socket, connection: Connection, tools: CarryTools): Promise<void> {
  const seen = await peek(socket, OPENING);
  if (seen.kind === 'http') {
    tools.serve(socket);
    return;
  }
  const hostname = seen.kind === 'tls' ? seen.hello.sni : null;
  const destination = hostname === null ? null : { hostname, port: TLS_PORT };
  const { parts, settings } = tools;
  const isPage = hostname === settings.internal;
  if (destination === null || !(isPage || isOpen(destination, tools))) {
    parts.log.debug({ client: connection.clientAddress, saw: seen.kind }, 'it names no host');
    socket.resetAndDestroy();
    return;
  }
  const device = parts.devices.identify(connection.clientAddress);
  const tunnel = { socket, device, destination, steered: true, startedAt: parts.now() };
  await intercept(tunnel, seen, tools);
}

/** 3. It was going to this computer: the page answers, and nothing else. */
async function ourselves(socket: Socket, tools: TransparentTools): Promise<void> {
  const seen = await peek(socket, OPENING);
  if (seen.kind !== 'http') {
    socket.resetAndDestroy();
    return;
  }
  tools.setExplicit(socket);
  tools.serve(socket);
}

/** The address of the trust check is another name of the page. */
function ownName(destination: Destination, { settings }: CarryTools): Destination {
  const isProbe = destination.hostname === settings.probeAddress;
  return isProbe ? { ...destination, hostname: settings.internal } : destination;
}

function isOpen(destination: Destination, { destinations }: CarryTools): boolean {
  try {
    destinations.route(destination);
    return true;
  } catch {
    return false;
  }
}
