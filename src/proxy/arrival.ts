import type { Socket } from 'node:net';
import type { Connection } from '../model/connection.ts';
import { type Destination, type Hostname, plainAddress } from '../model/terms.ts';
import type { ProxyHeader } from './proxy-protocol.ts';
import type { Opener } from './transparent-listeners.ts';

export type Source = Pick<Connection, 'clientAddress' | 'clientPort'>;

/** What is known of a connection when it is accepted. */
export type Arrival = Pick<Connection, 'wayIn' | 'clientAddress' | 'clientPort' | 'destination'>;

export interface ArrivalFacts {
  readonly from: Source;
  /** Who opened the socket that it came to; null for the proxy's own port. */
  readonly opener: Opener | null;
  /** What a sender that is believed said of it. */
  readonly header: ProxyHeader | null;
  /** Whether this computer has an address. */
  readonly isOwn: (address: string) => boolean;
}

/** Who connected, by what the kernel says; without zone and IPv4-mapping. */
export function sourceOf({ remoteAddress, remotePort }: Socket): Source {
  return { clientAddress: plain(remoteAddress), clientPort: remotePort ?? 0 };
}

/**
 * Who a connection is from and where it was going. Null for one of our own that
 * was steered back to us: carrying it would make another one, for ever.
 */
export function arrivalOf(socket: Socket, facts: ArrivalFacts): Arrival | null {
  const { from, opener, header, isOwn } = facts;
  const source = sourceIn(header) ?? from;
  if (opener === null) return { ...source, wayIn: 'explicit', destination: null };
  if (isOwn(source.clientAddress) && !isLoopback(source.clientAddress)) return null;
  const destination = header?.destination ?? localEnd(socket);
  if (!isOwn(destination.hostname)) return { ...source, wayIn: 'transparent', destination };
  const wayIn = opener === 'ourselves' ? 'redirected' : 'transparent';
  return { ...source, wayIn, destination: null };
}

function sourceIn(header: ProxyHeader | null): Source | null {
  const source = header?.source ?? null;
  return source && { clientAddress: source.hostname, clientPort: source.port };
}

/** On a transparent socket, the address and port that the client wanted to reach. */
function localEnd({ localAddress, localPort }: Socket): Destination {
  return { hostname: plain(localAddress) as Hostname, port: localPort ?? 0 };
}

function plain(address = ''): string {
  return plainAddress(address.split('%', 1)[0] as string);
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
