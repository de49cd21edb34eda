import type { Login } from '../sessions.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';

/** Who is logged in, and how each login is ended. */
export function Logins({
  frame,
  logins,
  own,
}: {
  readonly frame: Frame;
  readonly logins: readonly Login[];
  /** The key of the login that asks. */
  readonly own: string | null;
}) {
  return (
    <>
      <ul class="logins">
        {logins.map((login) => (
          <li>
            <p>
              <strong>{login.browser}</strong> at <span class="mono">{login.address}</span>
              {login.key === own ? <span class="badge allow">this one</span> : null}
              <br />
              <span class="quiet">
                since <Time at={login.startedAt} show="moment" />, last seen{' '}
                <Time at={login.lastSeen} show="when" />, ends by itself{' '}
                <Time at={login.expiresAt} show="day" />
              </span>
            </p>
            {login.key === own ? (
              <form method="post" action="/logout">
                <Hidden frame={frame} />
                <button type="submit">Log out</button>
              </form>
            ) : (
              <form method="post" action="/settings/logins">
                <Hidden frame={frame} back="/settings#logins" />
                <input type="hidden" name="key" value={login.key} />
                <button
                  type="submit"
                  aria-label={`End the login of ${login.browser} at ${login.address}`}
                >
                  End it
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {logins.length < 2 ? null : (
        <form method="post" action="/settings/logins">
          <Hidden frame={frame} back="/settings#logins" />
          <input type="hidden" name="key" value="others" />
          <button type="submit">End all others</button>
        </form>
      )}
    </>
  );
}
