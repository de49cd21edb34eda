import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { decideConnection } from '../decide/connection.ts';
import type { Connection, ConnectionVerdict, TunnelReason } from '../model/connection.ts';
import { assertNever } from '../model/errors.ts';
import type { Fingerprint } from '../model/program.ts';
import type { RuleRef } from '../model/rule.ts';
import { type Destination, type Hostname, parseAuthority } from '../model/terms.ts';
import type { ClientHello } from './client-hello.ts';
import { block, cut, note, type Tunnel, writeBlocked } from './connection-outcome.ts';
import type { Destinations } from './destinations.ts';
import { failureOf } from './failure.ts';
import { writeFailure } from './failure-page.ts';
import { fingerprint } from './fingerprint.ts';
import { type Peek, peek } from './peek.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import { trustedName } from './trust-watch.ts';
import { firstToSpeak, joinHalf } from './tunnel.ts';
import type { Upstream } from './upstream.ts';
import { type LeaveClosedTools, whyLeftClosed } from './why-left-closed.ts';

export interface ConnectTools extends LeaveClosedTools {
  readonly parts: ProxyParts;
  readonly settings: ProxySettings;
  readonly destinations: Destinations;
  readonly upstream: Upstream;
  connectionOf(socket: Socket): Connection | null;
  /** Remembers where the connection goes, for the requests inside it. */
  setDestination(socket: Socket, destination: Destination): void;
  /** Ends TLS on it and serves HTTP inside. */
  terminate(socket: Socket, sni: Hostname | null, program: Fingerprint): void;
  /** Serves plain HTTP on it. */
  serve(socket: Socket): void;
}

/** In milliseconds and bytes. After 400 ms of silence the server is asked whether it speaks first. */
export const OPENING = { silence: 400, hello: 10_000, bytes: 64 * 1024 } as const;
/** In a tunnel that is open already, a late ClientHello is still looked at. */
const IN_TUNNEL = { ...OPENING, silence: 60_000 } as const;

