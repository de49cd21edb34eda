import type { Device } from '../../model/device.ts';
import type { NamedTried } from '../../model/insight.ts';
import type { DeviceInsight } from '../../model/log.ts';
import { logOf, type Stretch, type StretchName } from '../stretch.ts';
import { type Bar, type Series, StackedChart } from './charts.tsx';
import { CountList } from './counts.tsx';
import { Counted } from './format.tsx';
import { cut } from './log-item.tsx';
import { StretchLinks } from './stretch-links.tsx';

export const HISTORY_STRETCHES = ['7d', '30d'] as const satisfies readonly StretchName[];

const DAY = 86_400_000;
const TOP = 10;
const SERIES: readonly Series[] = [
  { fill: 'stopped', words: 'acted on' },
  { fill: 'passed', words: 'let pass' },
  { fill: 'unopened', words: 'passed through unopened' },
];

/** What a device was used for: per day, and whom it was to tell. */
export function DeviceHistory(props: {
  readonly device: Device;
  readonly stretch: Stretch;
  readonly history: DeviceInsight | 'unreadable' | null;
}) {
  const { device, stretch, history } = props;
  const path = `/devices/${encodeURIComponent(device.id)}`;
  return (
    <section id="history">
      <div class="heading">
        <h2>History</h2>
        <StretchLinks path={path} offered={HISTORY_STRETCHES} current={stretch} />
      </div>
      {history === null || history === 'unreadable' ? (
        <p class="quiet">
          {history === null
            ? `The log has nothing of it in the ${stretch.words}.`
            : 'The log cannot be read just now.'}
        </p>
      ) : (
        <>
          <Tries {...history} when={stretch.words} />
          <StackedChart
            name="Exchanges per day"
            series={SERIES}
            bars={everyDay(history, stretch)}
            axis="date"
            rows="day"
            labelEvery={stretch.name === '7d' ? 1 : 5}
          />
          <div class="panels">
            <section class="card">
              <h3>Who was to be told</h3>
              <CountList
                lines={lines(history.trackers, 'tracker', device, stretch)}
                unit={['try', 'tries']}
                part="stopped"
                none="No tracker was met."
              />
            </section>
            <section class="card">
              <h3>By which sites</h3>
              <CountList
                lines={lines(history.sites, 'site', device, stretch)}
                unit={['try', 'tries']}
                part="stopped"
                none="No site was named."
              />
            </section>
          </div>
        </>
      )}
    </section>
  );
}

function Tries(props: { readonly count: number; readonly stopped: number; readonly when: string }) {
  const { count, stopped, when } = props;
  if (count === 0) return <p>Nobody tried to tell a tracker anything in the {when}.</p>;
  return (
    <p>
      <Counted value={count} one="try" many="tries" /> to tell a tracker something,{' '}
      <Counted value={stopped} one="was" many="were" /> stopped here, in the {when}.
    </p>
  );
}

function lines(
  counts: readonly NamedTried[],
  of: 'tracker' | 'site',
  { id }: Device,
  stretch: Stretch,
) {
  return counts.slice(0, TOP).map(({ name, count, stopped }) => ({
    label: cut(name, 60),
    count,
    part: stopped,
    address: logOf(stretch, { device: id, [of === 'site' ? 'page' : of]: name }),
    about: `/insight/${of}?${new URLSearchParams({ name })}`,
  }));
}

/** One bar a day, those without anything too; days begin at midnight UTC, as the log counts them. */
function everyDay({ days }: DeviceInsight, { range }: Stretch): readonly Bar[] {
  const known = new Map(days.map((day) => [Math.floor(day.at / DAY), day]));
  const first = Math.floor(range.since / DAY);
  const last = Math.floor((range.until - 1) / DAY);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const day = known.get(first + i);
    const { total = 0, actedOn = 0, tunnelled = 0 } = day ?? {};
    const passed = Math.max(0, total - actedOn - tunnelled);
    return { at: (first + i) * DAY, values: [actedOn, passed, tunnelled] };
  });
}
