import type { SiteInsight } from '../../model/insight.ts';
import { names } from '../sentence.ts';
import { logOf, type Stretch } from '../stretch.ts';
import { endedWords, times } from '../tried-words.ts';
import { InsightDays } from './insight-days.tsx';
import { InsightHead } from './insight-head.tsx';
import { cut } from './log-item.tsx';
import { TriedPanel, triedLine } from './tried-panel.tsx';

const MOST = 40;

interface SiteView {
  readonly site: SiteInsight;
  readonly stretch: Stretch;
  /** Why it could tell from its own servers too. */
  readonly notes: readonly string[];
}

/** A plain list of what one site tried to send, and to whom. */
export function SitePage({ site, stretch, notes }: SiteView) {
  const name = site.site;
  return (
    <>
      <InsightHead path="/insight/site" name={name} stretch={stretch} />
      <p class="lead">
        {site.count === 0
          ? `It tried to tell nothing in the ${stretch.words}.`
          : `It tried to tell trackers something ${times(site.count)} in the ${stretch.words}: ${endedWords(site)}.`}{' '}
        <a href={logOf(stretch, { page: name })}>Its rows in the log</a>
      </p>
      <InsightDays days={site.days} stretch={stretch} conditions={{ page: name }} />
      <section class="card">
        <h2>What it tried to send, and to whom</h2>
        <Told site={site} stretch={stretch} />
      </section>
      <ServerNote notes={notes} />
      <div class="panels">
        <TriedPanel
          title="From which devices"
          none="From none."
          lines={site.devices.map(({ device, ...one }) => ({
            ...triedLine(one, logOf(stretch, { page: name, device })),
            about: `/devices/${encodeURIComponent(device)}`,
          }))}
        />
      </div>
    </>
  );
}

function Told({ site, stretch }: Omit<SiteView, 'notes'>) {
  if (site.trackers.length === 0) return <p class="quiet">Nothing that Eyelid noticed.</p>;
  const more = site.trackers.length - MOST;
  return (
    <>
      <ul class="told">
        {site.trackers.slice(0, MOST).map((tracker) => (
          <li>
            <a
              href={`/insight/tracker?${new URLSearchParams({ name: tracker.name, last: stretch.name })}`}
            >
              {cut(tracker.name, 60)}
            </a>{' '}
            {toldWords(tracker)}:{' '}
            <a href={logOf(stretch, { page: site.site, tracker: tracker.name })}>
              {times(tracker.count)}
            </a>
            ; {endedWords(tracker)}.
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="quiet">and {more} more trackers</p> : null}
    </>
  );
}

/** "was to be told of Purchase, with hashed e-mail". */
function toldWords({ reports, asked }: SiteInsight['trackers'][number]): string {
  const what = reports.length === 0 ? 'was asked' : `was to be told of ${few(reports)}`;
  return asked.length === 0 ? what : `${what}, with ${few(asked)}`;
}

function few(words: readonly string[]): string {
  return names(words.map((word) => cut(word, 40)));
}

function ServerNote({ notes }: { readonly notes: readonly string[] }) {
  return (
    <section class="card">
      <h2>What it could still tell from its own servers</h2>
      <p>
        What a site sends to trackers from its own servers never crosses this network, so it is
        neither seen nor stopped here.
        {notes.length === 0
          ? ' Nothing seen of this site points to it, which proves nothing.'
          : null}
      </p>
      {notes.length === 0 ? null : (
        <ul class="points">
          {notes.map((note) => (
            <li>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
