import type { RunningTrial } from '../broken/look.ts';
import type { DeviceView } from './broken.tsx';
import { counted, Time } from './format.tsx';
import { Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

/** What is let through for a while, to be kept or taken back. */
export function TrialList(view: DeviceView) {
  const { look, frame, device } = view;
  const { trials } = look;
  if (trials.length === 0) return null;
  return (
    <section class="trials" aria-labelledby="trials-title">
      <h2 id="trials-title">Being tried</h2>
      <ul class="plain">
        {trials.map((trial) => (
          <TrialItem trial={trial} view={view} />
        ))}
      </ul>
      {trials.length < 2 ? null : (
        <form method="post" action="/broken/undo">
          <Hidden frame={frame} />
          <input type="hidden" name="device" value={device.id} />
          <button type="submit" name="all" value="yes">
            Undo all {trials.length}
          </button>
        </form>
      )}
    </section>
  );
}

function TrialItem({ trial, view }: { readonly trial: RunningTrial; readonly view: DeviceView }) {
  const { frame, device } = view;
  const { rule, host, path, page, until, used } = trial;
  const what = cut(`${host}${path ?? ''}`);
  return (
    <li class="culprit">
      <p class="said">
        <strong class="mono">{what}</strong> goes through
        {page === null ? '' : ` on ${cut(page, 60)}`} until <Time at={until} show="time" />.
      </p>
      <p class="quiet">
        {used === 0
          ? 'It was not asked for yet: open the page or app again.'
          : `Let through ${counted(used, 'time')} so far. Does it work now?`}
      </p>
      <form class="actions" method="post" action="/broken/keep">
        <Hidden frame={frame} />
        <input type="hidden" name="device" value={device.id} />
        <input type="hidden" name="line" value={String(rule.line)} />
        <input type="hidden" name="text" value={rule.text} />
        <button type="submit" class="primary" aria-label={`It works now: keep it, ${what}`}>
          It works now: keep it
        </button>
        <button type="submit" formaction="/broken/undo" aria-label={`No change: undo, ${what}`}>
          No change: undo
        </button>
      </form>
    </li>
  );
}
