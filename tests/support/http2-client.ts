import http2, {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { openTls, type TlsOptions } from './raw.ts';

export interface StreamReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** How the stream was closed; 0 is without error. */
  readonly code: number;
}

/** A client that speaks HTTP/2 inside a tunnel of the proxy, and nothing else. */
export interface Http2Client {
  readonly session: ClientHttp2Session;
  readonly socket: TLSSocket;
  /** Opens a stream; its end and body are the caller's where `open` is given. */
  start(headers: OutgoingHttpHeaders, open?: boolean): ClientHttp2Stream;
  /** One request, to its end. Never rejects: a stream that was reset tells its code. */
  get(path: string, headers?: OutgoingHttpHeaders, body?: string | Buffer): Promise<StreamReply>;
  close(): void;
}

export async function connectHttp2(options: TlsOptions): Promise<Http2Client> {
  const socket = await openTls({ ...options, alpn: ['h2'] });
  const { authority } = options;
  const session = http2.connect(`https://${authority}`, { createConnection: () => socket });
  session.on('error', () => undefined);
  const start = (headers: OutgoingHttpHeaders, open = false): ClientHttp2Stream => {
    const stream = session.request(headers, { endStream: !open });
    stream.on('error', () => undefined);
    return stream;
  };
  return {
    session,
    socket,
    start,
    get(path, headers = {}, body) {
      const method = body === undefined ? 'GET' : 'POST';
      const stream = start({ ':path': path, ':method': method, ...headers }, body !== undefined);
      if (body !== undefined) stream.end(body);
      return readStream(stream);
    },
    close: () => session.destroy(),
  };
}

/** Reads a stream to its end, however it ends. */
export function readStream(stream: ClientHttp2Stream): Promise<StreamReply> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let headers: IncomingHttpHeaders = {};
    stream.on('response', (head) => {
      headers = head;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('close', () => {
      const status = Number(headers[':status'] ?? 0);
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status, headers, text, code: stream.rstCode ?? 0 });
    });
    stream.resume();
  });
}
