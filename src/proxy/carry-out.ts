import type { Socket } from 'node:net';
import { decideConnection, type HostRules } from '../decide/connection.ts';
import { whyUnservable } from '../decide/unservable.ts';
import type { Connection, ConnectionVerdict, TunnelReason } from '../model/connection.ts';
import { assertNever } from '../model/errors.ts';
import type { Fingerprint } from '../model/program.ts';
import type { Destination, Hostname } from '../model/terms.ts';
import type { ClientHello } from './client-hello.ts';
import { cut, note, type Tunnel } from './connection-outcome.ts';
import type { Destinations } from './destinations.ts';
import { failureOf } from './failure.ts';
import { fingerprint } from './fingerprint.ts';
import { type Peek, peek } from './peek.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import { trustedName } from './trust-watch.ts';
import { firstToSpeak, joinHalf } from './tunnel.ts';
import type { Upstream } from './upstream.ts';
import { type LeaveClosedTools, whyLeftClosed } from './why-left-closed.ts';

export interface CarryTools extends LeaveClosedTools {
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
export const IN_TUNNEL = { ...OPENING, silence: 60_000 } as const;

/** `hello` is null while nothing was said. */
export function decide(
  { device, destination, program }: Tunnel,
  hello: ClientHello | null,
  { parts, settings }: CarryTools,
): ConnectionVerdict {
  const sni = hello?.sni ?? null;
  const known = parts.trust.facts(device.id, program ?? null, trustedName(destination, sni));
  // Without a name it is not served over HTTP/2: see TlsFront.
  const http2 = sni !== null && settings.offersHttp2(sni);
  const unservable = hello === null ? null : whyUnservable(hello, http2);
  const facts = { device, destination, sni, program: known, unservable };
  return decideConnection(facts, withOnce(parts), settings);
}

/** The rules, which say nothing against a name that a person let through once. */
function withOnce({ rules, once }: Pick<ProxyParts, 'rules' | 'once'>): HostRules {
  const set = rules();
  return {
    mayMatchHost: (hostname) => set.mayMatchHost(hostname),
    matchHost: (hostname, device) => {
      const rule = set.matchHost(hostname, device);
      return rule !== null && once.takesConnection(device.id, hostname) ? null : rule;
    },
  };
}

/** What is inside decides. */
export async function intercept(tunnel: Tunnel, seen: Peek, tools: CarryTools): Promise<void> {
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
      await openOrJoin(tunnel, seen.hello, tools, null);
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
 * to the page by the address that is the page's own. A server that was dialled
 * already has been told nothing, and is left where it is not joined.
 */
export async function openOrJoin(
  opened: Tunnel,
  hello: ClientHello,
  tools: CarryTools,
  dialled: Socket | null,
): Promise<void> {
  const program = fingerprint(hello);
  const tunnel = { ...opened, named: hello.sni, program };
  if (tunnel.device.level !== 'off') tools.parts.trust.seen(tunnel.device.id, program);
  const how = await treatment(tunnel, hello, tools);
  if (how.action === 'tunnel') {
    await join(tunnel, how.reason, tools, dialled);
    return;
  }
  dialled?.destroy();
  if (how.action === 'block') cut(tunnel, how.rule, tools);
  else {
    tools.setDestination(tunnel.socket, tunnel.destination);
    tools.terminate(tunnel.socket, hello.sni, program);
  }
}

/** What is decided, with what the decision leaves open: probes, names, the server's certificate. */
async function treatment(
  tunnel: Tunnel & { readonly program: Fingerprint },
  hello: ClientHello,
  tools: CarryTools,
): Promise<ConnectionVerdict> {
  const verdict = decide(tunnel, hello, tools);
  if (verdict.action === 'tunnel') return verdict;
  const { sni } = hello;
  const isSteered = tools.connectionOf(tunnel.socket)?.wayIn === 'transparent';
  const isPage = tunnel.destination.hostname === tools.settings.internal;
  const isNameless = sni === null && isSteered && !isPage;
  if (verdict.action === 'block') {
    const probes = verdict.probe && !isNameless && claimProbe(tunnel, sni, tools);
    return probes ? { action: 'intercept' } : verdict;
  }
  const reason = isNameless ? 'no-name' : await whyLeftClosed(tunnel, sni, tools);
  return reason === null ? verdict : { action: 'tunnel', reason };
}

/**
 * What a probe shows is learnt of the name that the connection goes by. Where
 * another one is blocked, it would be learnt of a host that is to work.
 */
function claimProbe(
  { device, destination, program }: Tunnel & { readonly program: Fingerprint },
  sni: Hostname | null,
  { parts }: CarryTools,
): boolean {
  const isBlocked = parts.rules().matchHost(trustedName(destination, sni), device) !== null;
  return isBlocked && parts.trust.claimProbe(device.id, program);
}

/**
 * The client says nothing: either the server speaks first (mail, SSH), or the
 * client takes its time. Whoever speaks first decides. The server is dialled
 * once, by the way that every destination goes (its address is checked, and
 * refused where it is closed), and told nothing that the client did not say. A
 * client that stays silent holds one such pair for each connection that it may
 * have here (Clients).
 */
async function askTheServer(tunnel: Tunnel, tools: CarryTools): Promise<void> {
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
    if (seen.kind === 'tls') {
      await openOrJoin(tunnel, seen.hello, tools, server);
      return;
    }
    if (seen.kind === 'http') {
      server.destroy();
      await intercept(tunnel, seen, tools);
      return;
    }
  }
  await join(tunnel, 'not-tls', tools, server);
}

async function dial({ socket, destination }: Tunnel, tools: CarryTools): Promise<Socket | null> {
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
  tools: CarryTools,
  dialled: Socket | null,
): Promise<void> {
  const server = dialled ?? (await dial(tunnel, tools));
  if (server === null) return;
  // Said now, for the tunnel may last for hours.
  const { destination, device, named = null } = tunnel;
  const isAllowedOnce = [destination.hostname, named].some(
    (name) => name !== null && tools.parts.once.isConnectionOpen(device.id, name),
  );
  await Promise.all([joinHalf(tunnel.socket, server), joinHalf(server, tunnel.socket)]);
  note({ ...tunnel, isAllowedOnce }, server, reason, tools);
}
