import net, { type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls, { type TLSSocket } from 'node:tls';

/** A client that sends exactly the bytes it is told to, and reads without interpreting. */
export interface RawClient {
  readonly socket: Duplex;
  /** Everything that came so far, as latin1. */
  readonly text: () => string;
  /** The error that ended the connection, if one did. */
  readonly failure: () => Error | null;
  readonly closed: () => boolean;
  /** A text is sent as latin1: one byte per character. */
  send(bytes: string | Uint8Array): void;
  /** Resolves with all text as soon as it contains the pattern; rejects when it cannot any more. */
  until(pattern: RegExp, milliseconds?: number): Promise<string>;
  /** Resolves with all text once the other side has closed. */
  end(milliseconds?: number): Promise<string>;
  destroy(): void;
}

export interface From {
  readonly port: number;
  /** The proxy's own address; loopback where not given. */
  readonly address?: string;
  /** The client's address: 127.0.0.2 to 127.0.0.9 play devices of their own. */
  readonly from?: string;
}

const PATIENCE = 10_000;

/** Opens a TCP connection to the proxy. */
export async function connectRaw({ port, address, from }: From): Promise<RawClient> {
  const socket = net.connect({
    port,
    host: address ?? '127.0.0.1',
    ...(from === undefined ? {} : { localAddress: from }),
  });
  await settled(socket, 'connect');
  return wrap(socket);
}

/** Asks the proxy for a tunnel; `reply` is the head of its answer. */
export async function openTunnel(
  to: From,
  authority: string,
): Promise<{ readonly client: RawClient; readonly reply: string; readonly socket: Socket }> {
  const client = await connectRaw(to);
  client.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const reply = await client.until(/\r\n\r\n/);
  return { client, reply, socket: client.socket as Socket };
}

export interface TlsOptions extends From {
  /** `host:port` of the CONNECT. */
  readonly authority: string;
  /** The name in the ClientHello; null sends none. The CONNECT's host where not given. */
  readonly servername?: string | null;
  /** Certificates to trust; absent: any is taken, for tests of other things. */
  readonly ca?: string | readonly string[];
  /** The protocols it offers; HTTP/1.1 where not given. */
  readonly alpn?: readonly string[];
}

/** CONNECT, then a TLS handshake inside the tunnel. Rejects when either is refused. */
export async function openTls(options: TlsOptions): Promise<TLSSocket> {
  const { socket, reply, client } = await openTunnel(options, options.authority);
  if (!/^HTTP\/1\.[01] 200 /.test(reply)) {
    client.destroy();
    throw new Error(`opening a tunnel to ${options.authority}: ${reply.split('\r\n')[0]}`);
  }
  socket.removeAllListeners('data');
  const hostname = options.authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const name = options.servername === undefined ? hostname : options.servername;
  const secure = tls.connect({
    socket,
    ALPNProtocols: [...(options.alpn ?? ['http/1.1'])],
    ...(name === null || net.isIP(name) !== 0 ? {} : { servername: name }),
    ...(options.ca === undefined
      ? { rejectUnauthorized: false }
      : {
          ca: [options.ca].flat() as string[],
          checkServerIdentity: (_host, certificate) =>
            tls.checkServerIdentity(name ?? hostname, certificate),
        }),
  });
  await settled(secure, 'secureConnect');
  return secure;
}

/** A raw client inside TLS. */
export async function connectRawTls(options: TlsOptions): Promise<RawClient> {
  return wrap(await openTls(options));
}

function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
    socket.once('close', () =>
      reject(new Error(`waiting for ${event}: the connection was closed`)),
    );
  });
}

function wrap(socket: Socket): RawClient {
  const chunks: Buffer[] = [];
  let failure: Error | null = null;
  let closed = false;
  const text = () => Buffer.concat(chunks).toString('latin1');
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('end', () => {
    closed = true;
  });
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', (error) => {
    failure = error;
  });
  const wait = (done: () => boolean, what: string, milliseconds: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (done()) settle(null);
        else if (closed) settle(new Error(`${what}: closed after ${JSON.stringify(text())}`));
      };
      const settle = (error: Error | null) => {
        clearTimeout(timer);
        socket.off('data', check).off('end', check).off('close', check);
        if (error === null) resolve(text());
        else reject(error);
      };
      const late = () =>
        settle(new Error(`${what}: nothing in ${milliseconds} ms, had ${JSON.stringify(text())}`));
      const timer = setTimeout(late, milliseconds);
      socket.on('data', check).on('end', check).on('close', check);
      check();
    });
  return {
    socket,
    text,
    failure: () => failure,
    closed: () => closed,
    send: (bytes) => {
      socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    },
    until: (pattern, milliseconds = PATIENCE) =>
      wait(() => pattern.test(text()), `waiting for ${pattern}`, milliseconds),
    end: (milliseconds = PATIENCE) => wait(() => closed, 'waiting for the end', milliseconds),
    destroy: () => {
      socket.destroy();
    },
  };
}
