import { generateKeyPairSync, randomBytes } from 'node:crypto';
import tls from 'node:tls';
import type { Hostname } from '../model/terms.ts';
import type { Authority } from './authority.ts';
import { type Der, decode } from './der.ts';
import { mintLeaf } from './leaf.ts';
import { toPem } from './x509.ts';

const DAY = 86_400_000;
/** A leaf that lasts no longer than this is made anew. */
const RENEW_BEFORE_END = 30 * DAY;
/** About 30 MB of contexts. */
const MAX_LEAVES = 2_000;

interface Entry {
  readonly context: tls.SecureContext;
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * The leaves of one authority, in memory only: the key they share is made with
 * the store and dies with it. Holds at most 2,000; the least recently used one
 * goes first. There is nothing to close.
 */
export class LeafStore {
  readonly #authority: Authority;
  readonly #now: () => number;
  readonly #key: string;
  readonly #publicKey: Der;
  readonly #also: ReadonlyMap<Hostname, readonly Hostname[]>;
  /** Least recently used first. */
  readonly #entries = new Map<Hostname, Entry>();

  /**
   * `now` returns milliseconds since the epoch. `also` names, for a hostname,
   * what else its leaf is to be good for.
   */
  constructor(
    authority: Authority,
    now: () => number,
    also: ReadonlyMap<Hostname, readonly Hostname[]> = new Map(),
  ) {
    this.#also = also;
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    this.#authority = authority;
    this.#now = now;
    this.#key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    this.#publicKey = decode(pair.publicKey.export({ type: 'spki', format: 'der' }));
  }

  /** How many leaves are held. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * The context to end TLS with for this name: the leaf and its authority, and
   * the shared key. It takes about a millisecond where the leaf must be made,
   * and since it is synchronous, two connections never make the same one.
   */
  contextFor(hostname: Hostname): tls.SecureContext {
    const now = this.#now();
    const held = this.#entries.get(hostname);
    this.#entries.delete(hostname);
    const entry = held !== undefined && this.#lasts(held, now) ? held : this.#mint(hostname, now);
    this.#entries.set(hostname, entry);
    if (this.#entries.size > MAX_LEAVES) {
      for (const [oldest] of this.#entries) {
        this.#entries.delete(oldest);
        break;
      }
    }
    return entry.context;
  }

  #lasts({ notBefore, notAfter }: Entry, now: number): boolean {
    // A clock that was put back would leave leaves that begin in the future.
    if (now < notBefore) return false;
    // No leaf outlasts its authority, so near that end a new one gains nothing.
    return notAfter - now > RENEW_BEFORE_END || notAfter >= this.#authority.notAfter;
  }

  #mint(hostname: Hostname, now: number): Entry {
    const { der, notBefore, notAfter } = mintLeaf({
      hostname,
      also: this.#also.get(hostname) ?? [],
      issuer: this.#authority.issuer,
      publicKey: this.#publicKey,
      now,
      random: randomBytes(16),
    });
    const context = tls.createSecureContext({
      key: this.#key,
      cert: toPem(der) + this.#authority.certificatePem,
      // Clients are not asked for certificates: loading no roots saves time and memory.
      ca: [],
    });
    return { context, notBefore, notAfter };
  }
}
