import type { RuleRef } from '../../model/rule.ts';
import { logAddress } from '../filter.ts';
import { ruleAddress } from '../rule-address.ts';
import type { ListHits, PlacedHits } from '../rule-hits.ts';
import { counted, Num, number, Time } from './format.tsx';
import { cut } from './log-item.tsx';

export interface RuleHitsView {
  readonly days: number;
  readonly spans: readonly number[];
  /** The list that was asked for; null for all. */
  readonly list: string | null;
  /** What may be asked for. */
  readonly names: readonly string[];
  readonly hits: readonly ListHits[];
  /** For files of `rules/`: how many rules they have, and which of them were never applied. */
  readonly never: readonly {
    readonly list: string;
    readonly rules: number;
    readonly never: readonly RuleRef[];
  }[];
}

const MAX_HITS = 200;
const MAX_NEVER = 300;

export function RuleHitsPage(view: RuleHitsView) {
  const { days, spans, list, names, hits, never } = view;
  return (
    <>
      <h1>How often rules applied</h1>
      <p class="lead">
        In the last {counted(days, 'day')}, by the rule that decided. Where several fit, only that
        one is counted, so a rule without hits may still agree with others.
      </p>
      <form class="add" method="get" action="/rules/hits">
        <label>
          <span>File or list</span>
          <select name="list">
            <option value="">all</option>
            {names.map((name) => (
              <option value={name} selected={name === list}>
                {cut(name)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Time</span>
          <select name="days">
            {spans.map((span) => (
              <option value={String(span)} selected={span === days}>
                {counted(span, 'day')}
              </option>
            ))}
          </select>
        </label>
        <p class="actions">
          <button type="submit">Show</button>
          <a href="/rules">All rules</a>
        </p>
      </form>
      {hits.length === 0 ? <p class="quiet">No rule applied in that time.</p> : null}
      {hits.map((one) => (
        <List hits={one} />
      ))}
      {never.some((one) => one.never.length > 0) ? (
        <section id="never">
          <h2>Never applied in that time</h2>
          {never.map((one) => (
            <Never {...one} />
          ))}
        </section>
      ) : null}
    </>
  );
}

function List({ hits: { list, count, hits } }: { readonly hits: ListHits }) {
  const more = hits.length - MAX_HITS;
  return (
    <section>
      <h2>
        <a href={ruleAddress(list)}>{cut(list)}</a>{' '}
        <span class="quiet">{counted(count, 'time')}</span>
      </h2>
      <ol class="rule-hits">
        {hits.slice(0, MAX_HITS).map((hit) => (
          <Hit hit={hit} />
        ))}
      </ol>
      {more > 0 ? <p class="quiet">And {counted(more, 'rule')} more.</p> : null}
    </section>
  );
}

function Hit({ hit }: { readonly hit: PlacedHits }) {
  const { list, line, text, count, last } = hit;
  return (
    <li>
      <b class="num">
        <Num value={count} />
      </b>
      <code>{cut(text)}</code>
      <span class="quiet">
        {line === null ? (
          'no longer there'
        ) : (
          <a href={ruleAddress(list, line)} aria-label={`line ${line} of ${cut(list)}`}>
            line {line}
          </a>
        )}
        , last on <Time at={last} show="day" />,{' '}
        <a
          href={logAddress(new URLSearchParams({ list, rule: text }))}
          aria-label={`${cut(text)} in the log`}
        >
          in the log
        </a>
      </span>
    </li>
  );
}

function Never({ list, rules, never }: RuleHitsView['never'][number]) {
  if (never.length === 0) return null;
  const more = never.length - MAX_NEVER;
  return (
    <details>
      <summary>
        {cut(list)}: {number(never.length)} of {counted(rules, 'rule')}
      </summary>
      <ul class="rule-hits">
        {never.slice(0, MAX_NEVER).map(({ line, text }) => (
          <li>
            <a
              class="num"
              href={ruleAddress(list, line)}
              aria-label={`line ${line} of ${cut(list)}`}
            >
              {line}
            </a>
            <code>{cut(text)}</code>
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="quiet">And {number(more)} more.</p> : null}
    </details>
  );
}
