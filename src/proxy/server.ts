import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Connection } from '../model/connection.ts';
import { AppError } from '../model/errors.ts';
import type { Fingerprint } from '../model/program.ts';
import type { Hostname } from '../model/terms.ts';
import { arrivalOf, type Source, sourceOf } from './arrival.ts';
import { Clients } from './clients.ts';
import { type ConnectTools, handleConnect } from './connect.ts';
import { Destinations } from './destinations.ts';
import { ExchangeHandlers } from './exchange-handlers.ts';
import { FaultLog } from './fault-log.ts';
import { FirstContact } from './first-contact.ts';
import { GrpcHosts } from './http2/grpc.ts';
import { Http2Front } from './http2/http2-front.ts';
import { EyelidMitm } from './mitm.ts';
import { Passes } from './passes.ts';
import { pipeliningLimit } from './pipelining.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import type { ProxyHeader } from './proxy-protocol.ts';
import { RedirectMemory } from './redirect-memory.ts';
import { takeProxyHeader } from './take-proxy-header.ts';
import { TlsFront } from './tls-front.ts';
import { handleTransparent } from './transparent.ts';
import { type Opener, TransparentListeners } from './transparent-listeners.ts';
import { createTrustWatch, type TrustWatch } from './trust-watch.ts';
import { handleUpgrade, type UpgradeTools } from './upgrade.ts';
import { Upstream } from './upstream.ts';
import { Watchdog } from './watchdog.ts';

const HTTP_OPTIONS = {
  maxHeaderSize: 64 * 1024,
  headersTimeout: 30_000,
  // A long upload is not an attack; slow heads are bounded above.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  noDelay: true,
} as const;

/** How long exchanges in flight may go on after close(), in milliseconds. */
const GRACE = 1_000;

type Shared = UpgradeTools & Pick<ConnectTools, 'grpcHosts' | 'firstContact'>;

/** The proxy's port: lets clients in, and sends each connection where it belongs. */
export class ProxyServer {
  readonly #parts: ProxyParts;
  readonly #settings: ProxySettings;
  readonly #destinations: Destinations;
  readonly #transparent: TransparentListeners;
  readonly #carry: (socket: Socket) => void;
  readonly #http: Server;
  readonly #serve: (socket: Duplex) => void;
  readonly #clients: Clients;
  readonly #upstream: Upstream;
  readonly #watchdog: Watchdog;
  readonly #tls: TlsFront;
  readonly #trust: TrustWatch;
  readonly #http2: Http2Front;
  readonly #connections = new WeakMap<Duplex, Connection>();
  #lastId = 0;
  #port = 0;

