import type { Link, NamedTried, Weeks } from '../../model/insight.ts';
import { logOf, type Stretch, type StretchName } from '../stretch.ts';
import { Shares } from './counts.tsx';
import { Num } from './format.tsx';
import { InsightLinks } from './insight-links.tsx';
import { InsightWeek } from './insight-week.tsx';
import { cut } from './log-item.tsx';
import { StretchLinks } from './stretch-links.tsx';

export interface InsightView {
  readonly stretch: Stretch;
  readonly links: readonly Link[];
  readonly trackers: readonly (NamedTried & { readonly sites: number })[];
  readonly sites: readonly (NamedTried & { readonly trackers: number })[];
  readonly weeks: Weeks;
  readonly ownerOf: (tracker: string) => string | null;
}

export const INSIGHT_STRETCHES: readonly [StretchName, ...StretchName[]] = ['24h', '7d', '30d'];
/** Rows of a table before the rest is folded away, and how many there are at most. */
const SHOWN = 15;
const MOST = 60;

export function InsightPage(view: InsightView) {
  const { stretch, links, weeks } = view;
  return (
    <>
      <div class="heading">
        <h1>Insight</h1>
        <StretchLinks path="/insight" offered={INSIGHT_STRETCHES} current={stretch} />
      </div>
      <p class="lead">
        What sites and trackers tried, across all devices of this household. What is called stopped
        never reached them; the rest went on, some of it cleaned.
      </p>
      <InsightLinks links={links} last={stretch.name} />
      <InsightWeek weeks={weeks} last={stretch.name} />
      <Trackers {...view} />
      <Sites {...view} />
      <p class="more">
        <a href={`/api/insight?last=${stretch.name}`} download={`insight-${stretch.name}.json`}>
          All of this as JSON
        </a>
      </p>
    </>
  );
}

function Trackers({ trackers, stretch, ownerOf }: InsightView) {
  return (
    <section class="card" id="trackers">
      <h2>Trackers</h2>
      <Table
        items={trackers.map((tracker) => ({
          ...tracker,
          others: tracker.sites,
          note: ownerOf(tracker.name),
          about: `/insight/tracker?${new URLSearchParams({ name: tracker.name, last: stretch.name })}`,
          rows: logOf(stretch, { tracker: tracker.name }),
        }))}
        heads={['Tracker', 'Sites']}
        none={`No tracker that Eyelid knows was met in the ${stretch.words}.`}
      />
    </section>
  );
}

function Sites({ sites, stretch }: InsightView) {
  return (
    <section class="card" id="sites">
      <h2>Sites</h2>
      <Table
        items={sites.map((site) => ({
          ...site,
          others: site.trackers,
          note: null,
          about: `/insight/site?${new URLSearchParams({ name: site.name, last: stretch.name })}`,
          rows: logOf(stretch, { page: site.name }),
        }))}
        heads={['Site', 'Trackers']}
        none={`No site tried to tell anything in the ${stretch.words}.`}
      />
    </section>
  );
}

interface Item extends NamedTried {
  readonly others: number;
  readonly note: string | null;
  readonly about: string;
  readonly rows: string;
}

interface TableView {
  readonly items: readonly Item[];
  readonly heads: readonly [string, string];
  readonly none: string;
}

function Table({ items, heads, none }: TableView) {
  if (items.length === 0) return <p class="quiet">{none}</p>;
  const more = items.slice(SHOWN, MOST);
  const most = items[0]?.count ?? 1;
  return (
    <>
      <Rows items={items.slice(0, SHOWN)} heads={heads} most={most} />
      {more.length === 0 ? null : (
        <details>
          <summary>
            {items.length > MOST
              ? `The next ${more.length} of ${items.length - SHOWN} more`
              : `${more.length} more`}
          </summary>
          <Rows items={more} heads={heads} most={most} />
        </details>
      )}
    </>
  );
}

function Rows(props: {
  readonly items: readonly Item[];
  readonly heads: readonly [string, string];
  readonly most: number;
}) {
  const { items, heads, most } = props;
  return (
    <table class="wide tried">
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col" class="num">
            {heads[1]}
          </th>
          <th scope="col" class="num">
            Tries
          </th>
          <th scope="col" class="num">
            Stopped
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, note, about, rows, others, count, stopped }) => (
          <tr>
            <th scope="row">
              <a href={about}>{cut(name, 60)}</a>
              {note === null ? null : <span class="quiet"> {note}</span>}
              <Shares whole={(count / most) * 100} part={stopped / Math.max(1, count)} />
            </th>
            <td class="num">
              <Num value={others} />
            </td>
            <td class="num">
              <a href={rows}>
                <Num value={count} />
              </a>
            </td>
            <td class="num">
              <Num value={stopped} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
