import type { Context } from 'hono';
import type { Input } from './actions.ts';
import type { ClientInfo } from './ports.ts';
import type { Session } from './sessions.ts';
import type { KeptToken } from './tokens.ts';

/** What each handler of the page finds in its context. */
export interface Env {
  Bindings: { readonly info: ClientInfo };
  Variables: {
    /** Null where nobody is logged in. */
    session: Session | null;
    /** What a program showed instead; null for all others. */
    token: KeptToken | null;
    /** The fields of a write, once its token was checked. */
    form: Input;
  };
}

export type StatusContext = Context<Env>;
