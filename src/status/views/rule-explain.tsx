import { RESOURCE_TYPES } from '../../model/request.ts';
import type { AskedAddress } from '../asked-address.ts';
import type { Weighed } from '../rules-port.ts';
import { cut } from './log-item.tsx';
import { Tried } from './row-rules.tsx';

export interface RuleExplainView {
  readonly asked: AskedAddress;
  /** What the rules make of it; in a sentence, why that cannot be said; null where nothing is asked yet. */
  readonly answer: Weighed | string | null;
  /** The lists whose rules have a place to show. */
  readonly files: ReadonlySet<string>;
}

/** Which rule decides on an address, without a row of the log to start from. */
export function RuleExplainPage({ asked, answer, files }: RuleExplainView) {
  const { address, page, type } = asked;
  return (
    <>
      <h1>Which rule decides?</h1>
      <p class="lead">
        What the rules in force, your own and those of all lists, would do with an address.
      </p>
      <form class="add" method="get" action="/rules/explain">
        <label>
          <span>Address or host</span>
          <input
            name="address"
            required
            value={address}
            placeholder="tracker.example/pixel.js"
            autocomplete="off"
          />
        </label>
        <label>
          <span>Asked by the site (optional)</span>
          <input name="page" value={page} placeholder="shop.example" autocomplete="off" />
        </label>
        <label>
          <span>As</span>
          <select name="type">
            {RESOURCE_TYPES.map((one) => (
              <option value={one} selected={one === type}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <p class="actions">
          <button type="submit">Look</button>
          <a href="/rules">All rules</a>
        </p>
      </form>
      {answer === null ? null : <Answer address={address} answer={answer} files={files} />}
    </>
  );
}

function Answer(props: {
  readonly address: string;
  readonly answer: Weighed | string;
  readonly files: ReadonlySet<string>;
}) {
  const { address, answer, files } = props;
  if (typeof answer === 'string') return <p class="hint">{answer}</p>;
  return (
    <section class="card explained">
      <h2 class="mono">{cut(address)}</h2>
      <Tried weighed={answer} files={files} basis={BASIS} />
    </section>
  );
}

const BASIS =
  'Judged by the address alone, as of a connection that is opened and a device that no rule names. Where it is not opened, only rules that block the whole host apply.';
