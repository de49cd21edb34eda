import type { TokenView } from '../tokens.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface TokensView {
  readonly frame: Frame;
  readonly tokens: readonly TokenView[];
  /** One that was just made. */
  readonly made: { readonly name: string; readonly token: string } | null;
  /** Why they cannot be listed. */
  readonly error: string | null;
}

export function TokensPage({ frame, tokens, made, error }: TokensView) {
  return (
    <>
      <h1>API tokens</h1>
      <p class="lead">
        A token lets a program of yours ask the page's API: a dashboard, a script, a home
        automation.
      </p>
      {made === null ? null : <Made made={made} />}
      {error === null ? null : (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <section class="card">
        <h2>In use</h2>
        {tokens.length === 0 ? (
          <p class="quiet">There are none, so no program can ask.</p>
        ) : (
          <ul class="own">
            {tokens.map((token) => (
              <One frame={frame} token={token} />
            ))}
          </ul>
        )}
      </section>
      <section class="card">
        <h2>Make one</h2>
        <form class="stack" method="post" action="/settings/tokens/add">
          <Hidden frame={frame} />
          <label>
            <span>What it is for</span>
            <input type="text" name="name" required maxlength={40} autocomplete="off" />
          </label>
          <label>
            <span>What it may do</span>
            <select name="scope">
              <option value="read">Read: log, devices, rules</option>
              <option value="write">Change: rules, devices, pauses</option>
            </select>
          </label>
          <button type="submit" class="primary">
            Make a token
          </button>
        </form>
        <p class="quiet">
          No token changes the password or makes another token. The command line knows{' '}
          <code>eyelid token</code> too.
        </p>
      </section>
    </>
  );
}

function Made({ made }: { readonly made: { readonly name: string; readonly token: string } }) {
  return (
    <div class="notice" role="status">
      <p>
        The token for {cut(made.name)}, which is shown this once: copy it now.
        <br />
        <code>{made.token}</code>
      </p>
    </div>
  );
}

function One({ frame, token }: { readonly frame: Frame; readonly token: TokenView }) {
  const { name, scope, createdAt, lastUsed } = token;
  return (
    <li>
      <p>
        <strong>{cut(name)}</strong>
        <br />
        <span class="quiet">
          {scope === 'read' ? 'reads' : 'reads and changes'}, made{' '}
          <Time at={createdAt} show="day" />,{' '}
          {lastUsed === null ? (
            'never used'
          ) : (
            <>
              last used <Time at={Date.parse(lastUsed)} show="day" />
            </>
          )}
        </span>
      </p>
      <form method="post" action="/settings/tokens/remove">
        <Hidden frame={frame} />
        <input type="hidden" name="name" value={name} />
        <button type="submit" aria-label={`Remove ${name}`}>
          Remove
        </button>
      </form>
    </li>
  );
}
