import type { Duplex } from 'node:stream';
import type { Connection } from '../model/connection.ts';
import type { Arrival } from './arrival.ts';

/** What is known of each open connection. A closed one is forgotten by itself. */
export interface Connections {
  /** Writes down one that has just been let in. */
  begin(socket: Duplex, arrival: Arrival): void;
  of(socket: Duplex): Connection | null;
  /** Changes what is known; nothing where the connection is not. */
  update(socket: Duplex, change: Partial<Connection>): void;
  /** Writes down the TLS that was ended on a connection; returns what is known of it then. */
  secure(secured: Duplex, raw: Duplex): Connection | null;
}

export function createConnections(now: () => number): Connections {
  const known = new WeakMap<Duplex, Connection>();
  let lastId = 0;
  const of = (socket: Duplex): Connection | null => known.get(socket) ?? null;
  return {
    begin(socket, arrival) {
      lastId += 1;
      const nothing = { sni: null, program: null, encrypted: false };
      known.set(socket, { ...arrival, ...nothing, id: lastId, openedAt: now() });
    },
    of,
    update(socket, change) {
      const connection = of(socket);
      if (connection !== null) known.set(socket, { ...connection, ...change });
    },
    secure(secured, raw) {
      const connection = of(raw);
      if (connection === null) return null;
      known.set(secured, { ...connection, encrypted: true });
      return connection;
    },
  };
}
