import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { AppError } from '../model/errors.ts';
import type { ProxyLog } from './ports.ts';

/** Who opened a socket decides what may be believed of its connections' local address. */
export type Opener = 'starter' | 'ourselves';

export interface TransparentListenersParts {
  accept(socket: Socket, opener: Opener): void;
  readonly log: ProxyLog;
}

/** Node calls listen(2) again on an inherited socket, with this many waiting connections. */
const BACKLOG = 511;

/**
 * The sockets that steered connections arrive at. Those that were opened by who
 * started us are transparent: the kernel gives a connection the local address
 * that the device wanted to reach. Only a privileged process can open such a
 * socket, so those that we open ourselves are for redirected connections.
 */
export class TransparentListeners {
  readonly #parts: TransparentListenersParts;
  readonly #servers: Server[] = [];

  constructor(parts: TransparentListenersParts) {
    this.#parts = parts;
  }

  /** Takes over a listening socket. Rejects with AppError where it is none of TCP. */
  inherit(descriptor: number): Promise<void> {
    return this.#open({ fd: descriptor }, 'starter', `on inherited socket ${descriptor}`);
  }

  /** Rejects with AppError where the port cannot be had. */
  open(address: string, port: number): Promise<void> {
    return this.#open({ host: address, port }, 'ourselves', `on ${address} port ${port}`);
  }

  #open(where: ListenOptions & { fd?: number }, opener: Opener, place: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true }, (socket) => {
        this.#parts.accept(socket, opener);
      });
      const refused = (cause: NodeJS.ErrnoException): void => {
        const message = `listening ${place} failed: ${cause.code ?? cause.message}`;
        reject(new AppError('PORT_UNAVAILABLE', message, { cause }));
      };
      server.once('error', refused);
      server.listen({ ...where, backlog: BACKLOG }, () => {
        this.#servers.push(server);
        server.off('error', refused);
        server.on('error', (error) => this.#parts.log.error({ why: error.message }, 'server'));
        // A socket of another kind, a local one for instance, has no port.
        if (typeof server.address() === 'object') resolve();
        else reject(new AppError('PORT_UNAVAILABLE', `listening ${place} failed: it is not TCP`));
      });
    });
  }

  /** Where it listens, as `address:port`. */
  get addresses(): readonly { readonly address: string; readonly port: number }[] {
    return this.#servers.flatMap((server) => {
      const bound = server.address();
      return typeof bound === 'object' && bound !== null ? [bound] : [];
    });
  }

  isOwnPort(port: number): boolean {
    return this.addresses.some((bound) => bound.port === port);
  }

  /** Takes no more connections; resolves when those that were accepted are closed. */
  async close(): Promise<void> {
    const closed = this.#servers.map(
      (server) => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    await Promise.all(closed);
  }
}
