import { type Agent, type ClientRequest, request as httpRequest } from 'node:http';
import { type RequestOptions, request as tlsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate, type SecureContext, TLSSocket } from 'node:tls';
import type { RawHeaders } from '../model/request.ts';
import { type Destination, type Hostname, isIpAddress } from '../model/terms.ts';
import type { Destinations } from './destinations.ts';
import { ExchangeError } from './failure.ts';
import { createIdleSockets } from './idle-sockets.ts';
import { PlainPool } from './plain-pool.ts';
import { TlsPool } from './tls-pool.ts';

export interface UpstreamSettings {
  readonly context: SecureContext;
  readonly timeouts: { readonly connect: number };
}

/** A request as it leaves us. */
export interface OutgoingRequest {
  readonly dial: Destination;
  /** The name that the certificate must prove; null for plain HTTP. */
  readonly servername: Hostname | null;
  readonly method: string;
  readonly path: string;
  readonly headers: RawHeaders;
}

const ALPN = ['http/1.1'];
/** In bytes, as for requests: some sites set many long cookies at once, and browsers take them. */
const MAX_HEAD = 64 * 1024;
/** Below the keep-alive times of common servers, so that few sockets are stale when reused. */
const FREE_SOCKET_TIMEOUT = 30_000;
const POOL = {
  keepAlive: true,
  scheduling: 'lifo',
  maxSockets: 256,
  // A browser of HTTP/2 asks one host for forty things at once, and the next page has them again.
  maxFreeSockets: 64,
  timeout: FREE_SOCKET_TIMEOUT,
} as const;

/** The one pool of connections to servers, shared by all devices. */
export class Upstream {
  readonly #destinations: Destinations;
  readonly #settings: UpstreamSettings;
  readonly #plain: Agent;
  readonly #tls: TlsPool;

  constructor(destinations: Destinations, settings: UpstreamSettings) {
    this.#destinations = destinations;
    this.#settings = settings;
    const idle = createIdleSockets();
    this.#plain = new PlainPool(POOL, idle);
    this.#tls = new TlsPool({ ...POOL, maxCachedSessions: 500 }, idle);
  }

  /**
   * Starts a request; its body is still to be written and ended. Throws
   * ExchangeError where the destination is refused. `pooled: false` opens a
   * connection of its own, which an upgrade then keeps.
   */
  request(outgoing: OutgoingRequest, { pooled }: { readonly pooled: boolean }): ClientRequest {
    const options: RequestOptions = {
      ...this.#connection(outgoing),
      method: outgoing.method,
      path: outgoing.path,
      // Node takes a flat list as in rawHeaders, which its types do not know.
      headers: outgoing.headers as unknown as Record<string, string>,
      setHost: false,
      maxHeaderSize: MAX_HEAD,
      agent: pooled && this.#agentOf(outgoing),
    };
    return outgoing.servername === null
      ? this.#limited(httpRequest(options), 'connect')
      : this.#limited(tlsRequest(options), 'secureConnect');
  }

  /** What decides which connection is used, and what the pool keeps connections by. */
  #connection({ dial, servername }: OutgoingRequest): RequestOptions {
    const route = this.#destinations.route(dial);
    return servername === null ? route : { ...route, ...this.#tlsOptions(servername) };
  }

  #agentOf({ servername }: OutgoingRequest): Agent {
    return servername === null ? this.#plain : this.#tls;
  }

  #tlsOptions(servername: Hostname): object {
    const shared = {
      secureContext: this.#settings.context,
      ALPNProtocols: ALPN,
      verified: servername,
    };
    if (!isIpAddress(servername)) return { ...shared, servername };
    // SNI carries no addresses (RFC 6066); the certificate must still name this one.
    const identity = (_host: string, certificate: PeerCertificate) =>
      checkServerIdentity(servername, certificate);
    return { ...shared, servername: '', checkServerIdentity: identity };
  }

  /** Bounds the time until the connection stands, handshake included. */
  #limited(made: ClientRequest, ready: 'connect' | 'secureConnect'): ClientRequest {
    made.once('socket', (socket) => {
      // One that was made ahead may be stale, as one that was used before.
      if (socket instanceof TLSSocket && socket.authorized) made.reusedSocket = true;
      if (made.reusedSocket) return;
      const timer = setTimeout(() => {
        made.destroy(new ExchangeError('timeout', 'connecting took too long'));
      }, this.#settings.timeouts.connect);
      const stop = (): void => clearTimeout(timer);
      socket.once(ready, stop).once('close', stop);
    });
    return made;
  }

  /**
   * Closes the idle connections of one destination: after one of them turned
   * out to be stale, its neighbours are likely to be. Never throws.
   */
  dropIdle(outgoing: OutgoingRequest): void {
    const agent = this.#agentOf(outgoing);
    const name = this.#poolName(agent, outgoing);
    for (const socket of agent.freeSockets[name] ?? []) socket.destroy();
  }

  #poolName(agent: Agent, outgoing: OutgoingRequest): string {
    try {
      return agent.getName(this.#connection(outgoing));
    } catch {
      // Refused since then, so nobody will use what is idle there.
      return '';
    }
  }

  /**
   * Makes a connection to a server of TLS, whose certificate is verified, and
   * keeps it for the next request; nothing where there is one already. Rejects
   * with ExchangeError or a socket's error.
   */
  connectAhead(dial: Destination, servername: Hostname): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = { ...this.#destinations.route(dial), ...this.#tlsOptions(servername) };
      if (this.#tls.isConnected(options)) {
        resolve();
        return;
      }
      const socket = this.#tls.begin(options);
      const timer = setTimeout(() => {
        socket.destroy(new ExchangeError('timeout', 'connecting took too long'));
      }, this.#settings.timeouts.connect);
      socket.once('error', reject);
      socket.once('close', () => clearTimeout(timer));
      socket.once('secureConnect', () => {
        clearTimeout(timer);
        socket.off('error', reject);
        this.#tls.keep(options, socket);
        resolve();
      });
    });
  }

  /** A bare connection, for tunnels. Rejects with ExchangeError or a socket's error. */
  connect(destination: Destination): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({
        ...this.#destinations.route(destination),
        noDelay: true,
        allowHalfOpen: true,
      });
      const timer = setTimeout(() => {
        socket.destroy(new ExchangeError('timeout', 'connecting took too long'));
      }, this.#settings.timeouts.connect);
      socket.once('error', reject);
      socket.once('close', () => clearTimeout(timer));
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', reject);
        resolve(socket);
      });
    });
  }

  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }
}
