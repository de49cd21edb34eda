import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers send none ahead, and the few programs that do, a handful. */
const MAX_AHEAD = 64;

/**
 * Bounds the requests that a client sends ahead of their answers on one
 * connection (pipelining, RFC 9112 section 9.3.2): a request is sixty bytes of
 * a client and kilobytes here. The function it returns says whether this one
 * is still taken.
 */
export function pipeliningLimit(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const ahead = new WeakMap<Socket, number>();
  return ({ socket }, response) => {
    // Node gives a response its socket when those before it are done.
    if (response.socket !== null) return true;
    const count = (ahead.get(socket) ?? 0) + 1;
    ahead.set(socket, count);
    response.once('close', () => ahead.set(socket, (ahead.get(socket) ?? 1) - 1));
    return count <= MAX_AHEAD;
  };
}
