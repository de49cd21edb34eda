import type { Overview } from '../../model/log.ts';
import type { Action } from '../../model/rule.ts';
import { ACTION_SERIES, actionBars } from '../action-series.ts';
import type { HouseholdOverview } from '../household-overview.ts';
import { ACTION_WORDS, names } from '../sentence.ts';
import { logOf, type Stretch, type StretchName } from '../stretch.ts';
import { StackedChart } from './charts.tsx';
import { CountList } from './counts.tsx';
import { Counted, Num, share } from './format.tsx';
import { Glance } from './glance.tsx';
import type { Frame } from './layout.tsx';
import { cut } from './log-item.tsx';
import { OverviewDevices } from './overview-devices.tsx';
import { OverviewLists } from './overview-lists.tsx';
import { StretchLinks } from './stretch-links.tsx';
import { Unseen } from './unseen.tsx';

export interface OverviewView extends HouseholdOverview {
  readonly frame: Frame;
  readonly ownerOf: (tracker: string) => string | null;
}

/** The first is shown where none is asked for. */
export const OVERVIEW_STRETCHES: readonly [StretchName, ...StretchName[]] = ['24h', '7d'];
const TOP = 8;

export function OverviewPage(view: OverviewView) {
  const { overview, stretch } = view;
  return (
    <>
      <div class="heading">
        <h1>Overview</h1>
        <StretchLinks path="/" offered={OVERVIEW_STRETCHES} current={stretch} />
      </div>
      <Glance {...view} trackers={overview.byTracker} />
      <NextSteps view={view} />
      {overview.total === 0 ? null : <Numbers view={view} />}
      <div class="panels">
        <section>
          <h2>Top trackers</h2>
          <CountList
            lines={trackers(view)}
            unit={['try', 'tries']}
            part="stopped"
            none="No tracker was met."
          />
          <More address={`/insight?last=${stretch.name}#trackers`} words="All trackers" />
        </section>
        <section>
          <h2>What was done</h2>
          <CountList
            lines={actions(overview, stretch)}
            unit={['exchange', 'exchanges']}
            part="of them"
            none="No rule applied yet."
          />
          <Observed count={observedOf(overview)} />
        </section>
      </div>
      <section class="card">
        <h2>What sites tried to tell</h2>
        <Sites {...view} />
        <More address={`/insight?last=${stretch.name}#sites`} words="All sites" />
      </section>
      <OverviewDevices devices={view.devices} stretch={stretch} />
      <Unseen {...view} />
      <OverviewLists rules={view.rules} subscriptions={view.subscriptions} />
    </>
  );
}

function More({ address, words }: { readonly address: string; readonly words: string }) {
  return (
    <p class="more">
      <a href={address}>{words}</a>
    </p>
  );
}

/** Until a tracker is met for the first time. */
function NextSteps({ view: { overview, before, stretch } }: { readonly view: OverviewView }) {
  if (before.total + overview.byTracker.length > 0) {
    if (overview.total > 0) return null;
    return <p class="lead">Nothing came through in the {stretch.words}.</p>;
  }
  return (
    <section class="card next">
      <h2>What to do next</h2>
      <ol>
        <li>
          <a href="/settings">Set a password</a>, so that the code is no longer needed.
        </li>
        <li>
          <a href="/devices/add">Add a device</a>: a phone, a laptop, a television. It takes about
          two minutes, and trackers are blocked on it from then on.
        </li>
        <li>
          Open any shop or news site on it. What it tries to tell shows up here and in the{' '}
          <a href="/log">log</a>.
        </li>
      </ol>
    </section>
  );
}

function Numbers({ view }: { readonly view: OverviewView }) {
  const { overview, before, stretch, isBeforeWhole } = view;
  const acted = overview.actedOn - observedOf(overview);
  const opened = overview.total - overview.tunnelled;
  return (
    <>
      <dl class="tiles">
        <Tile
          words="exchanges opened"
          address={logOf(stretch, {})}
          now={opened}
          then={before.total - before.tunnelled}
          stretch={stretch}
          isCompared={isBeforeWhole}
        />
        <Tile
          words="connections passed unopened"
          address={logOf(stretch, { unopened: '1' })}
          now={overview.tunnelled}
          then={before.tunnelled}
          stretch={stretch}
          isCompared={isBeforeWhole}
        />
        <Tile
          words={`acted on, ${share(acted, overview.total)} of all`}
          address={logOf(stretch, {})}
          now={acted}
          then={before.actedOn - observedOf(before)}
          stretch={stretch}
          isCompared={isBeforeWhole}
        />
      </dl>
      <StackedChart
        name="Exchanges"
        series={ACTION_SERIES}
        bars={actionBars(overview.byHour, stretch.range.since, stretch.bars, stretch.barMs)}
        axis={stretch.name === '24h' ? 'hour' : 'weekday'}
        rows="when"
        labelEvery={stretch.name === '24h' ? 3 : 4}
        address={({ at }) => `/log?since=${at}&until=${at + stretch.barMs - 1}`}
      />
    </>
  );
}

