import type { Input, Outcome } from './actions.ts';
import type { Parts } from './parts.ts';
import type { Session } from './sessions.ts';

/** Ends one login by its key, or with `others` all but the one that asks. */
export function endLogin(parts: Parts, session: Session | null, { key }: Input): Outcome {
  if (typeof key !== 'string' || session === null) {
    return { ok: false, text: 'ending a login: it is not named', status: 400 };
  }
  if (key === 'others') {
    const ended = parts.sessions.endOthers(session.key);
    const text = ended === 1 ? 'Ended one other login' : `Ended ${ended} other logins`;
    return { ok: true, text, rule: null };
  }
  return parts.sessions.end(key)
    ? { ok: true, text: 'Ended the login', rule: null }
    : { ok: false, text: 'ending a login: it is over already', status: 404 };
}
