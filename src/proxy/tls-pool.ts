import type { ClientRequest } from 'node:http';
import { type AgentOptions, type RequestOptions, Agent as TlsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { IdleSockets } from './idle-sockets.ts';

/** What tells connections apart here; more of it is what a connection is made with. */
export interface PoolOptions extends RequestOptions {
  /** The name that the certificate was verified for. */
  readonly verified?: string;
}

interface Ahead {
  readonly socket: TLSSocket;
  readonly timer: NodeJS.Timeout;
}

/** In milliseconds: how long a connection that was made ahead waits for its request. */
const WAITS = 15_000;

/**
 * Keeps connections by what tells them apart here. The stock name joins twenty
 * TLS options, all of them the same for every request, four times a request;
 * and it does not tell apart two addresses that `upstream.hosts` sends to one
 * server, of which only one is what the certificate was verified for.
 *
 * A connection can be made ahead: the next request that needs one gets it.
 */
export class TlsPool extends TlsAgent {
  readonly #ahead = new Map<string, Ahead[]>();
  readonly #idle: IdleSockets;

  /** `idle` bounds those that wait, the ones made ahead among them. */
  constructor(options: AgentOptions, idle: IdleSockets) {
    super(options);
    this.#idle = idle;
  }

  override getName(options: PoolOptions = {}): string {
    return `${options.host}:${options.port}:${options.verified}`;
  }

  /** Whether there is a connection already, in use or not. */
  isConnected(options: PoolOptions): boolean {
    const name = this.getName(options);
    return [this.freeSockets[name], this.sockets[name], this.#ahead.get(name)].some(
      (sockets) => sockets !== undefined && sockets.length > 0,
    );
  }

  /** Begins a connection that `keep` gives to a request. Its errors are the caller's. */
  begin(options: PoolOptions): TLSSocket {
    // By this name the pool resumes TLS sessions; its own connections have it too.
    const named = { ...options, _agentKey: this.getName(options), noDelay: true };
    return super.createConnection(named) as TLSSocket;
  }

  /** Keeps a connection that stands for the next request, and not for long. */
  keep(options: PoolOptions, socket: TLSSocket): void {
    const name = this.getName(options);
    const timer = setTimeout(() => socket.destroy(), WAITS).unref();
    this.#ahead.set(name, [...(this.#ahead.get(name) ?? []), { socket, timer }]);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#take(name, socket));
    this.#idle.add(socket);
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

  #take(name: string, taken: TLSSocket): void {
    this.#idle.take(taken);
    const left: Ahead[] = [];
    for (const one of this.#ahead.get(name) ?? []) {
      if (one.socket === taken) clearTimeout(one.timer);
      else left.push(one);
    }
    if (left.length > 0) this.#ahead.set(name, left);
    else this.#ahead.delete(name);
  }

  override createConnection(
    options: PoolOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const name = this.getName(options);
    const found = this.#ahead.get(name)?.find(({ socket }) => socket.writable && socket.readable);
    if (found === undefined) return super.createConnection(options, callback);
    this.#take(name, found.socket);
    return found.socket;
  }

  override destroy(): void {
    super.destroy();
    for (const { socket } of [...this.#ahead.values()].flat()) socket.destroy();
  }
}
