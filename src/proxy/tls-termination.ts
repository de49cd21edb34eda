import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Fingerprint } from '../model/program.ts';
import type { Hostname } from '../model/terms.ts';
import type { Connections } from './connections.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import { TlsFront } from './tls-front.ts';
import { createTrustWatch } from './trust-watch.ts';

export interface TlsTerminationParts {
  readonly parts: ProxyParts;
  readonly settings: ProxySettings;
  readonly connections: Connections;
  /** Serves what is inside, over HTTP/1 or HTTP/2 as was agreed on. */
  serve(socket: TLSSocket): void;
}

/** Ends TLS on a connection whose destination is known. */
export type Terminate = (socket: Socket, sni: Hostname | null, program: Fingerprint) => void;

/** Joins what ends TLS with what is known of connections, and with what is learnt of trust. */
export function createTermination(tools: TlsTerminationParts): Terminate {
  const { parts, settings, connections } = tools;
  const trust = createTrustWatch(parts, settings);
  const front = new TlsFront({
    contextFor: (hostname) => parts.leaves.contextFor(hostname),
    offersHttp2: settings.offersHttp2,
    secured(socket, raw) {
      const connection = connections.secure(socket, raw);
      if (connection === null) {
        socket.destroy();
        return;
      }
      socket.on('error', () => socket.destroy());
      trust.secured(socket, connection);
      tools.serve(socket);
    },
    failed(raw, error) {
      const connection = connections.of(raw);
      const host = connection?.sni ?? connection?.destination?.hostname ?? null;
      parts.log.debug({ client: connection?.clientAddress, host, why: error.message }, 'no TLS');
      if (connection !== null) trust.failed(connection, error);
      raw.destroy();
    },
  });
  return (socket, sni, program) => {
    connections.update(socket, { sni, program });
    const destination = connections.of(socket)?.destination ?? null;
    if (destination === null) socket.destroy();
    else front.terminate(socket, sni, destination.hostname);
  };
}
