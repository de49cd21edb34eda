import type { Login } from './sessions.ts';

/** Until a password is set, the code that `start` prints opens the page. */
export type Credential =
  | { readonly kind: 'code'; readonly code: string }
  | {
      readonly kind: 'password';
      /** Base64. */
      readonly salt: string;
      readonly hash: string;
      /** scrypt's N, r and p, kept so that they can be raised later. */
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelization: number;
    };

/** Where the credential is kept. */
export interface AccessStore {
  load(): Credential | null;
  save(credential: Credential): void;
}

/** Where the logins are kept between two runs. */
export interface SessionStore {
  /** Never throws: without a file that can be read, there are none. */
  load(): readonly Login[];
  save(logins: readonly Login[]): void;
}
