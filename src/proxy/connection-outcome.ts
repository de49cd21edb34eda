import type { Socket } from 'node:net';
import { ruleAgainst } from '../decide/connection.ts';
import type { TunnelReason } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { Fingerprint } from '../model/program.ts';
import type { RuleRef } from '../model/rule.ts';
import { type Destination, type Hostname, isIpAddress } from '../model/terms.ts';
import { type ConnectionOutcome, connectionEvent } from './journal.ts';
import { closeLingering } from './lingering-close.ts';
import { ALLOWED_ONCE } from './once.ts';
import type { ProxyParts } from './ports.ts';

/** A connection that is to go somewhere, and what is known of it so far. */
export interface Tunnel extends Journey {
  readonly socket: Socket;
}

/** Who wants to go where; the part that the log knows. */
export interface Journey {
  readonly device: Device;
  readonly destination: Destination;
  /** The name in the ClientHello, where one was seen that says more than the destination. */
  readonly named?: Hostname | null;
  /** Who speaks TLS; absent until it has shown itself. */
  readonly program?: Fingerprint | null;
  /** True: nobody asked a proxy for it. */
  readonly steered?: boolean;
  /** A person let it through once. */
  readonly isAllowedOnce?: boolean;
  readonly startedAt: number;
}

interface Tools {
  readonly parts: Pick<ProxyParts, 'events' | 'trackers' | 'telling' | 'now'>;
}

/** A fatal `access_denied` (RFC 8446 section 6.2): TLS clients give up at once and say why. */
const ALERT_ACCESS_DENIED = Buffer.from([0x15, 3, 3, 0, 2, 2, 49]);

/**
 * Writes a tunnel down that is over; with the rule that would have refused it in
 * mode `observe`, and where a person let it through once.
 */
export function note(
  tunnel: Tunnel,
  server: Socket,
  reason: TunnelReason,
  tools: { readonly parts: Tools['parts'] & Pick<ProxyParts, 'rules'> },
): void {
  if (reason === 'level-off') return;
  const { device, destination, named } = tunnel;
  const names = named == null ? [destination.hostname] : [destination.hostname, named];
  const isAsked = device.mode === 'observe' || tunnel.isAllowedOnce === true;
  const against = isAsked ? ruleAgainst(names, tools.parts.rules(), device) : null;
  const allowedBy = tunnel.isAllowedOnce === true ? ALLOWED_ONCE : null;
  const outcome = { method: methodOf(tunnel), blockedBy: against, allowedBy, reason };
  record(tunnel, outcome, server.bytesWritten, server.bytesRead, tools);
}

/** Tells a client of TLS that it is not wanted. */
export function cut(tunnel: Tunnel, rule: RuleRef, tools: Tools): void {
  block(tunnel, rule, tools);
  closeLingering(tunnel.socket, ALERT_ACCESS_DENIED);
}

/** Writes a refused connection down. */
export function block(journey: Journey, rule: RuleRef, tools: Tools): void {
  const outcome = { method: methodOf(journey), blockedBy: rule, reason: null };
  record(journey, outcome, 0, 0, tools);
}

function methodOf({ steered = false, program = null }: Journey): ConnectionOutcome['method'] {
  if (!steered) return 'CONNECT';
  return program === null ? 'TCP' : 'TLS';
}

function record(
  { device, destination: asked, named, program, startedAt }: Journey,
  outcome: ConnectionOutcome,
  bytesUp: number,
  bytesDown: number,
  { parts }: Tools,
): void {
  // What was asked for by address is told by its name, where that is known.
  const isNamed = named != null && isIpAddress(asked.hostname);
  const destination = isNamed ? { hostname: named, port: asked.port } : asked;
  const tracker =
    outcome.blockedBy === null ? null : parts.trackers.trackerOf(destination.hostname, null);
  const measured = { startedAt, endedAt: parts.now(), bytesUp, bytesDown };
  const event = connectionEvent(device, destination, measured, outcome, tracker);
  const { telling } = parts;
  // What is only counted is counted without it.
  const isRow = telling.keepsPasses || event.action !== 'pass';
  const level = () => telling.levelOf(device, program ?? null, destination.hostname);
  parts.events.record(isRow ? { ...event, level: level() } : event);
}

/** Browsers show their own page for a refused CONNECT; the header is for people who look. */
export function writeBlocked(socket: Socket, rule: RuleRef): void {
  const reference = `${rule.list}:${rule.line}`.replace(/[^\x20-\x7e]/g, '?');
  closeLingering(
    socket,
    `HTTP/1.1 403 Blocked by Eyelid\r\nX-Eyelid: ${reference}\r\nCache-Control: no-store\r\n` +
      'Content-Length: 0\r\nConnection: close\r\n\r\n',
  );
}
