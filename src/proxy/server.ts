import type { AddressInfo, Socket } from 'node:net';
import { AppError } from '../model/errors.ts';
import { createAdmission } from './admission.ts';
import { Clients } from './clients.ts';
import { createConnections } from './connections.ts';
import { Destinations } from './destinations.ts';
import { FaultLog } from './fault-log.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import type { Http2Front } from './http2/http2-front.ts';
import { createOnLink } from './on-link.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';
import { TransparentListeners } from './transparent-listeners.ts';
import { Upstream } from './upstream.ts';
import { Watchdog } from './watchdog.ts';
import { wire } from './wiring.ts';

/** How long exchanges in flight may go on after close(), in milliseconds. */
const GRACE = 1_000;

/** The proxy's port: lets clients in, and sends each connection where it belongs. */
export class ProxyServer {
  readonly #parts: ProxyParts;
  readonly #transparent: TransparentListeners;
  readonly #server: HttpServer = createHttpServer();
  readonly #clients: Clients;
  readonly #upstream: Upstream;
  readonly #watchdog: Watchdog;
  readonly #http2: Http2Front;
  #port = 0;

  constructor(parts: ProxyParts, settings: ProxySettings) {
    this.#parts = parts;
    this.#clients = new Clients(settings.clients);
    this.#transparent = new TransparentListeners({
      accept: (socket, opener) => accept(socket, opener),
      log: parts.log,
    });
    const destinations = new Destinations({
      ...settings,
      isOwnPort: (port) =>
        port === this.#port ||
        this.#transparent.isOwnPort(port) ||
        settings.otherPorts().includes(port),
    });
    const upstream = new Upstream(destinations, {
      get context() {
        return settings.upstreamContext();
      },
      timeouts: settings.timeouts,
    });
    const watchdog = new Watchdog(settings.timeouts, parts.now);
    const connections = createConnections(parts.now);
    const server = this.#server;
    const faults = new FaultLog(parts.log);
    const shared = { parts, settings, destinations, upstream, watchdog, connections, server };
    const { carry, http2 } = wire({ ...shared, faults });
    const onLink = createOnLink(parts.now);
    const accept = createAdmission({
      clients: this.#clients,
      proxyProtocolFrom: settings.proxyProtocolFrom,
      isOwn: (address) => destinations.isOwn(address),
      isOnLink: (address) => onLink.has(address),
      settle: (address) => parts.devices.settle?.(address) ?? null,
      deviceAt: (address) => parts.devices.identify(address).id,
      admitted: (socket, arrival, opener) => {
        connections.begin(socket, arrival);
        if (opener === null) server.serve(socket);
        else carry(socket);
      },
      fault: (error) => faults.report('admission', error),
      log: parts.log,
      now: parts.now,
    });
    server.http.on('connection', (socket: Socket) => accept(socket, null));
    this.#upstream = upstream;
    this.#watchdog = watchdog;
    this.#http2 = http2;
  }

  /** Resolves with the port in use. Rejects with AppError where it cannot be had. */
  listen(address: string, port: number): Promise<number> {
    const { http } = this.#server;
    return new Promise((resolve, reject) => {
      http.once('error', (cause: NodeJS.ErrnoException) => {
        const message = `listening on ${address} port ${port} failed: ${cause.code ?? cause.message}`;
        reject(new AppError('PORT_UNAVAILABLE', message, { cause }));
      });
      http.listen(port, address, () => {
        http.on('error', (error) => this.#parts.log.error({ why: error.message }, 'server'));
        this.#port = (http.address() as AddressInfo).port;
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
    const { http } = this.#server;
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    const steered = this.#transparent.close();
    http.closeIdleConnections();
    this.#http2.close();
    const deadline = setTimeout(() => this.#clients.destroyAll(), GRACE);
    await Promise.all([closed, steered]);
    clearTimeout(deadline);
    this.#clients.destroyAll();
    this.#upstream.close();
    this.#watchdog.close();
  }
}
