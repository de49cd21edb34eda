import type { Socket } from 'node:net';
import { type Arrival, arrivalOf, type Source, sourceOf } from './arrival.ts';
import type { Clients } from './clients.ts';
import { createLoopWatch } from './loop-watch.ts';
import type { ProxyLog } from './ports.ts';
import type { ProxyHeader } from './proxy-protocol.ts';
import type { AddressSet } from './ranges.ts';
import { takeProxyHeader } from './take-proxy-header.ts';
import type { Opener } from './transparent-listeners.ts';

export interface AdmissionParts {
  readonly clients: Clients;
  /** Whose connections begin with a header that says who the client is. */
  readonly proxyProtocolFrom: AddressSet;
  /** Whether this computer has an address. */
  isOwn(address: string): boolean;
  /** Whether an address is of an IPv6 network that this computer is in. */
  isOnLink(address: string): boolean;
  /** Resolves when it can be told which device has an address; null where it can be told already. */
  settle(clientAddress: string): Promise<void> | null;
  /** The device that has an address, when that can be told. */
  deviceAt(clientAddress: string): string;
  admitted(socket: Socket, arrival: Arrival, opener: Opener | null): void;
  /** Our own code failed at a connection. */
  fault(error: unknown): void;
  readonly log: ProxyLog;
  now(): number;
}

/**
 * Returns the door of all listeners: finds out who connected, cuts who may not
 * come in and what came back from ourselves, and hands in the others. `opener`
 * is null on the proxy's own port.
 */
export function createAdmission(
  parts: AdmissionParts,
): (socket: Socket, opener: Opener | null) => void {
  const { clients, log } = parts;
  const loop = createLoopWatch(log, () => parts.now());

  // Who cannot be told is counted by address, and let in.
  const ownerOf = (clientAddress: string): string => {
    try {
      return parts.deviceAt(clientAddress);
    } catch (error) {
      parts.fault(error);
      return `ip:${clientAddress}`;
    }
  };

  const handIn = (socket: Socket, arrival: Arrival, opener: Opener | null): void => {
    const { clientAddress } = arrival;
    if (clients.attribute(socket, ownerOf(clientAddress))) {
      parts.admitted(socket, arrival, opener);
      return;
    }
    log.debug({ client: clientAddress, why: 'too-many' }, 'connection refused');
    socket.destroy();
  };

  const admit = (
    socket: Socket,
    from: Source,
    opener: Opener | null,
    header: ProxyHeader | null,
  ): void => {
    const isOwn = (address: string): boolean => parts.isOwn(address);
    const arrival = arrivalOf(socket, { from, opener, header, isOwn });
    if (arrival === null) {
      const wayIn = opener === 'ourselves' ? 'redirected' : 'transparent';
      loop({ client: header?.source?.hostname ?? from.clientAddress, wayIn });
      socket.destroy();
      return;
    }
    // What the kernel steered here came in by an interface of the home network, and
    // goes on from there: only its network has to be ours. Anybody can connect to the
    // other listeners, and a header is a claim.
    const isSteered = opener === 'starter' && header === null && arrival.destination !== null;
    const isNeighbour = isSteered && parts.isOnLink(arrival.clientAddress);
    const admitted = clients.admit(socket, arrival.clientAddress, isNeighbour);
    if (admitted !== 'admitted') {
      log.debug({ client: from.clientAddress, why: admitted }, 'connection refused');
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    // A phone that left the house sends no farewell.
    socket.setKeepAlive(true, 60_000);
    const settling = parts.settle(arrival.clientAddress);
    if (settling === null) handIn(socket, arrival, opener);
    else {
      const go = (): void => {
        if (!socket.destroyed) handIn(socket, arrival, opener);
      };
      settling.catch(parts.fault).then(go).catch(cut(socket));
    }
  };

  const cut = (socket: Socket) => (error: unknown) => {
    parts.fault(error);
    socket.destroy();
  };

  return (socket, opener) => {
    socket.on('error', () => socket.destroy());
    const from = sourceOf(socket);
    if (!parts.proxyProtocolFrom.has(from.clientAddress)) {
      admit(socket, from, opener, null);
      return;
    }
    clients.hold(socket);
    const go = (header: ProxyHeader | null): void => {
      if (header === null) socket.destroy();
      else admit(socket, from, opener, header);
    };
    takeProxyHeader(socket).then(go).catch(cut(socket));
  };
}
