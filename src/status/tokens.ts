import { createHash } from 'node:crypto';
import { AppError } from '../model/errors.ts';
import { base64url } from './sessions.ts';

/** read: every GET of the API, and the metrics. write: its POSTs too. */
export const SCOPES = ['read', 'write'] as const;
export type Scope = (typeof SCOPES)[number];

/** A token as it is kept: without what opens anything. */
export interface KeptToken {
  /** What its owner calls it; unlike all others. */
  readonly name: string;
  readonly scope: Scope;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Of the whole token, hexadecimal. It has 256 random bits, so that a plain hash is enough. */
  readonly sha256: string;
}

export interface TokenView extends Omit<KeptToken, 'sha256'> {
  /** The day (UTC, `2026-03-01`) on which it was last used; null where it never was. */
  readonly lastUsed: string | null;
}

/** Where tokens are kept. */
export interface TokenStore {
  load(): readonly KeptToken[];
  save(tokens: readonly KeptToken[]): void;
  /** Days of the last use, by hash. */
  loadUse(): ReadonlyMap<string, string>;
  saveUse(use: ReadonlyMap<string, string>): void;
}

/** Tokens by which programs ask the API. */
export interface Tokens {
  /** In the order in which they were made. */
  list(): readonly TokenView[];
  /** The token itself, which is nowhere else. Throws an AppError for a name that will not do. */
  add(name: string, scope: Scope): string;
  /** Throws an AppError where there is none of that name. */
  remove(name: string): void;
  /** The one that was given, whose use is noted; null for any other text. Never throws. */
  find(token: string): KeptToken | null;
  /** Whether it was not removed meanwhile. Never throws. */
  has(token: KeptToken): boolean;
}

export const MAX_TOKENS = 50;
const TOKEN_BYTES = 32;
/** What programs that look for secrets in the wrong places can know it by. */
const PREFIX = 'eyelid_';
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,38}[\p{L}\p{N}])?$/u;

export function createTokens(options: {
  readonly store: TokenStore;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}): Tokens {
  const { store, now, random } = options;
  const noteUse = createUseNote(store, now);
  const byHash = (wanted: string): KeptToken | null => {
    try {
      return store.load().find(({ sha256 }) => sha256 === wanted) ?? null;
    } catch {
      // A damaged file opens nothing; the list of tokens says what is wrong with it.
      return null;
    }
  };
  return {
    list() {
      const use = store.loadUse();
      return store.load().map(({ sha256, ...token }) => ({
        ...token,
        lastUsed: use.get(sha256) ?? null,
      }));
    },
    add(name, scope) {
      const all = store.load();
      const reason = whyNot(name, all);
      if (reason !== null)
        throw new AppError('INPUT_INVALID', `adding the token "${name.slice(0, 60)}": ${reason}`);
      const token = PREFIX + base64url(random(TOKEN_BYTES));
      store.save([...all, { name, scope, createdAt: now(), sha256: hash(token) }]);
      return token;
    },
    remove(name) {
      const all = store.load();
      const rest = all.filter((token) => token.name !== name);
      if (rest.length === all.length) {
        throw new AppError(
          'INPUT_INVALID',
          `removing the token "${name.slice(0, 60)}": there is none of that name`,
        );
      }
      store.save(rest);
    },
    find(token) {
      if (!token.startsWith(PREFIX) || token.length > 100) return null;
      // Comparing hashes of what was guessed tells nothing of the token through timing.
      const found = byHash(hash(token));
      if (found !== null) noteUse(found.sha256);
      return found;
    },
    has: ({ sha256 }) => byHash(sha256) !== null,
  };
}

function whyNot(name: string, all: readonly KeptToken[]): string | null {
  if (!NAME.test(name)) return 'a name has 1 to 40 letters, digits, blanks, dots and dashes';
  if (all.some((token) => token.name === name)) return 'there is one of that name already';
  return all.length >= MAX_TOKENS ? `there are ${MAX_TOKENS} already` : null;
}

/** Writes the day of the last use: once a day for each token. */
function createUseNote(store: TokenStore, now: () => number): (sha256: string) => void {
  const noted = new Map<string, string>();
  return (sha256) => {
    const day = new Date(now()).toISOString().slice(0, 10);
    if (noted.get(sha256) === day) return;
    noted.set(sha256, day);
    try {
      const known = new Set(store.load().map((token) => token.sha256));
      const use = [...store.loadUse()].filter(([hashed]) => known.has(hashed));
      store.saveUse(new Map([...use, [sha256, day]]));
    } catch {
      // A disk that is full must not keep anybody from asking.
    }
  };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
