import type { Socket } from 'node:net';
import type { AddressSet } from './ranges.ts';

/** Far above what a browser with many tabs opens, far below what exhausts descriptors. */
const MAX_PER_CLIENT = 1_024;

/**
 * A device has as many addresses of IPv6 as it likes, so its connections are
 * counted together too. Devices behind one router may look like one device.
 */
const MAX_PER_DEVICE = 4_096;

/** The open connections of clients: who may come in, and how many at once. */
export class Clients {
  readonly #allowed: AddressSet;
  readonly #live = new Map<Socket, string>();
  readonly #counts = new Map<string, number>();
  readonly #ofDevices = new Map<string, number>();

  constructor(allowed: AddressSet) {
    this.#allowed = allowed;
  }

  /**
   * Takes a connection in, or says why not. It is forgotten when it closes.
   * `isNeighbour`: it is known to come from the home network, whatever its address.
   */
  admit(socket: Socket, address: string, isNeighbour = false): 'admitted' | 'foreign' | 'too-many' {
    if (address === '' || !(isNeighbour || this.#allowed.has(address))) return 'foreign';
    const count = this.#counts.get(address) ?? 0;
    if (count >= MAX_PER_CLIENT) return 'too-many';
    this.#counts.set(address, count + 1);
    this.#live.set(socket, address);
    socket.once('close', () => this.#forget(socket, address));
    return 'admitted';
  }

  /** Counts a connection that was admitted to its device; false where it has too many. */
  attribute(socket: Socket, device: string): boolean {
    const count = this.#ofDevices.get(device) ?? 0;
    if (count >= MAX_PER_DEVICE) return false;
    this.#ofDevices.set(device, count + 1);
    socket.once('close', () => release(this.#ofDevices, device));
    return true;
  }

  /** Closes with the others one whose client is not known yet. */
  hold(socket: Socket): void {
    this.#live.set(socket, '');
    socket.once('close', () => {
      if (this.#live.get(socket) === '') this.#live.delete(socket);
    });
  }

  #forget(socket: Socket, address: string): void {
    if (this.#live.delete(socket)) release(this.#counts, address);
  }

  get size(): number {
    return this.#live.size;
  }

  destroyAll(): void {
    for (const socket of this.#live.keys()) socket.destroy();
  }
}

function release(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left === 0) counts.delete(key);
  else counts.set(key, left);
}
