import http, { type IncomingMessage } from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { openTls } from './raw.ts';

export interface ClientOptions {
  readonly port: number;
  readonly ca?: string | readonly string[];
  readonly from?: string;
  /** One connection per host that stays open. */
  readonly keepAlive?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly statusText: string;
  readonly rawHeaders: readonly string[];
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  /** Names and values in turn: case, order and duplicates are sent as they are. */
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** An HTTP client that goes through the proxy, as a browser does: absolute form, or CONNECT and TLS. */
export interface ProxyClient {
  get(url: string, ask?: Ask): Promise<Reply>;
  /** Resolves with the head; the body is the caller's to read. */
  open(url: string, ask?: Ask): Promise<IncomingMessage>;
  /** The request itself, whose body and end are the caller's. */
  start(url: string, ask?: Ask): http.ClientRequest;
  close(): void;
}

/** Opens CONNECT tunnels with TLS inside where http.Agent would open TCP connections. */
class TunnelAgent extends http.Agent {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    super({ keepAlive: options.keepAlive ?? false, maxSockets: 1 });
    this.#options = options;
  }

  override createConnection(
    target: http.ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const { port, ca, from } = this.#options;
    openTls({
      port,
      authority: `${target.host}:${target.port}`,
      ...(ca === undefined ? {} : { ca }),
      ...(from === undefined ? {} : { from }),
    }).then(
      (socket) => callback?.(null, socket),
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }
}

export function createClient(options: ClientOptions): ProxyClient {
  const tunnels = new TunnelAgent(options);
  const plain = new http.Agent({ keepAlive: options.keepAlive ?? false, maxSockets: 1 });

  const start = (url: string, ask: Ask = {}): http.ClientRequest => {
    const parsed = new URL(url);
    const secure = parsed.protocol === 'https:';
    const headers = [...(ask.headers ?? [])];
    if (!headers.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')) {
      headers.unshift('Host', parsed.host);
    }
    const hostname = parsed.hostname.replace(/^\[|\]$/g, '');
    const target = url.slice(parsed.origin.length) || '/';
    return http.request({
      method: ask.method ?? 'GET',
      headers,
      ...(secure
        ? { agent: tunnels, host: hostname, port: parsed.port || 443, path: target }
        : { agent: plain, host: '127.0.0.1', port: options.port, path: url }),
      ...(options.from === undefined || secure ? {} : { localAddress: options.from }),
    });
  };

  const open = (url: string, ask: Ask = {}): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const request = start(url, ask);
      request.on('response', resolve);
      request.on('error', reject);
      request.end(ask.body);
    });

  return {
    start,
    open,
    get: async (url, ask) => readReply(await open(url, ask)),
    close() {
      tunnels.destroy();
      plain.destroy();
    },
  };
}

/** Reads the body to its end; rejects when it breaks off. */
export async function readReply(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (!response.complete) throw new Error('reading a response: it broke off');
  const body = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    rawHeaders: response.rawHeaders,
    headers: response.headers,
    body,
    text: body.toString('utf8'),
  };
}

/** All values of a header, in order, whatever its case. */
export function values(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter(
    (_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name.toLowerCase(),
  );
}

/** True when nothing listens there any more. */
export function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
