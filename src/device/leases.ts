import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { bareAddress } from './identify.ts';
import { parseMac } from './mac.ts';
import { type FoundName, type NameOwner, type NameSources, nameFromHost } from './names.ts';

/** The names of a lease file, by MAC and by address. */
export interface LeaseNames {
  readonly byMac: ReadonlyMap<string, string>;
  readonly byAddress: ReadonlyMap<string, string>;
}

const MAX_TEXT = 1_048_576;
const MAX_ENTRIES = 8_192;

/**
 * Reads dnsmasq's lease file: a line `expiry MAC address hostname client-id`
 * a lease, `*` for no hostname. DHCPv6 leases come after a line `duid ...` and
 * have a number where the MAC is, so they name addresses only. A MAC behind a
 * hardware type (`06-aa:bb:...`) is read without it. Lines that say
 * nothing are skipped.
 */
export function parseLeases(text: string): LeaseNames {
  const byMac = new Map<string, string>();
  const byAddress = new Map<string, string>();
  for (const line of text.slice(0, MAX_TEXT).split('\n')) {
    if (byAddress.size >= MAX_ENTRIES) break;
    const [expiry = '', hardware = '', address = '', host = ''] = line.trim().split(/\s+/, 5);
    if (!/^\d+$/.test(expiry) || isIP(address) === 0) continue;
    const name = nameFromHost(host);
    if (name === null) continue;
    const mac = parseMac(hardware.replace(/^\w{2}-(?=\w{2}:)/, ''));
    if (mac !== null) byMac.set(mac, name);
    byAddress.set(bareAddress(address), name);
  }
  return { byMac, byAddress };
}

/** What a file held when it was last read. */
interface Seen {
  readonly stamp: string;
  readonly names: LeaseNames;
}

const REFRESH_EVERY = 5_000;

/**
 * The names in lease files, which are looked at every five seconds between
 * `start` and `close` and read when they changed. A file that is not there, or
 * may not be read, names nobody.
 */
export class Leases implements NameSources {
  readonly #paths: readonly string[];
  readonly #files = new Map<string, Seen>();
  #timer: NodeJS.Timeout | null = null;
  #version = 0;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  get version(): number {
    return this.#version;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.refresh(), REFRESH_EVERY).unref();
    this.refresh();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Reads what changed, now. Never throws. */
  refresh(): void {
    for (const path of this.#paths) this.#look(path);
  }

  nameOf({ mac, addresses }: NameOwner): FoundName | null {
    for (const { names } of this.#files.values()) {
      const name =
        (mac === null ? undefined : names.byMac.get(mac)) ??
        addresses.map((one) => names.byAddress.get(one)).find((one) => one !== undefined);
      if (name !== undefined) return { name, from: 'lease' };
    }
    return null;
  }

  #look(path: string): void {
    const stamp = stampOf(path);
    if (stamp === (this.#files.get(path)?.stamp ?? null)) return;
    if (stamp === null) this.#files.delete(path);
    else this.#files.set(path, { stamp, names: parseLeases(textOf(path)) });
    this.#version += 1;
  }
}

/** Changes when the file does; null where there is none, or one too long to be a lease file. */
function stampOf(path: string): string | null {
  try {
    const found = statSync(path);
    // Reading anything but a plain file might wait for ever.
    if (!found.isFile() || found.size > MAX_TEXT) return null;
    return `${found.mtimeMs} ${found.size} ${found.ino}`;
  } catch {
    return null;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
