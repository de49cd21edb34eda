import type { Identifier } from '../../model/identifier.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface IdentifiersView {
  readonly frame: Frame;
  readonly identifiers: readonly Identifier[];
}

const KINDS: Readonly<Record<Identifier['kind'], string>> = {
  email: 'e-mail address',
  phone: 'phone number',
};

/** What is watched for, by its labels, and the form that adds to it. */
export function IdentifiersPage({ frame, identifiers }: IdentifiersView) {
  return (
    <>
      <h1>Identifiers</h1>
      <p class="lead">
        Sites hash your e-mail address and phone number and send the hash to trackers, who know you
        by it. Enter yours, and their hashes are taken out of what your devices send.
      </p>
      <section>
        <h2>Watched for</h2>
        {identifiers.length === 0 ? (
          <p class="quiet">Nothing yet, so nothing is looked for.</p>
        ) : (
          <Own frame={frame} identifiers={identifiers} />
        )}
      </section>
      <section class="narrow">
        <h2>Add one</h2>
        <form class="stack" method="post" action="/identifiers/add">
          <Hidden frame={frame} />
          <label>
            <span>E-mail address, or phone number with its country (+49 30 901820)</span>
            <input type="text" name="value" required maxlength={254} autocomplete="off" />
          </label>
          <label>
            <span>What you call it, if you like</span>
            <input type="text" name="label" maxlength={60} autocomplete="off" />
          </label>
          <button type="submit" class="primary">
            Watch for it
          </button>
        </form>
        <p class="quiet">
          The address or number itself is not kept, only keyed hashes of it. They stay in{' '}
          <code>data/identifiers.json</code>.
        </p>
      </section>
    </>
  );
}

function Own({ frame, identifiers }: IdentifiersView) {
  return (
    <ul class="own">
      {identifiers.map(({ id, kind, label, addedAt }) => (
        <li>
          <strong>{cut(label)}</strong>
          <span class="quiet">
            {KINDS[kind]}, since <Time at={addedAt} show="day" />
          </span>
          <form method="post" action="/identifiers/remove">
            <Hidden frame={frame} />
            <input type="hidden" name="name" value={id} />
            <button type="submit" aria-label={`Remove ${label}`}>
              Remove
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
