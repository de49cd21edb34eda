import { createHash } from 'node:crypto';

/** A form that takes an action back: where it is sent, and its fields besides the token. */
export interface Undo {
  /** A path of this page. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the next page tells after an action. */
export interface Notice {
  readonly text: string;
  /** Null where it cannot be taken back. */
  readonly undo: Undo | null;
}

/** One login. The random id is in the cookie only; here is its hash. */
export interface Session {
  readonly key: string;
  /** Sent back by every form and by every write to the API. */
  readonly csrf: string;
  readonly expiresAt: number;
}

interface Entry {
  readonly session: Session;
  notice: Notice | null;
  readonly onEnd: Set<() => void>;
}

const MAX_SESSIONS = 100;
const ID_BYTES = 32;
const HOUR = 3_600_000;

/**
 * The logins of this run. They are kept in memory only: a restart asks for
 * the password again. Bounded; the oldest makes room.
 */
export class Sessions {
  readonly #entries = new Map<string, Entry>();
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: {
    readonly days: number;
    readonly now: () => number;
    readonly random: (bytes: number) => Uint8Array;
  }) {
    this.#lifetime = options.days * 24 * HOUR;
    this.#now = options.now;
    this.#random = options.random;
  }

  /** Always a new id, so that one planted before the login opens nothing. */
  begin(): { readonly id: string; readonly session: Session } {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < MAX_SESSIONS) break;
      this.end(oldest);
    }
    const id = base64url(this.#random(ID_BYTES));
    const session = {
      key: hash(id),
      csrf: base64url(this.#random(ID_BYTES)),
      expiresAt: this.#now() + this.#lifetime,
    };
    this.#entries.set(session.key, { session, notice: null, onEnd: new Set() });
    return { id, session };
  }

  /** The session of a cookie's id; null when there is none or it is over. */
  find(id: string): Session | null {
    // Looking a hash up leaks nothing of the id through timing.
    const entry = this.#entries.get(hash(id));
    if (entry === undefined) return null;
    if (entry.session.expiresAt > this.#now()) return entry.session;
    this.end(entry.session.key);
    return null;
  }

  end(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    for (const stop of entry?.onEnd ?? []) stop();
  }

  /** Ends all but one: after a change of the password. */
  endOthers(key: string): void {
    for (const other of [...this.#entries.keys()]) {
      if (other !== key) this.end(other);
    }
  }

  /** Calls `stop` when the session ends; returns what forgets that again. */
  whenEnded(key: string, stop: () => void): () => void {
    const entry = this.#entries.get(key);
    entry?.onEnd.add(stop);
    return () => entry?.onEnd.delete(stop);
  }

  leaveNotice(key: string, notice: Notice): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.notice = notice;
  }

  /** The notice, once. */
  takeNotice(key: string): Notice | null {
    const entry = this.#entries.get(key);
    const notice = entry?.notice ?? null;
    if (entry !== undefined) entry.notice = null;
    return notice;
  }
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