/** Carries out CONNECT: refuse, block, tunnel, or open. Never rejects. */
export async function handleConnect(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  tools: ConnectTools,
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

export function decide(
  { device, destination, program }: Tunnel,
  sni: Hostname | null,
  { parts, settings }: ConnectTools,
): ConnectionVerdict {
  const known = parts.trust.facts(device.id, program ?? null, trustedName(destination, sni));
  const facts = { device, destination, sni, program: known };
  return decideConnection(facts, parts.rules(), settings);
}

/** Nothing of a blocked host is at risk: a client of TLS or HTTP may be answered in its place. */
async function probe(tunnel: Tunnel, rule: RuleRef, tools: ConnectTools): Promise<void> {
  tunnel.socket.write(ESTABLISHED);
  const seen = await peek(tunnel.socket, OPENING);
  if (seen.kind === 'tls' || seen.kind === 'http') await intercept(tunnel, seen, tools);
  else cut(tunnel, rule, tools);
}

/** The ports that CONNECT may reach, and addresses that are not closed. The page is always. */
function isAllowed(destination: Destination, { settings, destinations }: ConnectTools): boolean {
  if (destination.hostname === settings.internal) return true;
  if (!settings.connectPorts.has(destination.port)) return false;
  try {
    destinations.route(destination);
    return true;
  } catch {
    return false;
  }
}

/** What is inside decides. */
export async function intercept(tunnel: Tunnel, seen: Peek, tools: ConnectTools): Promise<void> {
  const { socket, destination } = tunnel;
  switch (seen.kind) {
    case 'closed':
      socket.destroy();
      return;
    case 'http':
      tools.setDestination(socket, destination);
      tools.serve(socket);
      return;
    case 'tls':
      await terminate(tunnel, seen.hello, tools);
      return;
    case 'silent':
      await askTheServer(tunnel, tools);
      return;
    case 'other':
      await join(tunnel, 'not-tls', tools, null);
      return;
    default:
      assertNever(seen);
  }
}

/**
 * The name in the ClientHello is looked at before it is answered: CONNECT may
 * have named an address, and a transparent connection has nothing else. A
 * client that was steered here and names no host does not ask for a
 * certificate of any name either, so there is none to show it, unless it came
 * to the page by the address that is the page's own.
 */
async function terminate(opened: Tunnel, hello: ClientHello, tools: ConnectTools): Promise<void> {
  const { sni } = hello;
  const program = fingerprint(hello);
  const tunnel = { ...opened, named: sni, program };
  const { trust } = tools.parts;
  const { id } = tunnel.device;
  const verdict = decide(tunnel, sni, tools);
  if (tunnel.device.level !== 'off') trust.seen(id, program);
  const isSteered = tools.connectionOf(tunnel.socket)?.wayIn === 'transparent';
  const isPage = tunnel.destination.hostname === tools.settings.internal;
  const isNameless = sni === null && isSteered && !isPage;
  if (verdict.action === 'tunnel') await join(tunnel, verdict.reason, tools, null);
  else if (
    verdict.action === 'block' &&
    (isNameless || !verdict.probe || !trust.claimProbe(id, program))
  ) {
    cut(tunnel, verdict.rule, tools);
  } else if (isNameless) await join(tunnel, 'no-name', tools, null);
  else {
    const reason = await whyLeftClosed(tunnel, sni, tools);
    if (reason !== null) {
      await join(tunnel, reason, tools, null);
      return;
    }
    tools.setDestination(tunnel.socket, tunnel.destination);
    tools.terminate(tunnel.socket, sni, program);
  }
}

/**
 * The client says nothing: either the server speaks first (mail, SSH), or the
 * client takes its time. Whoever speaks first decides.
 */
async function askTheServer(tunnel: Tunnel, tools: ConnectTools): Promise<void> {
  const { socket, destination } = tunnel;
  if (destination.hostname === tools.settings.internal) {
    await intercept(tunnel, await peek(socket, IN_TUNNEL), tools);
    return;
  }
  const server = await dial(tunnel, tools);
  if (server === null) return;
  const who = await firstToSpeak(socket, server);
  if (who === 'client') {
    const seen = await peek(socket, OPENING);
    if (seen.kind === 'tls' || seen.kind === 'http') {
      server.destroy();
      await intercept(tunnel, seen, tools);
      return;
    }
  }
  await join(tunnel, 'not-tls', tools, server);
}

async function dial({ socket, destination }: Tunnel, tools: ConnectTools): Promise<Socket | null> {
  try {
    const server = await tools.upstream.connect(destination);
    server.setKeepAlive(true, 60_000);
    server.on('error', () => server.destroy());
    if (!socket.destroyed) return server;
    server.destroy();
  } catch (error) {
    tools.parts.log.debug({ failure: failureOf(error) }, 'tunnel not opened');
    socket.destroy();
  }
  return null;
}

/** Joins a client that knows of no proxy, or was already told 200. */
export async function join(
  tunnel: Tunnel,
  reason: TunnelReason,
  tools: ConnectTools,
  dialled: Socket | null,
): Promise<void> {
  const server = dialled ?? (await dial(tunnel, tools));
  if (server === null) return;
  await Promise.all([joinHalf(tunnel.socket, server), joinHalf(server, tunnel.socket)]);
  note(tunnel, server, reason, tools);
}

/**
 * A tunnel that was decided before anything was said: the client is told 200
 * when the server is there, the server may speak at once, and the client's
 * ClientHello is looked at on its way, for a name that the rules block.
 */
async function openTunnel(tunnel: Tunnel, reason: TunnelReason, tools: ConnectTools) {
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
  const down = joinHalf(server, socket);
  if (reason !== 'level-off') {
    const seen = await peek(socket, IN_TUNNEL);
    const sni = seen.kind === 'tls' ? seen.hello.sni : null;
    if (seen.kind === 'tls') tools.parts.trust.seen(tunnel.device.id, fingerprint(seen.hello));
    const verdict = sni === null ? null : decide(tunnel, sni, tools);
    if (verdict?.action === 'block') {
      server.unpipe(socket);
      cut(tunnel, verdict.rule, tools);
      server.destroy();
      return;
    }
  }
  await Promise.all([joinHalf(socket, server), down]);
  note(tunnel, server, reason, tools);
}
