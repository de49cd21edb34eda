import { MAX_PASSWORD, MIN_PASSWORD } from '../access.ts';
import { type Frame, Hidden } from './layout.tsx';

export interface SettingsView {
  readonly frame: Frame;
  /** A password is set; else the first-run code is in use. */
  readonly hasPassword: boolean;
  readonly error: string | null;
  readonly version: string;
}

export function SettingsPage({ frame, hasPassword, error, version }: SettingsView) {
  return (
    <>
      <h1>Settings</h1>
      <section class="narrow">
        <h2>{hasPassword ? 'Change the password' : 'Set a password'}</h2>
        {error === null ? null : (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <form class="stack" method="post" action="/settings/password">
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
            Save
          </button>
        </form>
        <p class="quiet">All other logins end when the password changes.</p>
      </section>
      <section>
        <h2>This login</h2>
        <form method="post" action="/logout">
          <Hidden frame={frame} />
          <button type="submit">Log out</button>
        </form>
      </section>
      <p class="quiet">
        Eyelid {version}. Everything else is set in <code>config/eyelid.yaml</code>.
      </p>
    </>
  );
}