  constructor(parts: ProxyParts, settings: ProxySettings) {
    this.#parts = parts;
    this.#clients = new Clients(settings.clients);
    this.#settings = settings;
    this.#transparent = new TransparentListeners({
      accept: (socket, opener) => this.#accept(socket, opener),
      log: parts.log,
    });
    const destinations = new Destinations({
      ...settings,
      isOwnPort: (port) =>
        port === this.#port ||
        this.#transparent.isOwnPort(port) ||
        settings.otherPorts().includes(port),
    });
    this.#destinations = destinations;
    this.#upstream = new Upstream(destinations, {
      get context() {
        return settings.upstreamContext();
      },
      timeouts: settings.timeouts,
    });
    this.#watchdog = new Watchdog(settings.timeouts, parts.now);
    this.#http = createServer(HTTP_OPTIONS);
    // Heads are bounded by their size. Node would drop the headers beyond the
    // thousandth, and with a Content-Length among them the body.
    this.#http.maxHeadersCount = 0;
    this.#serve = takeOver(this.#http);
    this.#trust = createTrustWatch(parts, settings);
    this.#tls = new TlsFront({
      contextFor: (hostname) => parts.leaves.contextFor(hostname),
      offersHttp2: settings.offersHttp2,
      secured: (socket, raw) => this.#secured(socket, raw),
      failed: (raw, error) => this.#tlsFailed(raw, error),
    });
    const shared = {
      parts,
      settings,
      destinations,
      upstream: this.#upstream,
      faults: new FaultLog(parts.log),
      redirects: new RedirectMemory(parts.now),
      passes: new Passes(parts.now),
      grpcHosts: new GrpcHosts(parts.now),
      firstContact: new FirstContact({
        connect: (dial, servername) => this.#upstream.connectAhead(dial, servername),
        now: parts.now,
      }),
      connectionOf: (socket: Duplex) => this.#connections.get(socket) ?? null,
      serve: this.#serve,
    };
    const { carry, http2 } = this.#wire(shared);
    this.#carry = carry;
    this.#http2 = http2;
  }

  /** Returns what carries out a connection that was steered here, and what serves HTTP/2. */
  #wire(shared: Shared): { carry: (socket: Socket) => void; http2: Http2Front } {
    const connectTools: ConnectTools = {
      ...shared,
      setDestination: (socket, destination) => this.#update(socket, { destination }),
      terminate: (socket, sni, program) => this.#terminate(socket, sni, program),
    };
    const mitm = new EyelidMitm({
      ...shared,
      watchdog: this.#watchdog,
      handleConnect: (request, socket, head) => {
        handleConnect(request, socket as Socket, head, connectTools).catch((error: unknown) => {
          shared.faults.report('connect', error);
          socket.destroy();
        });
      },
    });
    new ExchangeHandlers(shared).register(mitm);
    this.#http.on('connection', (socket: Socket) => this.#accept(socket, null));
    const mayBeTaken = pipeliningLimit();
    this.#http.on('request', (request, response) => {
      if (!mayBeTaken(request, response)) request.socket.destroy();
      else mitm._onHttpServerRequest(false, request, response);
    });
    this.#http.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      mitm._onHttpServerConnect(request, socket, head);
    });
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      try {
        handleUpgrade(request, socket, head, shared);
      } catch (error) {
        shared.faults.report('upgrade', error);
        socket.destroy();
      }
    });
    const tools = {
      ...connectTools,
      setExplicit: (socket: Socket) => this.#update(socket, { wayIn: 'explicit' }),
    };
    const carry = (socket: Socket): void => {
      handleTransparent(socket, tools).catch((error: unknown) => {
        shared.faults.report('transparent', error);
        socket.destroy();
      });
    };
    const http2 = new Http2Front({
      ...shared,
      handle: (request, response) => mitm._onHttpServerRequest(true, request, response),
    });
    return { carry, http2 };
  }

  /** `opener` is null on the proxy's own port. */
  #accept(socket: Socket, opener: Opener | null): void {
    socket.on('error', () => socket.destroy());
    const from = sourceOf(socket);
    if (!this.#settings.proxyProtocolFrom.has(from.clientAddress)) {
      this.#admit(socket, from, opener, null);
      return;
    }
    this.#clients.hold(socket);
    void takeProxyHeader(socket).then((header) => {
      if (header === null) socket.destroy();
      else this.#admit(socket, from, opener, header);
    });
  }

  #admit(socket: Socket, from: Source, opener: Opener | null, header: ProxyHeader | null): void {
    const isOwn = (address: string): boolean => this.#destinations.isOwn(address);
    const how = arrivalOf(socket, { from, opener, header, isOwn });
    const admitted = how === null ? 'a loop' : this.#clients.admit(socket, how.clientAddress);
    if (how === null || admitted !== 'admitted') {
      this.#parts.log.debug({ client: from.clientAddress, why: admitted }, 'connection refused');
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    // A phone that left the house sends no farewell.
    socket.setKeepAlive(true, 60_000);
    this.#lastId += 1;
    this.#connections.set(socket, {
      ...how,
      id: this.#lastId,
      sni: null,
      program: null,
      encrypted: false,
      openedAt: this.#parts.now(),
    });
    if (opener === null) this.#serve(socket);
    else this.#carry(socket);
  }

  #update(socket: Duplex, change: Partial<Connection>): void {
    const known = this.#connections.get(socket);
    if (known !== undefined) this.#connections.set(socket, { ...known, ...change });
  }

  #terminate(socket: Socket, sni: Hostname | null, program: Fingerprint): void {
    this.#update(socket, { sni, program });
    const connection = this.#connections.get(socket);
    if (connection?.destination == null) socket.destroy();
    else this.#tls.terminate(socket, sni, connection.destination.hostname);
  }

  #secured(socket: TLSSocket, raw: Socket): void {
    const connection = this.#connections.get(raw);
    if (connection === undefined) {
      socket.destroy();
      return;
    }
    this.#connections.set(socket, { ...connection, encrypted: true });
    socket.on('error', () => socket.destroy());
    this.#trust.secured(socket, connection);
    if (socket.alpnProtocol === 'h2') this.#http2.serve(socket);
    else this.#serve(socket);
  }

  #tlsFailed(raw: Socket, error: Error): void {
    const connection = this.#connections.get(raw);
    const host = connection?.sni ?? connection?.destination?.hostname ?? null;
    this.#parts.log.debug(
      { client: connection?.clientAddress, host, why: error.message },
      'no TLS',
    );
    if (connection !== undefined) this.#trust.failed(connection, error);
    raw.destroy();
  }

  /** Resolves with the port in use. Rejects with AppError where it cannot be had. */
  listen(address: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', (cause: NodeJS.ErrnoException) => {
        const message = `listening on ${address} port ${port} failed: ${cause.code ?? cause.message}`;
        reject(new AppError('PORT_UNAVAILABLE', message, { cause }));
      });
      this.#http.listen(port, address, () => {
        this.#http.on('error', (error) => this.#parts.log.error({ why: error.message }, 'server'));
        this.#port = (this.#http.address() as AddressInfo).port;
        resolve(this.#port);
      });
    });
  }

  /** Where connections arrive that are steered here. Call it before the first of them. */
  get transparent(): Pick<TransparentListeners, 'inherit' | 'open' | 'addresses'> {
    return this.#transparent;
  }

  /** Takes no more clients, lets exchanges end for a second, then closes all. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    const steered = this.#transparent.close();
    this.#http.closeIdleConnections();
    this.#http2.close();
    const deadline = setTimeout(() => this.#clients.destroyAll(), GRACE);
    await Promise.all([closed, steered]);
    clearTimeout(deadline);
    this.#clients.destroyAll();
    this.#upstream.close();
    this.#watchdog.close();
  }
}

/**
 * Takes the listener off that serves a new connection and returns it as a
 * function: connections are admitted first, and those inside TLS are served
 * by the same server, so its time-outs hold for them too.
 */
function takeOver(http: Server): (socket: Duplex) => void {
  const [serve] = http.listeners('connection');
  if (serve === undefined) throw new Error('http.Server has no connection listener');
  http.removeAllListeners('connection');
  return (socket) => serve.call(http, socket);
}
