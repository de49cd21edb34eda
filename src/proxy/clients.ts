import type { Socket } from 'node:net';
import type { AddressSet } from './ranges.ts';

/** Far above what a browser with many tabs opens, far below what exhausts descriptors. */
const MAX_PER_CLIENT = 1_024;

/** The open connections of clients: who may come in, and how many at once. */
export class Clients {
  readonly #allowed: AddressSet;
  readonly #live = new Map<Socket, string>();
  readonly #counts = new Map<string, number>();

  constructor(allowed: AddressSet) {
    this.#allowed = allowed;
  }

  /** Takes a connection in, or says why not. It is forgotten when it closes. */
  admit(socket: Socket, address: string): 'admitted' | 'foreign' | 'too-many' {
    if (address === '' || !this.#allowed.has(address)) return 'foreign';
    const count = this.#counts.get(address) ?? 0;
    if (count >= MAX_PER_CLIENT) return 'too-many';
    this.#counts.set(address, count + 1);
    this.#live.set(socket, address);
    socket.once('close', () => this.#forget(socket, address));
    return 'admitted';
  }

  /** Closes with the others one whose client is not known yet. */
  hold(socket: Socket): void {
    this.#live.set(socket, '');
    socket.once('close', () => {
      if (this.#live.get(socket) === '') this.#live.delete(socket);
    });
  }

  #forget(socket: Socket, address: string): void {
    if (!this.#live.delete(socket)) return;
    const left = (this.#counts.get(address) ?? 1) - 1;
    if (left === 0) this.#counts.delete(address);
    else this.#counts.set(address, left);
  }

  get size(): number {
    return this.#live.size;
  }

  destroyAll(): void {
    for (const socket of this.#live.keys()) socket.destroy();
  }
}
