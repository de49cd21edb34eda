import type { NamedTried } from '../model/insight.ts';
import type { Count, Overview, TimeRange } from '../model/log.ts';
import type { Action } from '../model/rule.ts';
import { ACTION_CODES, isActedOn, wordOf } from './codes.ts';
import type { LogDatabase } from './database.ts';
import { type Edges, edgesOf, hoursAndDays } from './day-edges.ts';
import { grouped } from './grouped.ts';
import { hoursIn, type Span, startOfHour } from './times.ts';
import { createUnopened } from './unopened.ts';

/** How many trackers, sites and devices are listed, the most frequent first. */
const TOP = 100;

type DeviceCount = Overview['byDevice'][number];
interface HourCount {
  readonly hour: number;
  readonly actedOn: number;
  readonly tunnelled: number;
  readonly total: number;
}
interface ActionCount {
  readonly hour: number;
  readonly action: number;
  /** 1: the rules were not carried out. */
  readonly observed: number;
  readonly count: number;
}

const IN_SPAN = 'hour BETWEEN @first AND @last';
const PAGES = hoursAndDays(
  { table: 'hour_pages', columns: 'page AS id, count, stopped', test: 'count > 0' },
  { table: 'day_pages', columns: 'page, count, stopped' },
);

/**
 * Reads counters only, never events. They know whole hours, so the overview
 * begins with the hour that holds `since`, and says so in its own `since`; it
 * ends with the hour that `until` ends or lies in. An action is counted whether
 * it was carried out or only observed, and the latter once more by itself. Hours without any exchange are left out.
 */
export function createOverview(db: LogDatabase): (range: TimeRange) => Overview {
  const byHour = db.prepare<[Span], HourCount>(`
    SELECT hour, sum(acted) AS actedOn, sum(tunnelled) AS tunnelled, sum(total) AS total
    FROM hour_devices WHERE ${IN_SPAN} GROUP BY hour ORDER BY hour`);
  const byDevice = db.prepare<[Span], DeviceCount>(`
    SELECT names.text AS device, coalesce(label, names.text) AS name, count, actedOn, tunnelled
    FROM (SELECT device AS id, sum(total) AS count, sum(acted) AS actedOn,
        sum(tunnelled) AS tunnelled
      FROM hour_devices WHERE ${IN_SPAN} GROUP BY device)
    JOIN names USING (id) LEFT JOIN device_labels ON device_labels.device = id
    ORDER BY count DESC, names.text LIMIT ${TOP}`);
  const actions = db.prepare<[Span], ActionCount>(`
    SELECT hour, action, observed, count FROM hour_actions
    WHERE ${IN_SPAN} ORDER BY hour, action, observed`);
  const byTracker = db.prepare<[Span], NamedTried>(
    topNames(`SELECT tracker AS id, count, stopped FROM hour_trackers WHERE ${IN_SPAN}`),
  );
  const byPage = db.prepare<[Edges], NamedTried>(topNames(PAGES));
  const unopened = createUnopened(db, TOP);

  // One transaction, so that all numbers are of one moment.
  return db.transaction((range: TimeRange): Overview => {
    const span = hoursIn(range);
    const hours = byHour.all(span);
    const perHour = grouped(actions.all(span), ({ hour }) => hour);
    const sum = (of: (hour: HourCount) => number) =>
      hours.reduce((total, hour) => total + of(hour), 0);
    return {
      since: startOfHour(span.first),
      total: sum(({ total }) => total),
      tunnelled: sum(({ tunnelled }) => tunnelled),
      actedOn: sum(({ actedOn }) => actedOn),
      ...actionsOf([...perHour.values()].flat()),
      byTracker: byTracker.all(span),
      byPage: byPage.all(edgesOf(span)),
      byDevice: byDevice.all(span),
      unopened: unopened(span),
      byHour: hours.map(({ hour, actedOn, tunnelled, total }) => ({
        ...{ at: startOfHour(hour), actedOn, tunnelled, total },
        ...actionsOf(perHour.get(hour) ?? []),
      })),
    };
  });
}

function actionsOf(counted: readonly ActionCount[]): Pick<Overview, 'byAction' | 'observed'> {
  const observed = counted.filter((each) => each.observed === 1 && isActedOn(actionOf(each)));
  return {
    byAction: byAction(counted),
    ...(observed.length === 0 ? {} : { observed: byAction(observed) }),
  };
}

function actionOf({ action }: Pick<ActionCount, 'action'>): Action {
  return wordOf<Action>(ACTION_CODES, action, 'pass');
}

/** The most frequent first, of the same number the weaker. */
function byAction(counted: readonly ActionCount[]): readonly Count[] {
  const sums = new Map<number, number>();
  for (const { action, count } of counted) sums.set(action, (sums.get(action) ?? 0) + count);
  return [...sums]
    .toSorted(([a, countA], [b, countB]) => countB - countA || a - b)
    .map(([action, count]) => ({ name: actionOf({ action }), count }));
}

function topNames(rows: string): string {
  return `
    SELECT names.text AS name, count, stopped
    FROM (SELECT id, sum(count) AS count, sum(stopped) AS stopped FROM (${rows}) GROUP BY id)
    JOIN names USING (id) ORDER BY count DESC, names.text LIMIT ${TOP}`;
}
