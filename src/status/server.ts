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

/** Serves the page on a port of its own. */
export class StatusServer {
  readonly #server: Server;

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
    this.#server.maxConnections = 256;
    // Refused before a byte is read: whoever is outside learns nothing.
    this.#server.on('connection', (socket) => {
      if (!allows(addressOf(socket))) socket.destroy();
    });
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
