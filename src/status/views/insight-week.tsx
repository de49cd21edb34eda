import type { Compared, Weeks } from '../../model/insight.ts';
import {
  changeWords,
  deviceSentences,
  largestChanges,
  newTrackersSentence,
  weekTotal,
} from '../week-words.ts';
import { Num, Time } from './format.tsx';
import { cut } from './log-item.tsx';

/** This week beside the last, in sentences and small bars. */
export function InsightWeek({ weeks, last }: { readonly weeks: Weeks; readonly last: string }) {
  const fresh = newTrackersSentence(weeks);
  const changes = largestChanges(weeks.trackers);
  const sites = largestChanges(weeks.sites);
  return (
    <section class="card" id="week">
      <h2>This week and the one before</h2>
      <p>
        {weekTotal(weeks)} {fresh}
      </p>
      <p class="quiet">
        From <Time at={weeks.since} show="when" /> to <Time at={weeks.until} show="when" />.
        {weeks.begun === undefined ? null : (
          <>
            {' '}
            The log begins on <Time at={weeks.begun} show="when" />, so there is no whole week
            before to compare with.
          </>
        )}
      </p>
      <ul class="points">
        {deviceSentences(weeks).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {weeks.begun === undefined ? (
        <div class="columns">
          <Changes title="Trackers that changed most" of="tracker" changes={changes} last={last} />
          <Changes title="Sites that changed most" of="site" changes={sites} last={last} />
        </div>
      ) : null}
    </section>
  );
}

function Changes(props: {
  readonly title: string;
  readonly of: 'tracker' | 'site';
  readonly changes: readonly Compared[];
  readonly last: string;
}) {
  const { title, of, changes, last } = props;
  if (changes.length === 0) return null;
  const most = Math.max(...changes.map(({ now, before }) => Math.max(now.count, before.count)));
  return (
    <div>
      <h3>{title}</h3>
      <ol class="counts">
        {changes.map(({ name, now, before }) => (
          <li>
            <a class="name" href={`/insight/${of}?${new URLSearchParams({ name, last })}`}>
              {cut(name, 60)}
            </a>
            <span class="count">
              <Num value={before.count} /> → <Num value={now.count} />
            </span>
            <span class="note">{changeWords(now.count, before.count).replace(/^, /, '')}</span>
            <svg class="bar two" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
              <rect width={width(before.count, most)} height="4" class="fill-passed" />
              <rect width={width(now.count, most)} y="5" height="4" class="fill-stopped" />
            </svg>
          </li>
        ))}
      </ol>
    </div>
  );
}

function width(count: number, most: number): string {
  return ((count / Math.max(1, most)) * 100).toFixed(1);
}
