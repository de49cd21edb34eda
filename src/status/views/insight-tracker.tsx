import type { TrackerInsight } from '../../model/insight.ts';
import { names } from '../sentence.ts';
import { logOf, type Stretch } from '../stretch.ts';
import { endedWords, times } from '../tried-words.ts';
import { InsightDays } from './insight-days.tsx';
import { InsightHead } from './insight-head.tsx';
import { cut } from './log-item.tsx';
import { TriedPanel, triedLine } from './tried-panel.tsx';

/** Where one tracker tried, what it asked for, and how it ended. */
export function TrackerPage(props: {
  readonly tracker: TrackerInsight;
  readonly stretch: Stretch;
  readonly owner: string | null;
}) {
  const { tracker, stretch, owner } = props;
  const name = tracker.tracker;
  return (
    <>
      <InsightHead path="/insight/tracker" name={name} stretch={stretch} />
      <p class="lead">
        {owner === null ? null : `Of ${owner}. `}
        {tracker.count === 0
          ? `It tried nothing in the ${stretch.words}.`
          : `It tried ${times(tracker.count)} in the ${stretch.words}: ${endedWords(tracker)}.`}{' '}
        <a href={logOf(stretch, { tracker: name })}>Its rows in the log</a>
      </p>
      <InsightDays days={tracker.days} stretch={stretch} conditions={{ tracker: name }} />
      <div class="panels">
        <TriedPanel
          title="What it asked for"
          none="Nothing about the person that Eyelid could read."
          lines={tracker.asked.map((one) => triedLine(one, logOf(stretch, { tracker: name })))}
        />
        <TriedPanel
          title="What it was to be told of"
          none="Nothing that Eyelid could read."
          lines={tracker.reports.map((one) => triedLine(one, logOf(stretch, { tracker: name })))}
        />
        <TriedPanel
          title="On which sites"
          none="On none: apps name no site."
          lines={tracker.sites.map((site) => ({
            ...triedLine(site, logOf(stretch, { tracker: name, page: site.name })),
            about: `/insight/site?${new URLSearchParams({ name: site.name, last: stretch.name })}`,
            ...(site.asked.length === 0
              ? {}
              : { note: names(site.asked.map((of) => cut(of, 40))) }),
          }))}
        />
        <TriedPanel
          title="From which devices"
          none="From none."
          lines={tracker.devices.map(({ device, ...one }) => ({
            ...triedLine(one, logOf(stretch, { tracker: name, device })),
            about: `/devices/${encodeURIComponent(device)}`,
          }))}
        />
      </div>
    </>
  );
}
