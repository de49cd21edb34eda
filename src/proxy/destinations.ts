import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type Destination, type Hostname, isIpAddress, plainAddress } from '../model/terms.ts';
import { ExchangeError } from './failure.ts';
import { type AddressRange, type AddressSet, addressSet, closedRanges } from './ranges.ts';

/** Where connections to a host really go; see `upstream.hosts` in docs/configuration.md. */
export interface HostOverride {
  readonly hostname: Hostname;
  readonly subdomains: boolean;
  readonly port: number | null;
  readonly to: { readonly hostname: Hostname; readonly port: number | null };
}

export interface DestinationSettings {
  readonly hosts: readonly HostOverride[];
  readonly allowPrivate: readonly AddressRange[];
  /** Does this process listen on that port? It is never a destination. */
  readonly isOwnPort: (port: number) => boolean;
}

/** How to reach a destination. `lookup` lets only checked addresses through. */
export interface Route {
  readonly host: string;
  readonly port: number;
  readonly lookup: LookupFunction;
}

const OWN_ADDRESSES_FOR = 10_000;

/**
 * Decides what may be connected to. A page must not reach through the proxy
 * what its own browser would not let it reach: the router, the NAS, this
 * computer. A name is resolved once, every address is checked, and the
 * connection goes to one of the checked addresses, so a name that resolves
 * differently the second time (DNS rebinding) gains nothing.
 */
export class Destinations {
  readonly #settings: DestinationSettings;
  readonly #allowed: AddressSet;
  readonly #closed = closedRanges();
  /** Few ports are ever asked for, and the closure is the same for each. */
  readonly #lookups = new Map<number, LookupFunction>();
  #own: ReadonlySet<string> = new Set();
  #ownUntil = 0;

  constructor(settings: DestinationSettings) {
    this.#settings = settings;
    this.#allowed = addressSet(settings.allowPrivate);
  }

  /** Throws `destination-refused` for an address that is closed. */
  route(destination: Destination): Route {
    const override = findOverride(this.#settings.hosts, destination);
    const host = override?.to.hostname ?? destination.hostname;
    const port = override?.to.port ?? destination.port;
    if (isIpAddress(host)) this.#check(host, port);
    return { host, port, lookup: this.#lookup(port) };
  }

  /** Whether it is one of our own listeners, by address or as `localhost`. */
  isOwnListener({ hostname, port }: Destination): boolean {
    if (!this.#settings.isOwnPort(port)) return false;
    return (
      hostname === 'localhost' || (isIpAddress(hostname) && this.#isOwn(plainAddress(hostname)))
    );
  }

  /** Whether this computer has that address. */
  isOwn(address: string): boolean {
    return this.#isOwn(plainAddress(address));
  }

  #check(address: string, port: number): void {
    if (this.#isOpen(plainAddress(address), port)) return;
    throw new ExchangeError('destination-refused', `connecting to ${address}: refused address`);
  }

  #isOpen(address: string, port: number): boolean {
    // 1. Our own listeners: a request that reached them would come back here for ever.
    const own = this.#isOwn(address);
    if (own && this.#settings.isOwnPort(port)) return false;
    // 2. What a person listed.
    if (this.#allowed.has(address)) return true;
    // 3. This computer, the home network, and what is not a host on the Internet.
    return !own && !this.#closed.has(address);
  }

  #isOwn(address: string): boolean {
    const now = Date.now();
    if (now > this.#ownUntil) {
      const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
      this.#own = new Set(all.map((one) => one.address));
      this.#ownUntil = now + OWN_ADDRESSES_FOR;
    }
    // All of 127.0.0.0/8 is this computer, and so are the unspecified addresses.
    return (
      this.#own.has(address) ||
      address.startsWith('127.') ||
      address === '0.0.0.0' ||
      address === '::' ||
      address === '::1'
    );
  }

  #lookup(port: number): LookupFunction {
    const known = this.#lookups.get(port);
    if (known !== undefined) return known;
    const made = this.#lookupFor(port);
    this.#lookups.set(port, made);
    return made;
  }

  #lookupFor(port: number): LookupFunction {
    return (hostname, options, callback) => {
      if (isIP(hostname) !== 0) {
        callback(new ExchangeError('destination-refused', 'an address is not looked up'), []);
        return;
      }
      systemLookup(hostname, { ...options, all: true }, (error, found) => {
        if (error !== null) callback(error, []);
        else answer(found.filter(({ address }) => this.#isOpen(plainAddress(address), port)));
      });
      const answer = (open: LookupAddress[]): void => {
        const [first] = open;
        if (first === undefined) {
          callback(new ExchangeError('destination-refused', `${hostname}: refused address`), []);
        } else if (options.all === true) callback(null, open);
        else callback(null, first.address, first.family);
      };
    };
  }
}

/** An exact name comes before a suffix, one with a port before one without. */
function findOverride(
  overrides: readonly HostOverride[],
  { hostname, port }: Destination,
): HostOverride | undefined {
  if (overrides.length === 0) return undefined;
  const rank = (entry: HostOverride): number => {
    if (entry.port !== null && entry.port !== port) return 0;
    const exact = entry.hostname === hostname;
    if (!exact && !(entry.subdomains && hostname.endsWith(`.${entry.hostname}`))) return 0;
    return 1 + (exact ? 2 : 0) + (entry.port === null ? 0 : 1);
  };
  const best = overrides.reduce((left, right) => (rank(right) > rank(left) ? right : left));
  return rank(best) === 0 ? undefined : best;
}
