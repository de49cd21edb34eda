import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AppError } from '../model/errors.ts';
import { plainAddress } from '../model/terms.ts';
import type { StatusPage } from './status.tsx';

export interface StatusServerOptions {
  readonly page: Pick<StatusPage, 'handle'>;
  /** Whether a client of this address may come in at all. */
  readonly allows: (address: string) => boolean;
}

const SECONDS = 1_000;
const MAX_CONNECTIONS = 256;
/** More than the browsers of one device open, and few enough that no device keeps all others out. */
const MAX_PER_ADDRESS = 64;

/** Serves the page on a port of its own. */
export class StatusServer {
  readonly #server: Server;
  /** How many connections are open, by address. */
  readonly #open = new Map<string, number>();

  constructor({ page, allows }: StatusServerOptions) {
    this.#server = createServer(
      {
        headersTimeout: 10 * SECONDS,
        requestTimeout: 30 * SECONDS,
        keepAliveTimeout: 5 * SECONDS,
        connectionsCheckingInterval: 5 * SECONDS,
        maxHeaderSize: 16 * 1024,
      },
      (request, response) => {
        const clientAddress = addressOf(request.socket);
        const info = { clientAddress, encrypted: false, viaProxy: false };
        page.handle(request, response, info).catch(() => response.destroy());
      },
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
    // Refused before a byte is read: whoever is outside learns nothing.
    this.#server.on('connection', (socket) => {
      const address = addressOf(socket);
      if (!allows(address) || !this.#count(socket, address)) socket.destroy();
    });
  }

  /** False where the address has as many connections as one may have. */
  #count(socket: Socket, address: string): boolean {
    const before = this.#open.get(address) ?? 0;
    if (before >= MAX_PER_ADDRESS) return false;
    this.#open.set(address, before + 1);
    socket.once('close', () => {
      const left = (this.#open.get(address) ?? 1) - 1;
      if (left > 0) this.#open.set(address, left);
      else this.#open.delete(address);
    });
    return true;
  }

  /** Resolves with the port; rejects with an AppError when it cannot be had. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => {
        const message = `listening for the status page on ${host}:${port}: ${error.message}`;
        reject(new AppError('PORT_UNAVAILABLE', message, { cause: error }));
      };
      this.#server.once('error', failed);
      this.#server.listen(port, host, () => {
        this.#server.off('error', failed);
        // Errors of single connections have their own handler in Node.
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** Resolves when the port is free; open connections are cut. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** Without IPv4-mapping and without the zone of a link-local address. */
function addressOf(socket: Socket): string {
  return plainAddress(socket.remoteAddress ?? '').replace(/%.*$/, '');
}
