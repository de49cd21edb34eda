import { ruleAddress } from '../rule-address.ts';
import type { PreviewedChange, RulePreview } from '../rule-files.ts';
import { counted, number, Time } from './format.tsx';
import { cut } from './log-item.tsx';

/** What a text would have changed: how many, which, and what cannot be known. */
export function PreviewView(props: { readonly preview: RulePreview; readonly days: number }) {
  const { preview, days } = props;
  const more = preview.kinds - preview.changes.length;
  return (
    <>
      <h2>In the last {days} days</h2>
      <p class="lead">
        {preview.changed === 0
          ? 'Nothing that the log can tell would have been different.'
          : `${counted(preview.changed, 'exchange')} of ${number(preview.judged)} would have been different.`}
      </p>
      <ul class="rule-changes">
        {preview.changes.map((change) => (
          <ChangeItem change={change} />
        ))}
      </ul>
      {more > 0 ? <p class="quiet">And {counted(more, 'other change')}.</p> : null}
      <Counted preview={preview} />
      <Limits preview={preview} />
    </>
  );
}

function ChangeItem({ change }: { readonly change: PreviewedChange }) {
  const { rule, from, to, count, hosts, pages, devices } = change;
  return (
    <li>
      <p>
        <span class={`badge ${from}`}>{from}</span> <span aria-hidden="true">→</span>
        <span class="sr">would be</span> <span class={`badge ${to}`}>{to}</span>{' '}
        <b>{counted(count, 'time')}</b>
      </p>
      {rule === null ? null : (
        <p>
          <code>{cut(rule.text)}</code>
        </p>
      )}
      <p class="quiet">
        to {names(hosts)}
        {pages.length === 0 ? '' : `; on ${names(pages)}`}; from {names(devices)}
      </p>
    </li>
  );
}

const SHOWN_NAMES = 4;

function names(counts: PreviewedChange['hosts']): string {
  const more = counts.length - SHOWN_NAMES;
  const shown = counts
    .slice(0, SHOWN_NAMES)
    .map(({ name, count }) => `${cut(name)} (${number(count)})`);
  return [...shown, ...(more > 0 ? ['and others'] : [])].join(', ');
}

function Counted({ preview }: { readonly preview: RulePreview }) {
  const { total, hits } = preview.counted;
  if (total === 0) return null;
  return (
    <>
      <p>
        {counted(total, 'exchange')} more passed untouched and {total === 1 ? 'is' : 'are'} only
        counted by site
        {hits.length === 0 ? '; no new line names one of these.' : '; of these new lines name:'}
      </p>
      <ul class="rule-changes">
        {hits.map(({ rule, domain, count, isAll }) => (
          <li>
            <a href={ruleAddress(rule.list, rule.line)}>line {rule.line}</a>{' '}
            <code>{cut(rule.text)}</code>{' '}
            <span class="quiet">
              {isAll ? '' : 'at most '}
              {number(count)} to {cut(domain)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the answer does not know, said as plainly as what it does. */
function Limits({ preview }: { readonly preview: RulePreview }) {
  const { judged, tunnels, uncertain, byOtherRule, first, last, cut: limit } = preview;
  return (
    <ul class="quiet">
      {first === null || last === null ? (
        <li>The log holds no exchange of that time.</li>
      ) : (
        <li>
          {counted(judged, 'exchange')} judged again, from <Time at={first} show="moment" /> to{' '}
          <Time at={last} show="moment" />, by the names of their fields: of values, headers and
          bodies the log keeps nothing.
        </li>
      )}
      {limit === 'rows' ? <li>Older ones were left out: there are too many.</li> : null}
      {limit === 'time' ? <li>Newer ones were left out: it took too long.</li> : null}
      {tunnels === 0 ? null : (
        <li>{counted(tunnels, 'connection')} judged by the host alone: not opened.</li>
      )}
      {uncertain === 0 ? null : (
        <li>
          {counted(uncertain, 'exchange')} decided by something that the log does not keep: a change
          may be missed.
        </li>
      )}
      {byOtherRule === 0 ? null : (
        <li>{counted(byOtherRule, 'exchange')} would end the same by another rule.</li>
      )}
    </ul>
  );
}
