import type { Socket } from 'node:net';
import { createServer, type SecureContext, type Server, TLSSocket } from 'node:tls';
import { type Hostname, parseHostname } from '../model/terms.ts';

export interface TlsFrontParts {
  contextFor(hostname: Hostname): SecureContext;
  /** May a client that can, speak HTTP/2 with this host? */
  offersHttp2(hostname: Hostname): boolean;
  /** The handshake is done; `raw` is the connection that was handed in. */
  secured(socket: TLSSocket, raw: Socket): void;
  /** It failed, or the client does not accept our leaf. */
  failed(raw: Socket, error: Error): void;
}

const HANDSHAKE_TIMEOUT = 15_000;
const HTTP1 = 'http/1.1';
const HTTP2 = 'h2';

/**
 * Ends TLS in process, for all hosts with one server that never listens:
 * connections are injected, as the documentation of `tls.Server` allows. A
 * leaf is chosen by SNI; without SNI, by the name that CONNECT gave.
 */
export class TlsFront {
  readonly #parts: TlsFrontParts;
  readonly #server: Server;

  constructor(parts: TlsFrontParts) {
    this.#parts = parts;
    this.#server = createServer({
      ALPNCallback: ({ servername, protocols }) => this.#agree(servername, protocols),
      minVersion: 'TLSv1.2',
      handshakeTimeout: HANDSHAKE_TIMEOUT,
      SNICallback: (name, callback) => {
        const hostname = parseHostname(name.toLowerCase());
        if (hostname === null) callback(new Error('SNI is not a hostname'));
        else this.#choose(hostname, callback);
      },
    });
    this.#server.on('secureConnection', (socket) => {
      const raw = rawSocketOf(socket);
      if (raw === null) socket.destroy();
      else parts.secured(socket, raw);
    });
    this.#server.on('tlsClientError', (error, socket) => {
      const raw = rawSocketOf(socket);
      if (raw !== null) parts.failed(raw, error);
      socket.destroy();
    });
  }

  /** Undefined where there is none in common, which ends the handshake (RFC 7301 section 3.2). */
  #agree(name: string, offered: readonly string[]): string | undefined {
    const hostname = parseHostname(name.toLowerCase());
    if (offered.includes(HTTP2) && hostname !== null && this.#parts.offersHttp2(hostname)) {
      return HTTP2;
    }
    return offered.includes(HTTP1) ? HTTP1 : undefined;
  }

  #choose(hostname: Hostname, callback: (error: Error | null, context?: SecureContext) => void) {
    try {
      callback(null, this.#parts.contextFor(hostname));
    } catch (error) {
      callback(error as Error);
    }
  }

  /** Bytes that were read to look at the ClientHello have been put back. */
  terminate(raw: Socket, sni: Hostname | null, fallback: Hostname): void {
    // TLS knows no half-open connections that are worth keeping: without this, a
    // client that refuses our leaf and leaves would stay until the time-out.
    raw.allowHalfOpen = false;
    if (sni === null) this.#terminateWithoutName(raw, fallback);
    else this.#server.emit('connection', raw);
  }

  /** A client that asks for an address sends no SNI, and a server has one default leaf only. */
  #terminateWithoutName(raw: Socket, hostname: Hostname): void {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext: this.#parts.contextFor(hostname),
      // Measured on Node 20: a session of HTTP/2 on a socket that no tls.Server made stays silent.
      ALPNProtocols: [HTTP1],
    });
    const timer = setTimeout(() => socket.destroy(), HANDSHAKE_TIMEOUT);
    let reason = new Error('the client left before the end of the handshake');
    const failed = (error: Error): void => {
      reason = error;
    };
    const closed = (): void => {
      clearTimeout(timer);
      this.#parts.failed(raw, reason);
    };
    socket.once('error', failed).once('close', closed);
    socket.once('secure', () => {
      clearTimeout(timer);
      socket.off('error', failed).off('close', closed);
      this.#parts.secured(socket, raw);
    });
  }
}

/**
 * The connection under a TLS socket. `_parent` is not documented, but has been
 * there since Node 0.11; a test fails should it go.
 */
function rawSocketOf(socket: TLSSocket): Socket | null {
  return (socket as unknown as { _parent?: Socket })._parent ?? null;
}
