import net, { type Server, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import { listen } from '../../support/origin.ts';

/** A server on a free port of loopback that ends with the test, sockets and all. */
export async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    onConnection(socket);
  });
  return listenForTest(server);
}

/** As `serve`, for a server that was made already. */
export async function listenForTest(server: Server): Promise<number> {
  const port = await listen(server);
  onTestFinished(() => void server.close());
  return port;
}

/** How long a test waits for what must happen: as long as a busy machine may need. */
export const PATIENCE = { timeout: 4_000 } as const;

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Pair {
  /** The end under test, as a server gets it: half-open ends allowed. */
  readonly near: Socket;
  /** The other end, which the test speaks for. */
  readonly far: Socket;
}

/** Two ends of a TCP connection over loopback. */
export async function socketPair(): Promise<Pair> {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true });
  const port = await listen(server);
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const far = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const near = await accepted;
  server.close();
  for (const socket of [near, far]) {
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
  }
  return { near, far };
}

/** All that a stream says until its end; the stream is left open for what goes the other way. */
export function readAll(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('close', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
    stream.resume();
  });
}

/** Resolves when the socket is closed and its listeners know. */
export function closed(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) setImmediate(resolve);
    else socket.once('close', () => resolve());
  });
}

/** The code of what ends a handshake with `a.test` on that port, or null where it succeeds. */
export function tlsFailure(port: number, options: tls.ConnectionOptions): Promise<string | null> {
  return new Promise((resolve) => {
    const client = tls.connect(
      { port, host: '127.0.0.1', servername: 'a.test', ...options },
      () => {
        client.destroy();
        resolve(null);
      },
    );
    client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
