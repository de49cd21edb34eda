import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import { isStopped } from '../../../src/model/told.ts';
import { createOverview } from '../../../src/record/overview.ts';
import { ACTED, device, event, HOUR, HOUR_MS, logOf, openLog, pass } from './samples.ts';

const someEvent = fc
  .record({
    at: fc.integer({ min: HOUR - 6 * HOUR_MS, max: HOUR + 6 * HOUR_MS }),
    device: fc.constantFrom('ip:1', 'ip:2', 'ip:3').map(device),
    host: fc.constantFrom('a.example', 'b.a.example', 'c.test'),
    kind: fc.constantFrom('https' as const, 'tunnel' as const),
    action: fc.constantFrom(...ACTIONS),
    observed: fc.boolean(),
    page: fc.constantFrom(null, 'shop.example', 'news.example'),
    tracker: fc.constantFrom(null, 'Meta Pixel', 'TikTok'),
  })
  .map((changes) => event({ ...changes, deviceName: `name of ${changes.device}` }));

function tally(names: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
const asMap = (counts: readonly { name: string; count: number }[]) =>
  new Map(counts.map(({ name, count }) => [name, count]));
const acted = ({ action }: Event) => ACTED.includes(action);

test('every number is that of a naive count, at any detail', () => {
  fc.assert(
    fc.property(
      fc.array(someEvent, { maxLength: 120 }),
      fc.integer({ min: HOUR - 8 * HOUR_MS, max: HOUR + 8 * HOUR_MS }),
      fc.option(fc.integer({ min: HOUR - 7 * HOUR_MS, max: HOUR + 9 * HOUR_MS })),
      fc.constantFrom('counts' as const, 'names' as const),
      (events, since, until, detail) => {
        const log = logOf(events, { detail, scope: 'acted' });
        const overview = createOverview(log.db)({ since, ...(until === null ? {} : { until }) });
        log.db.close();

        const start = Math.floor(since / HOUR_MS) * HOUR_MS;
        const end = until === null ? Infinity : Math.ceil(until / HOUR_MS) * HOUR_MS;
        const counted = events.filter(({ at }) => at >= start && at < end);
        expect(overview.since).toBe(start);
        expect(overview.total).toBe(counted.length);
        expect(overview.actedOn).toBe(counted.filter(acted).length);
        const tunnelled = counted.filter((each) => each.kind === 'tunnel' && !acted(each));
        expect(overview.tunnelled).toBe(tunnelled.length);
        expect(asMap(overview.byAction)).toEqual(tally(counted.map(({ action }) => action)));
        const observed = counted.filter((each) => acted(each) && each.observed);
        expect(asMap(overview.observed ?? [])).toEqual(tally(observed.map(({ action }) => action)));
        expect(asMap(overview.byTracker)).toEqual(tally(counted.map(({ tracker }) => tracker)));
        const tried = counted.filter((each) => acted(each) || each.tracker !== null);
        expect(asMap(overview.byPage)).toEqual(tally(tried.map(({ page }) => page)));
        const stopped = counted.filter(isStopped);
        for (const { name, stopped: some } of overview.byTracker) {
          expect(some).toBe(stopped.filter(({ tracker }) => tracker === name).length);
        }
        for (const { name, stopped: some } of overview.byPage) {
          expect(some).toBe(stopped.filter(({ page }) => page === name).length);
        }
        expect(asMap(overview.unopened)).toEqual(
          tally(tunnelled.map(({ host }) => host.split('.').slice(-2).join('.'))),
        );
        for (const { at, byAction } of overview.byHour) {
          const own = counted.filter((each) => each.at - (each.at % HOUR_MS) === at);
          expect(asMap(byAction)).toEqual(tally(own.map(({ action }) => action)));
        }

        const devices = tally(counted.map((each) => each.device));
        expect(new Map(overview.byDevice.map((each) => [each.device, each.count]))).toEqual(
          devices,
        );
        for (const each of overview.byDevice) {
          expect(each.name).toBe(`name of ${each.device}`);
          const own = counted.filter((one) => one.device === each.device);
          expect(each.actedOn).toBe(own.filter(acted).length);
        }
        const hours = overview.byHour.map(({ at }) => at);
        expect(hours).toEqual([...new Set(counted.map(({ at }) => at - (at % HOUR_MS)))].sort());
        expect(overview.byHour.reduce((sum, { total }) => sum + total, 0)).toBe(counted.length);
        expect(overview.byHour.reduce((sum, { actedOn }) => sum + actedOn, 0)).toBe(
          counted.filter(acted).length,
        );
        for (const list of [
          overview.byAction,
          overview.byTracker,
          overview.byPage,
          overview.byDevice,
        ]) {
          const counts = list.map(({ count }) => count);
          expect(counts).toEqual(counts.toSorted((a, b) => b - a));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('an empty log has an overview of noughts', () => {
  expect(createOverview(openLog().db)({ since: HOUR + 1 })).toEqual({
    since: HOUR,
    total: 0,
    tunnelled: 0,
    actedOn: 0,
    byAction: [],
    byTracker: [],
    byPage: [],
    byDevice: [],
    unopened: [],
    byHour: [],
  });
});

test('a device carries its newest name, and lists end at a hundred', () => {
  const trackers = Array.from({ length: 150 }, (_, i) => event({ tracker: `t${i}` }));
  const log = logOf([
    ...trackers,
    event({ deviceName: 'Old phone' }),
    pass({ deviceName: 'New phone' }),
  ]);
  const overview = createOverview(log.db)({ since: HOUR });
  expect(overview.byDevice.map(({ name }) => name)).toEqual(['New phone']);
  expect(overview.byTracker).toHaveLength(100);
  expect(overview.byTracker[0]).toEqual({ name: 'Meta Pixel', count: 1, stopped: 1 });
});

test('no event is read: the numbers stay when all rows are gone', () => {
  const log = logOf([event(), pass()]);
  const overview = createOverview(log.db);
  const before = overview({ since: HOUR });
  log.db.exec('DELETE FROM events');
  expect(overview({ since: HOUR })).toEqual(before);
  expect(before.total).toBe(2);
});
