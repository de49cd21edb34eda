import type { Duplex } from 'node:stream';

/** Connections to servers that wait for a request. */
export interface IdleSockets {
  /** It waits from now on. Where too many do, the one that waits longest is closed. */
  add(socket: Duplex): void;
  /** It waits no longer. */
  take(socket: Duplex): void;
  readonly size: number;
}

/**
 * More than a household visits within the half minute that they are kept. Node
 * bounds them for each host only, and a page can ask for hosts without end, each of
 * which would cost a descriptor and some 50 kB.
 */
const MOST = 512;

export function createIdleSockets(most: number = MOST): IdleSockets {
  /** In the order in which they began to wait. */
  const idle = new Set<Duplex>();
  const followed = new WeakSet<Duplex>();
  return {
    add(socket) {
      idle.delete(socket);
      idle.add(socket);
      if (!followed.has(socket)) socket.once('close', () => idle.delete(socket));
      followed.add(socket);
      const [oldest] = idle;
      if (idle.size <= most || oldest === undefined) return;
      idle.delete(oldest);
      oldest.destroy();
    },
    take: (socket) => void idle.delete(socket),
    get size() {
      return idle.size;
    },
  };
}
