import type { NamedTried } from '../../model/insight.ts';
import type { NoDay, OwnDay, OwnRow } from '../own-day.ts';
import { LEVEL_WORDS } from './device-words.ts';
import { Counted, Num, Time } from './format.tsx';
import { cut } from './log-item.tsx';

const TOP = 6;

/** What Eyelid did for the device that looks. */
export function OwnDayPage({
  day,
  loggedIn,
}: {
  readonly day: OwnDay;
  readonly loggedIn: boolean;
}) {
  return (
    <>
      <h1>{cut(day.name, 60)}: the last 24 hours</h1>
      <p class="lead">
        {day.total === 0 ? (
          'Nothing came through Eyelid from this device.'
        ) : (
          <>
            Eyelid carried <Counted value={day.total} one="exchange" /> of this device and{' '}
            {day.mode === 'observe' ? 'would have done' : 'did'} something about{' '}
            <Num value={day.actedOn} /> of them.
          </>
        )}
      </p>
      <p class="quiet">
        {day.mode === 'observe' ? 'It is only observed: all of it went on as it was. ' : null}
        Level <strong>{day.level}</strong>: {LEVEL_WORDS[day.level]}.{' '}
        {day.tunnelled === 0 ? null : (
          <>
            <Counted value={day.tunnelled} one="connection was" many="connections were" /> passed
            through unopened: nobody here can read those.
          </>
        )}
      </p>
      <div class="panels">
        <section class="card">
          <h2>Who wanted to know</h2>
          <Tries counts={day.trackers} none="No tracker was met." />
        </section>
        <section class="card">
          <h2>On which sites</h2>
          <Tries counts={day.sites} none="No site tried to tell anything." />
        </section>
      </div>
      <section>
        <h2>What Eyelid did for you</h2>
        {day.rows.length === 0 ? <p class="quiet">Nothing was to be done.</p> : null}
        <ol class="rows" aria-label="Events, the newest first">
          {day.rows.map((row) => (
            <Row row={row} />
          ))}
        </ol>
        {day.next === null ? null : (
          <p>
            <a class="button" href={`/mine?before=${day.next}`}>
              Older
            </a>
          </p>
        )}
      </section>
      <p class="quiet">
        You see this device only. Who keeps Eyelid sees it, too. {loggedIn ? null : <Leave />}
      </p>
    </>
  );
}

/** Why there is nothing to see. */
export function NoDayPage({ why, loggedIn }: { readonly why: NoDay; readonly loggedIn: boolean }) {
  return (
    <div class="narrow alone">
      <h1>Your device</h1>
      <p class="lead">{WHY_WORDS[why]}</p>
      {loggedIn ? null : (
        <p>
          <Leave />
        </p>
      )}
    </div>
  );
}

function Leave() {
  return (
    <>
      <a href="/login">Log in</a> or <a href="/welcome">set up this device</a>.
    </>
  );
}

const SHARED = 'so its log is shown to who is logged in only: it may be that of others.';
const WHY_WORDS: Readonly<Record<NoDay, string>> = {
  unknown: 'Nothing of this device came through Eyelid yet.',
  'this-machine': `You look from the machine that runs Eyelid, or through a program on it, ${SHARED}`,
  container: `Your device cannot be told apart from others behind the same container host, ${SHARED}`,
  gateway: `Your device cannot be told apart from others behind the router, ${SHARED}`,
  mac: `A router stands between your device and Eyelid, ${SHARED}`,
};

function Tries(props: { readonly counts: readonly NamedTried[]; readonly none: string }) {
  if (props.counts.length === 0) return <p class="quiet">{props.none}</p>;
  return (
    <ul class="tries">
      {props.counts.slice(0, TOP).map(({ name, count, stopped }) => (
        <li>
          <strong>{cut(name, 60)}</strong> tried <Counted value={count} one="time" />,{' '}
          <Counted value={stopped} one="was" many="were" /> stopped
        </li>
      ))}
    </ul>
  );
}

function Row({ row }: { readonly row: OwnRow }) {
  return (
    <li class="row">
      <div class="when">
        <Time at={row.at} show="time" />
        <span class={`badge ${row.observed ? 'would' : row.action}`}>{row.badge}</span>
      </div>
      <div class="what">
        <p class="said">{cut(row.words)}</p>
        <p class="facts">
          {row.tracker === null ? null : <span>{cut(row.tracker, 60)}</span>}
          {row.what === null ? null : <span>about: {cut(row.what, 60)}</span>}
          <span class="mono">{cut(row.host)}</span>
        </p>
      </div>
    </li>
  );
}
