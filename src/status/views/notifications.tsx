import type { NotifyEvent, TargetStatus } from '../../model/notification.ts';
import { number, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface NotificationsView {
  readonly frame: Frame;
  readonly events: readonly NotifyEvent[];
  readonly detail: boolean;
  readonly targets: readonly TargetStatus[];
}

const EVENTS: Readonly<Record<NotifyEvent, string>> = {
  newTracker: 'a company that tries to learn something here for the first time',
  newDevice: 'a device that was never here before',
  listFailure: 'a list that can no longer be updated',
  brokenLog: 'a log that loses events',
  weekly: 'the week in a few sentences, on Mondays at eight',
};

const KINDS = { webhook: 'webhook', ntfy: 'ntfy' } as const;

export function NotificationsPage({ frame, events, detail, targets }: NotificationsView) {
  return (
    <>
      <h1>Notifications</h1>
      <p class="lead">
        Nothing of what happens here leaves the house, but for what you have sent to a place of
        yours.
      </p>
      <section class="card">
        <h2>Where to</h2>
        {targets.length === 0 ? <None /> : <Targets frame={frame} targets={targets} />}
      </section>
      <section class="card">
        <h2>What is told</h2>
        <ul class="lines">
          {events.map((event) => (
            <li>{EVENTS[event]}</li>
          ))}
        </ul>
        <p class="quiet">
          {detail
            ? 'With the names of devices and sites.'
            : 'Without the names of devices and sites.'}{' '}
          <code>notify</code> in <code>config/eyelid.yaml</code> says all of this.
        </p>
      </section>
    </>
  );
}

function None() {
  return (
    <>
      <p class="quiet">Nowhere: notifications are off.</p>
      <p>
        To have them on a phone, choose a long name that nobody guesses, follow it in the ntfy app,
        and write into <code>config/eyelid.yaml</code>:
      </p>
      <pre>
        <code>{'notify:\n  ntfy:\n  - url: https://ntfy.sh/the-long-name'}</code>
      </pre>
    </>
  );
}

function Targets({ frame, targets }: Pick<NotificationsView, 'frame' | 'targets'>) {
  return (
    <>
      <ul class="lines">
        {targets.map((target) => (
          <li>
            <strong>{cut(target.host)}</strong> ({KINDS[target.kind]}): <Last last={target.last} />
            <Counts target={target} />
          </li>
        ))}
      </ul>
      <form method="post" action="/settings/notifications/test">
        <Hidden frame={frame} />
        <button type="submit">Send a test</button>
      </form>
    </>
  );
}

/** What there is to count; of nothing, nothing. */
function Counts({ target }: { readonly target: TargetStatus }) {
  const { delivered, waiting, lost } = target;
  const counts = [
    [delivered, 'delivered'],
    [waiting, 'to be sent'],
    [lost, 'given up'],
  ] as const;
  const words = counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${number(count)} ${what}`);
  return words.length === 0 ? null : (
    <span class="quiet"> Since the start {words.join(', ')}.</span>
  );
}

function Last({ last }: Pick<TargetStatus, 'last'>) {
  if (last === null) return <span class="quiet">nothing sent since the start.</span>;
  return last.error === null ? (
    <span>
      the last one was taken, <Time at={last.at} show="when" />.
    </span>
  ) : (
    <span class="error">
      the last one failed, <Time at={last.at} show="when" />: {cut(last.error)}.
    </span>
  );
}
