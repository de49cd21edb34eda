import { isIP } from 'node:net';
import { type FoundName, type NameOwner, type NameSources, nameFromHost } from './names.ts';

export interface ReverseNamesParts {
  /** The hostnames of an address (PTR); rejects where there are none. */
  readonly resolve: (address: string) => Promise<readonly string[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Known {
  readonly name: string | null;
  readonly until: number;
}

const MAX_KNOWN = 1_024;
/** At the same time; more wait for the next time they are seen. */
const MAX_ASKED = 4;
const KEPT = 3_600_000;
/** A name may come soon after the device: routers learn it from the DHCP request. */
const KEPT_NONE = 600_000;

/**
 * The names that the network's resolver has for addresses of the home network.
 * Nobody waits for them: the first question for an address begins the look-up,
 * and a later one finds the name. Public addresses, and those of this machine,
 * are never asked for.
 */
export class ReverseNames implements NameSources {
  readonly #resolve: ReverseNamesParts['resolve'];
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();
  readonly #asked = new Set<string>();
  #version = 0;
  #closed = false;

  constructor({ resolve, now }: ReverseNamesParts) {
    this.#resolve = resolve;
    this.#now = now;
  }

  get version(): number {
    return this.#version;
  }

  /** What comes in after this is not noted any more. */
  close(): void {
    this.#closed = true;
  }

  nameOf({ addresses }: NameOwner): FoundName | null {
    // The newest is enough: each would cost a question.
    const address = addresses.find(isAskable);
    if (address === undefined) return null;
    const known = this.#known.get(address);
    if (known === undefined || known.until <= this.#now()) this.#ask(address);
    return known?.name == null ? null : { name: known.name, from: 'dns' };
  }

  #ask(address: string): void {
    if (this.#closed || this.#asked.has(address) || this.#asked.size >= MAX_ASKED) return;
    this.#asked.add(address);
    this.#resolve(address)
      .then(
        (hosts) => hosts.map(nameFromHost).find((name) => name !== null) ?? null,
        () => null,
      )
      .then((name) => this.#note(address, name))
      .finally(() => this.#asked.delete(address));
  }

  #note(address: string, name: string | null): void {
    if (this.#closed) return;
    const before = this.#known.get(address)?.name ?? null;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(address, { name, until: this.#now() + (name === null ? KEPT_NONE : KEPT) });
    if (name !== before) this.#version += 1;
  }
}

/** RFC 1918 and 4193: link-local addresses are in no zone. */
function isAskable(address: string): boolean {
  return (
    isIP(address) !== 0 &&
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i.test(address)
  );
}
