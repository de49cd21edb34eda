import { createHash } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CertificateKind, TestAuthority } from './authority.ts';
import { answerRoute } from './origin-routes.ts';

/** A request as it reached the origin. */
export interface Received {
  readonly scheme: 'http' | 'https';
  /** The Host header without its port. */
  readonly host: string;
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly headers: http.IncomingHttpHeaders;
  /** Counts the origin's connections from 1: equal numbers mean the same connection. */
  readonly connection: number;
  /** Filled as it comes; up to a megabyte is kept. */
  body: Buffer;
  bodyBytes: number;
  bodyHash: string;
  /** The body came whole. */
  complete: boolean;
}

export type Site = (request: IncomingMessage, response: ServerResponse, received: Received) => void;

export interface OriginOptions {
  readonly authority: TestAuthority;
  /** Who answers for a name; names without an entry get the routes of origin-routes.ts. */
  readonly sites?: Readonly<Record<string, Site>>;
  /** Names whose certificate is not good. */
  readonly certificates?: Readonly<Record<string, CertificateKind>>;
}

/**
 * A web server on loopback that plays every name it is asked for, told apart by
 * SNI and Host, over HTTP and HTTPS, and remembers what it was asked.
 */
export interface Origin {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly received: readonly Received[];
  /** All connections ever opened, and those open now. */
  readonly connections: { readonly opened: number; readonly open: number };
  /** What came for a name, optionally with a target that begins so. */
  requests(host: string, target?: string): readonly Received[];
  /** The response of the next request for that path, which nobody answers but the caller. */
  hold(path: string): Promise<Held>;
  forget(): void;
  /** Hangs up on connections that carry no request, as servers do after a while. */
  closeIdle(): void;
  close(): Promise<void>;
}

export interface Held {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly received: Received;
}

const KEPT_BODY = 1_048_576;

export async function startOrigin(options: OriginOptions): Promise<Origin> {
  const received: Received[] = [];
  const waiting = new Map<string, (held: Held) => void>();
  const sockets = new Set<Socket>();
  const numbers = new WeakMap<Duplex, number>();
  let opened = 0;

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const entry = receive(request, numbers.get(request.socket) ?? 0);
    received.push(entry);
    response.on('error', () => undefined);
    const path = entry.target.split('?')[0] ?? '';
    const waiter = waiting.get(path);
    if (waiter !== undefined) {
      waiting.delete(path);
      waiter({ request, response, received: entry });
      return;
    }
    (options.sites?.[entry.host] ?? answerRoute)(request, response, entry);
  };
  const contexts = new Map<string, SecureContext>();
  const contextFor = (name: string): SecureContext => {
    const kind = options.certificates?.[name] ?? 'good';
    const context =
      contexts.get(name) ?? createSecureContext(options.authority.issue([name], kind));
    contexts.set(name, context);
    return context;
  };
  const plain = http.createServer(onRequest);
  const secure = https.createServer(
    {
      // For clients that send no name because they were given an address; it is
      // one that RFC 5737 sets aside for examples.
      ...options.authority.issue(['localhost', '127.0.0.1', '203.0.113.7']),
      SNICallback: (name, callback) => callback(null, contextFor(name)),
    },
    onRequest,
  );
  secure.on('secureConnection', (socket: TLSSocket) => numbers.set(socket, opened));
  for (const server of [plain, secure]) {
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket: Socket) => {
      opened += 1;
      numbers.set(socket, opened);
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    attachWebSocket(server, received, numbers);
  }
  const [httpPort, httpsPort] = await Promise.all([listen(plain), listen(secure)]);

  return {
    httpPort,
    httpsPort,
    received,
    connections: {
      get opened() {
        return opened;
      },
      get open() {
        return sockets.size;
      },
    },
    requests: (host, target = '') =>
      received.filter((entry) => entry.host === host && entry.target.startsWith(target)),
    hold: (path) => new Promise((resolve) => waiting.set(path, resolve)),
    forget: () => received.splice(0),
    closeIdle() {
      plain.closeIdleConnections();
      secure.closeIdleConnections();
    },
    async close() {
      const closed = [plain, secure].map(
        (server) => new Promise((resolve) => server.close(resolve)),
      );
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

/** `/ws` echoes every message and takes the first subprotocol; `/ws-refused` is a 403. */
function attachWebSocket(
  server: http.Server,
  received: Received[],
  numbers: WeakMap<Duplex, number>,
): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    received.push(receive(request, numbers.get(socket) ?? 0));
    if (request.url !== '/ws') {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 7\r\nconnection: close\r\n\r\nrefused');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (peer: WebSocket) => {
      peer.on('error', () => undefined);
      peer.on('message', (data, binary) => peer.send(data, { binary }));
    });
  });
}

function receive(request: IncomingMessage, connection: number): Received {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  const entry: Received = {
    scheme: 'encrypted' in request.socket ? 'https' : 'http',
    host: (request.headers.host ?? '').replace(/:\d+$/, ''),
    method: request.method ?? '',
    target: request.url ?? '',
    rawHeaders: request.rawHeaders,
    headers: request.headers,
    connection,
    body: Buffer.alloc(0),
    bodyBytes: 0,
    bodyHash: '',
    complete: false,
  };
  request.on('data', (chunk: Buffer) => {
    if (entry.bodyBytes < KEPT_BODY) kept.push(chunk);
    entry.bodyBytes += chunk.length;
    hash.update(chunk);
  });
  request.on('end', () => {
    entry.body = Buffer.concat(kept);
    entry.bodyHash = hash.digest('hex');
    entry.complete = true;
  });
  request.on('error', () => undefined);
  return entry;
}

/** Listens on a free port of loopback and returns it. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
