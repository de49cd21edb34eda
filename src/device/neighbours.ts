import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type NeighbourEntries, parseArp, parseIpNeigh } from './neighbour-entries.ts';

/** Which network card an address belongs to. Answers at once, from what is known. */
export interface NeighbourTable {
  /** Changes whenever an answer may. */
  readonly version: number;
  /** The MAC behind an address, or null. */
  lookup(address: string): string | null;
  /** All addresses behind a MAC. */
  addressesOf(mac: string): readonly string[];
}

/** For systems without such a table, and for tests: every device is known by its address. */
export const NO_NEIGHBOURS: NeighbourTable = {
  version: 0,
  lookup: () => null,
  addressesOf: () => [],
};

/** Where the table comes from. Neither throws for want of a table: they say ''. */
export interface NeighbourSources {
  /** The text of `/proc/net/arp`. Called within a look-up: must take microseconds. */
  readArp(): string;
  /** The output of `ip -s -j neigh`. */
  readIpNeigh(signal: AbortSignal): Promise<string>;
}

const REFRESH_EVERY = 5_000;
/** A reading for the sake of a new address starts a process, so there is one a second at most. */
const ASK_EVERY = 1_000;
/** The same while a client waits for it. */
const SETTLE_EVERY = 100;
/** How long a client waits at most. */
const SETTLE_WITHIN = 500;
/** Addresses that no reading knew: those of clients behind another router. */
const MAX_STRANGERS = 1_024;
const IP_TIMEOUT = 4_000;
const IP_MAX_OUTPUT = 1_048_576;

/** The kernel's own tables, where this is Linux. */
export function kernelNeighbours(): NeighbourSources {
  const run = promisify(execFile);
  return {
    readArp() {
      try {
        // Not /proc/net/arp: systemd's ProcSubset=pid hides that one.
        return readFileSync('/proc/self/net/arp', 'latin1');
      } catch {
        return '';
      }
    },
    async readIpNeigh(signal) {
      try {
        // IPv6 has no such file; only a netlink socket knows, and `ip` asks it.
        const limits = { timeout: IP_TIMEOUT, maxBuffer: IP_MAX_OUTPUT, signal };
        return (await run('ip', ['-6', '-s', '-j', 'neigh'], limits)).stdout;
      } catch {
        return '';
      }
    },
  };
}

/**
 * The table of the kernel, read every five seconds between `start` and
 * `close`. An IPv4 address that is not in it is looked for once more at once:
 * the kernel has learnt it before it let the connection through, and reading
 * that file touches no disk. A new IPv6 address brings the next reading
 * forward: it is known some milliseconds after it was first asked for, and
 * `settle` waits for that.
 */
export class Neighbours implements NeighbourTable {
  readonly #sources: NeighbourSources;
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  readonly #strangers = new Set<string>();
  #askedAt = Number.NEGATIVE_INFINITY;
  #version = 0;
  #arpText = '';
  #ipText = '';
  #v4: NeighbourEntries = new Map();
  #v6: NeighbourEntries = new Map();
  #addresses: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(sources: NeighbourSources) {
    this.#sources = sources;
  }

  get version(): number {
    return this.#version;
  }

  /** Resolves once the table has been read for the first time. */
  async start(): Promise<void> {
    this.#timer ??= setInterval(() => void this.refresh(), REFRESH_EVERY).unref();
    await this.refresh();
  }

  /** Ends the timer and a reading that is under way. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#closed.abort();
    await this.#reading;
  }

  /** Reads both tables now; readings do not overlap. Never rejects. */
  refresh(): Promise<void> {
    this.#reading ??= this.#readBoth().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  lookup(address: string): string | null {
    if (address.includes(':')) return this.#v6.get(address) ?? this.#askSoon(address);
    const known = this.#v4.get(address);
    if (known !== undefined) return known;
    if (address.startsWith('127.')) return null;
    this.#take(this.#sources.readArp(), this.#ipText);
    return this.#v4.get(address) ?? null;
  }

  #askSoon(address: string): null {
    const now = performance.now();
    if (address === '::1' || now - this.#askedAt < ASK_EVERY) return null;
    this.#askedAt = now;
    void this.refresh();
    return null;
  }

  /**
   * For the address of a client that has just connected: resolves when `lookup`
   * can tell its MAC, or cannot, half a second later at most. Null where it can
   * be asked at once. A device has a new IPv6 address every day (RFC 8981), and
   * what is said of the device has to hold for the first connection from it.
   */
  settle(address: string): Promise<void> | null {
    if (!address.includes(':') || address === '::1') return null;
    if (this.#v6.has(address) || this.#strangers.has(address)) return null;
    return new Promise((resolve) => {
      const late = setTimeout(resolve, SETTLE_WITHIN);
      void this.#settle(address).finally(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  async #settle(address: string): Promise<void> {
    this.#next ??= this.#readNext();
    await this.#next;
    if (this.#v6.has(address)) return;
    if (this.#strangers.size >= MAX_STRANGERS) this.#strangers.clear();
    this.#strangers.add(address);
  }

  /** A reading that begins after this call: one under way may have begun before the client came. */
  async #readNext(): Promise<void> {
    const pause = this.#readAt + SETTLE_EVERY - performance.now();
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    await this.#reading;
    this.#next = null;
    await this.refresh();
  }

  addressesOf(mac: string): readonly string[] {
    return this.#addresses.get(mac) ?? [];
  }

  async #readBoth(): Promise<void> {
    this.#readAt = performance.now();
    const ipText = await this.#sources.readIpNeigh(this.#closed.signal);
    if (this.#closed.signal.aborted) return;
    this.#take(this.#sources.readArp(), ipText);
  }

  #take(arpText: string, ipText: string): void {
    if (arpText === this.#arpText && ipText === this.#ipText) return;
    const v4 = arpText === this.#arpText ? this.#v4 : parseArp(arpText);
    const v6 = ipText === this.#ipText ? this.#v6 : parseIpNeigh(ipText);
    this.#arpText = arpText;
    this.#ipText = ipText;
    // `ip` also prints states that change all the time and mean nothing here.
    if (sameEntries(v4, this.#v4) && sameEntries(v6, this.#v6)) return;
    this.#v4 = v4;
    this.#v6 = v6;
    this.#addresses = addressesByMac([...v4, ...v6]);
    this.#version += 1;
  }
}

function sameEntries(one: NeighbourEntries, other: NeighbourEntries): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [address, mac] of one) {
    if (other.get(address) !== mac) return false;
  }
  return true;
}

function addressesByMac(entries: Iterable<readonly [string, string]>) {
  const addresses = new Map<string, string[]>();
  for (const [address, mac] of entries) {
    const known = addresses.get(mac);
    if (known === undefined) addresses.set(mac, [address]);
    else known.push(address);
  }
  return addresses;
}
