import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

const HTTP_OPTIONS = {
  maxHeaderSize: 64 * 1024,
  headersTimeout: 30_000,
  // A long upload is not an attack; slow heads are bounded above.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  noDelay: true,
} as const;

export interface HttpServer {
  readonly http: Server;
  /** Serves a connection that was let in, or what is inside one whose TLS was ended. */
  readonly serve: (socket: Duplex) => void;
}

/**
 * The server of all HTTP/1. The listener that would serve each new connection is
 * taken off and returned as a function: connections are admitted first, and those
 * inside TLS are served by the same server, so its time-outs hold for them too.
 */
export function createHttpServer(): HttpServer {
  const http = createServer(HTTP_OPTIONS);
  // Heads are bounded by their size. Node would drop the headers beyond the
  // thousandth, and with a Content-Length among them the body.
  http.maxHeadersCount = 0;
  const [serve] = http.listeners('connection');
  if (serve === undefined) throw new Error('http.Server has no connection listener');
  http.removeAllListeners('connection');
  return { http, serve: (socket) => serve.call(http, socket) };
}
