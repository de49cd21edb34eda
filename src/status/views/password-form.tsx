import { MAX_PASSWORD, MIN_PASSWORD } from '../access.ts';
import { type Frame, Hidden } from './layout.tsx';

/** Sets or changes the password, with what was wrong with the last try. */
export function PasswordForm({
  frame,
  hasPassword,
  error,
}: {
  readonly frame: Frame;
  readonly hasPassword: boolean;
  readonly error: string | null;
}) {
  return (
    <>
      {error === null ? null : (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <form class="stack narrow" method="post" action="/settings/password">
        <Hidden frame={frame} />
        <input type="text" name="username" value="eyelid" autocomplete="username" hidden />
        <label>
          <span>{hasPassword ? 'Current password' : 'First-run code'}</span>
          <input
            type="password"
            name="current"
            required
            maxlength={MAX_PASSWORD}
            autocomplete={hasPassword ? 'current-password' : 'off'}
          />
        </label>
        <label>
          <span>New password, at least {MIN_PASSWORD} characters</span>
          <input
            type="password"
            name="password"
            required
            minlength={MIN_PASSWORD}
            maxlength={MAX_PASSWORD}
            autocomplete="new-password"
          />
        </label>
        <button type="submit" class="primary">
          Save the password
        </button>
      </form>
      <p class="quiet">All other logins end when the password changes.</p>
    </>
  );
}
