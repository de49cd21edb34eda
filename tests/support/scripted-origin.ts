import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import type { ServerIdentity } from './authority.ts';
import { listen } from './origin.ts';

/**
 * Is given each request head (up to the blank line) that comes, the socket to
 * write to, and how many heads and connections there were with this one.
 */
export type Script = (socket: Socket, head: string, heads: number, connection: number) => void;

/** A server that says exactly the bytes its script writes, right or wrong. */
export interface ScriptedOrigin {
  readonly port: number;
  readonly connections: () => number;
  readonly heads: readonly string[];
  close(): Promise<void>;
}

/** With an identity it speaks TLS. `greet` runs on connect: for protocols where the server begins. */
export async function startScriptedOrigin(options: {
  readonly script: Script;
  readonly identity?: ServerIdentity;
  readonly greet?: (socket: Socket) => unknown;
}): Promise<ScriptedOrigin> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  let connections = 0;
  const onConnection = (socket: Socket) => {
    connections += 1;
    const connection = connections;
    let pending = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    options.greet?.(socket);
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const head = pending.slice(0, end);
        pending = pending.slice(end + 4);
        heads.push(head);
        options.script(socket, head, heads.length, connection);
      }
    });
  };
  const server =
    options.identity === undefined
      ? net.createServer(onConnection)
      : tls.createServer(options.identity, onConnection);
  server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
  const port = await listen(server);
  return {
    port,
    connections: () => connections,
    heads,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
