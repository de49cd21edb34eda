import type { Device } from '../../model/device.ts';
import type { Overview } from '../../model/log.ts';
import type { Action } from '../../model/rule.ts';
import { logAddress } from '../filter.ts';
import { ACTION_WORDS } from '../sentence.ts';
import { CountList, everyHour, HourChart } from './charts.tsx';
import { counted, number, share } from './format.tsx';

export interface OverviewView {
  readonly overview: Overview;
  readonly devices: readonly Device[];
  readonly rules: number;
  readonly lists: number;
  readonly ruleErrors: number;
  /** The first-run code still opens the page. */
  readonly needsPassword: boolean;
}

const HOURS_A_DAY = 24;
const TOP = 8;

export function OverviewPage(view: OverviewView) {
  const { overview } = view;
  return (
    <>
      <h1>Today</h1>
      <p class="lead">
        {overview.total === 0 ? (
          'Nothing came through yet. Point a device at the proxy, and its exchanges show up here.'
        ) : (
          <>
            <strong>{number(overview.actedOn)}</strong> of {counted(overview.total, 'exchange')}{' '}
            were blocked, cleaned or rewritten: {share(overview.actedOn, overview.total)}.
          </>
        )}
      </p>
      {view.needsPassword ? (
        <p class="hint">
          The first-run code still opens this page. <a href="/settings">Set a password</a>.
        </p>
      ) : null}
      {view.ruleErrors > 0 ? (
        <p class="hint">
          {counted(view.ruleErrors, 'line')} of the rule files{' '}
          {view.ruleErrors === 1 ? 'is' : 'are'} not in force. <a href="/rules">See which</a>.
        </p>
      ) : null}
      <HourChart hours={everyHour(overview.since, HOURS_A_DAY, overview.byHour)} />
      <div class="panels">
        <section>
          <h2>What was done</h2>
          <CountList counts={actions(overview)} none="No rule applied yet." />
        </section>
        <section>
          <h2>Who wanted to know</h2>
          <CountList counts={top(overview.byTracker, 'tracker')} none="No tracker was met yet." />
        </section>
        <section>
          <h2>On which sites</h2>
          <CountList counts={top(overview.byPage, 'page')} none="No site was named yet." />
        </section>
        <section>
          <h2>Devices</h2>
          <CountList counts={devices(overview)} none="No device was seen today." />
        </section>
      </div>
      <Unseen view={view} />
    </>
  );
}

function Unseen({ view }: { readonly view: OverviewView }) {
  const named = view.devices.filter((device) => device.level === 'hostname').length;
  return (
    <section class="unseen">
      <h2>What Eyelid did not see</h2>
      <ul>
        <li>
          {counted(view.overview.tunnelled, 'connection')} passed through unopened: by name they
          could be blocked, their contents could not be read.
          {named === 0 ? null : (
            <>
              {' '}
              {counted(named, 'device')} {named === 1 ? 'is' : 'are'} only filtered by host name
              until {named === 1 ? 'it trusts' : 'they trust'}{' '}
              <a href="/welcome">the certificate</a>.
            </>
          )}
        </li>
        <li>What a shop sends to a tracker from its own servers, after it has the data.</li>
        <li>Phones on mobile data, and everything inside a VPN.</li>
        <li>
          Apps that accept one certificate only; they are let through so that they keep working.
        </li>
      </ul>
      <p class="quiet">
        {counted(view.rules, 'rule')} in {counted(view.lists, 'file')} are in force.{' '}
        <a href="/rules">Rules</a>
      </p>
    </section>
  );
}

function actions(overview: Overview) {
  return overview.byAction
    .filter(({ name, count }) => count > 0 && name !== 'pass')
    .map(({ name, count }) => ({
      name,
      count,
      label: ACTION_WORDS[name as Action] ?? name,
      address: logAddress(new URLSearchParams({ action: name })),
    }));
}

function top(counts: Overview['byTracker'], key: 'tracker' | 'page') {
  return counts.slice(0, TOP).map(({ name, count }) => ({
    name,
    count,
    address: logAddress(new URLSearchParams({ [key]: name })),
  }));
}

function devices(overview: Overview) {
  return overview.byDevice.slice(0, TOP).map(({ name, device, count }) => ({
    name,
    count,
    address: logAddress(new URLSearchParams({ device })),
  }));
}