function Tile(props: {
  readonly words: string;
  readonly address: string;
  readonly now: number;
  readonly then: number;
  readonly stretch: Stretch;
  /** With a part of a stretch nothing is compared. */
  readonly isCompared: boolean;
}) {
  const { words, address, now, then, stretch, isCompared } = props;
  return (
    <div>
      <dt>{words}</dt>
      <dd>
        <a href={address}>
          <Num value={now} />
        </a>
      </dd>
      {isCompared ? <dd class="quiet">{change(now, then, stretch.beforeWords)}</dd> : null}
    </div>
  );
}

/** "12 % more than in the 24 hours before". */
function change(now: number, then: number, beforeWords: string): string {
  if (then === 0) return now === 0 ? '' : `none in ${beforeWords}`;
  const percent = Math.round((Math.abs(now - then) / then) * 100);
  if (percent === 0) return `as in ${beforeWords}`;
  if (percent >= 1000) return `far more than in ${beforeWords}`;
  return `${now > then ? '▲' : '▼'} ${percent} % ${now > then ? 'more' : 'less'} than in ${beforeWords}`;
}

function trackers({ overview, stretch, ownerOf }: OverviewView) {
  return overview.byTracker.slice(0, TOP).map(({ name, count, stopped }) => ({
    label: cut(name, 60),
    count,
    part: stopped,
    note: ownerOf(name) ?? undefined,
    address: logOf(stretch, { tracker: name }),
    about: insightOf('tracker', name, stretch),
  }));
}

function insightOf(of: 'tracker' | 'site', name: string, { name: last }: Stretch): string {
  return `/insight/${of}?${new URLSearchParams({ name, last })}`;
}

/** What was done in fact: without what was only observed. */
function actions({ byAction, observed = [] }: Overview, stretch: Stretch) {
  const less = new Map(observed.map(({ name, count }) => [name, count]));
  return byAction
    .map(({ name, count }) => ({ name, count: count - (less.get(name) ?? 0) }))
    .filter(({ name, count }) => count > 0 && name !== 'pass')
    .map(({ name, count }) => ({
      label: ACTION_WORDS[name as Action] ?? name,
      count,
      part: count,
      address: logOf(stretch, { action: name }),
    }));
}

function observedOf({ observed = [] }: Overview): number {
  return observed.reduce((sum, { count }) => sum + count, 0);
}

function Observed({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <p class="quiet">
      <Counted value={count} one="more was" many="more were" /> only observed: a rule would have
      changed or stopped {count === 1 ? 'it' : 'them'}.
    </p>
  );
}

function Sites({ sites, stretch }: OverviewView) {
  if (sites.length === 0) return <p class="quiet">No site tried to tell a tracker anything.</p>;
  return (
    <ul class="told">
      {sites.map(({ name, count, stopped, trackers: whom }) => (
        <li>
          <a href={insightOf('site', name, stretch)}>{cut(name, 60)}</a> tried to tell{' '}
          {whom.length === 0 ? 'trackers' : names(whom.slice(0, 4).map((of) => cut(of, 40)))}
          {whom.length > 4 ? ` and ${whom.length - 4} more` : ''} of{' '}
          <a href={logOf(stretch, { page: name })}>
            <Counted value={count} one="thing" />
          </a>
          ; {stopped === count ? count === 1 ? 'it was' : 'all were' : <Stopped value={stopped} />}{' '}
          stopped.
        </li>
      ))}
    </ul>
  );
}

function Stopped({ value }: { readonly value: number }) {
  if (value === 0) return 'none were';
  return (
    <>
      <Num value={value} /> {value === 1 ? 'was' : 'were'}
    </>
  );
}
