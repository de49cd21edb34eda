import type { Credential } from '../login-stores.ts';

export interface LoginView {
  readonly kind: Credential['kind'];
  /** Of this address, for a form that nobody is logged in for. */
  readonly token: string;
  readonly next: string;
  readonly error: string | null;
  /** This page came over TLS under our certificate, through the proxy. */
  readonly trusted: boolean;
}

export function LoginPage(view: LoginView) {
  const code = view.kind === 'code';
  return (
    <div class="narrow alone">
      <h1>Log in</h1>
      {view.trusted ? (
        <p class="check trusted">
          This device trusts Eyelid: its exchanges are opened and filtered.
        </p>
      ) : null}
      {view.error === null ? null : (
        <p class="error" role="alert">
          {view.error}
        </p>
      )}
      <form class="stack" method="post" action="/login">
        <input type="hidden" name="csrf" value={view.token} />
        <input type="hidden" name="next" value={view.next} />
        {/* For password managers, which file a password under a name. */}
        <input type="text" name="username" value="eyelid" autocomplete="username" hidden />
        <label>
          <span>{code ? 'First-run code' : 'Password'}</span>
          <input
            type={code ? 'text' : 'password'}
            name="secret"
            required
            autofocus
            maxlength={200}
            autocomplete={code ? 'one-time-code' : 'current-password'}
            spellcheck={false}
            autocapitalize="off"
          />
        </label>
        <button type="submit" class="primary">
          Log in
        </button>
      </form>
      <p class="quiet">
        {code ? (
          'Eyelid prints the code when it starts.'
        ) : (
          <>
            Forgotten? Delete <code>data/access.json</code> on the machine that runs Eyelid and
            start it again: it prints a new code.
          </>
        )}
      </p>
      {view.next === '/' ? null : (
        // A link from another site comes without the cookie (SameSite=Strict);
        // a link from here carries it.
        <p class="quiet">
          Already logged in here?{' '}
          <a href={view.next} id="continue">
            Go on
          </a>
        </p>
      )}
      <p>
        <a class="button" href="/welcome">
          Set up this device instead
        </a>
      </p>
    </div>
  );
}
