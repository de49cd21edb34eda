import { createHash, createHmac } from 'node:crypto';
import type { SessionStore } from './login-stores.ts';

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

/** Who logs in. */
export interface Visitor {
  readonly address: string;
  /** "Firefox on Linux"; of the browser's own words nothing else is kept. */
  readonly browser: string;
}

/** A login as it is kept and shown: without anything that could be used to log in. */
export interface Login extends Visitor {
  /** The hash of the session's id. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Exact to ten minutes. */
  readonly lastSeen: number;
  readonly expiresAt: number;
}

interface Entry {
  login: Login;
  notice: Notice | null;
  readonly onEnd: Set<() => void>;
}

const MAX_SESSIONS = 100;
const ID_BYTES = 32;
const HOUR = 3_600_000;
/** How far `lastSeen` may be behind, so that not every page writes a file. */
const TOUCH_EVERY = 600_000;

export interface SessionsParts {
  /** How long a login lasts that begins now. */
  readonly days: () => number;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly store: SessionStore;
  /** Told of a store that cannot be written; the logins go on in memory. */
  readonly reportError: (error: unknown) => void;
}

/**
 * The logins. They survive a restart as hashes of their ids, which open
 * nothing. Bounded; the oldest makes room.
 */
export class Sessions {
  readonly #entries = new Map<string, Entry>();
  readonly #parts: SessionsParts;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    const now = parts.now();
    for (const login of parts.store.load().slice(-MAX_SESSIONS)) {
      if (login.expiresAt > now) this.#add(login);
    }
  }

  /** Always a new id, so that one planted before the login opens nothing. */
  begin(visitor: Visitor): { readonly id: string; readonly session: Session } {
    const { now, days, random } = this.#parts;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < MAX_SESSIONS) break;
      this.#drop(oldest);
    }
    const id = base64url(random(ID_BYTES));
    const at = now();
    const expiresAt = at + days() * 24 * HOUR;
    const login = { key: hash(id), startedAt: at, lastSeen: at, expiresAt, ...visitor };
    this.#add(login);
    this.#keep();
    return { id, session: sessionOf(id, login) };
  }

  /** The session of a cookie's id; null when there is none or it is over. */
  find(id: string): Session | null {
    const now = this.#parts.now();
    // Looking a hash up leaks nothing of the id through timing.
    const entry = this.#entries.get(hash(id));
    if (entry === undefined) return null;
    if (entry.login.expiresAt <= now) {
      this.end(entry.login.key);
      return null;
    }
    if (Math.abs(now - entry.login.lastSeen) >= TOUCH_EVERY) {
      entry.login = { ...entry.login, lastSeen: now };
      this.#keep();
    }
    return sessionOf(id, entry.login);
  }

  /** Those that are not over, last seen first. */
  list(): readonly Login[] {
    const now = this.#parts.now();
    return [...this.#entries.values()]
      .map(({ login }) => login)
      .filter(({ expiresAt }) => expiresAt > now)
      .sort((a, b) => b.lastSeen - a.lastSeen || b.startedAt - a.startedAt);
  }

  /** False where there was no such login. */
  end(key: string): boolean {
    const known = this.#drop(key);
    if (known) this.#keep();
    return known;
  }

  /** Ends all but one, and says how many: after a change of the password, and where a person wants it. */
  endOthers(key: string): number {
    const others = [...this.#entries.keys()].filter((other) => other !== key);
    for (const other of others) this.#drop(other);
    // Written even where there was no other: what is kept belongs to a password.
    this.#keep();
    return others.length;
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

  #add(login: Login): void {
    this.#entries.set(login.key, { login, notice: null, onEnd: new Set() });
  }

  #drop(key: string): boolean {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    for (const stop of entry?.onEnd ?? []) stop();
    return entry !== undefined;
  }

  #keep(): void {
    try {
      this.#parts.store.save([...this.#entries.values()].map(({ login }) => login));
    } catch (error) {
      this.#parts.reportError(error);
    }
  }
}

/** The token comes from the id, which the cookie alone has: nothing that is kept gives it away. */
function sessionOf(id: string, { key, expiresAt }: Login): Session {
  return { key, csrf: createHmac('sha256', id).update('csrf').digest('base64url'), expiresAt };
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
