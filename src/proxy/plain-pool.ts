import { Agent, type AgentOptions, type ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import type { IdleSockets } from './idle-sockets.ts';

/** Keeps connections without TLS, as Node does, but no more idle ones than there may be. */
export class PlainPool extends Agent {
  readonly #idle: IdleSockets;

  constructor(options: AgentOptions, idle: IdleSockets) {
    super(options);
    this.#idle = idle;
  }

  /** False where it is not worth keeping; the types of Node do not know. */
  override keepSocketAlive(socket: Duplex): unknown {
    const kept: unknown = super.keepSocketAlive(socket);
    if (kept === true) this.#idle.add(socket);
    return kept;
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#idle.take(socket);
    super.reuseSocket(socket, request);
  }
}
