import type { Destination, Hostname } from '../model/terms.ts';
import { failureOf } from './failure.ts';

/** What the first handshake with a server came to. */
export type Contact =
  | 'good'
  /** Its certificate is not what it must be, or no TLS can be spoken with it. */
  | 'bad'
  /** Nothing is known of its TLS: it did not answer, or not in time. */
  | 'none';

export interface FirstContactParts {
  /** Rejects with what went wrong. */
  connect(dial: Destination, servername: Hostname): Promise<void>;
  now(): number;
}

/** How long each is believed, in milliseconds. Portals of hotels are bad for a moment only. */
const BELIEVED: Readonly<Record<Contact, number>> = { good: 600_000, bad: 60_000, none: 10_000 };
/** A client waits no longer for what it would otherwise be told at once. */
const PATIENCE = 3_000;
const CAPACITY = 2_000;

interface Known {
  readonly contact: Contact;
  readonly until: number;
}

/**
 * Asks a server for its certificate before its client is shown one of ours. A
 * client whose connection is then left closed sees the real certificate, and
 * says of it what it has to say.
 */
export class FirstContact {
  readonly #parts: FirstContactParts;
  readonly #patience: number;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<Contact>>();

  constructor(parts: FirstContactParts, patience: number = PATIENCE) {
    this.#parts = parts;
    this.#patience = patience;
  }

  /** Many who ask for the same server ask it once. Never rejects. */
  with(dial: Destination, servername: Hostname): Promise<Contact> {
    const key = `${dial.hostname} ${dial.port} ${servername}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.until > this.#parts.now()) {
      return Promise.resolve(known.contact);
    }
    const asking = this.#asking.get(key) ?? this.#ask(key, dial, servername);
    return inTime(asking, this.#patience);
  }

  #ask(key: string, dial: Destination, servername: Hostname): Promise<Contact> {
    const asking = this.#parts
      .connect(dial, servername)
      .then((): Contact => 'good', contactOf)
      .then((contact) => {
        this.#asking.delete(key);
        this.#learn(key, contact);
        return contact;
      });
    this.#asking.set(key, asking);
    return asking;
  }

  #learn(key: string, contact: Contact): void {
    this.#known.delete(key);
    this.#known.set(key, { contact, until: this.#parts.now() + BELIEVED[contact] });
    if (this.#known.size <= CAPACITY) return;
    const oldest = this.#known.keys().next();
    if (oldest.done !== true) this.#known.delete(oldest.value);
  }
}

function contactOf(error: unknown): Contact {
  const failure = failureOf(error);
  return failure.startsWith('certificate-') || failure === 'tls-failed' ? 'bad' : 'none';
}

function inTime(asking: Promise<Contact>, patience: number): Promise<Contact> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('none'), patience);
    void asking.then((contact) => {
      clearTimeout(timer);
      resolve(contact);
    });
  });
}
