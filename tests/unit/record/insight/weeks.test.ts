import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../../src/model/event.ts';
import { createWeeks } from '../../../../src/record/insight/weeks.ts';
import { DAY_MS, HOUR, HOUR_MS, logOf } from '../samples.ts';
import { counted, someTries, tries } from './naive-tries.ts';

const WEEK_MS = 7 * DAY_MS;
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

test('two weeks beside each other are those of a naive count', () => {
  const moment = fc.integer({ min: HOUR - 5 * DAY_MS, max: HOUR + 5 * DAY_MS });
  fc.assert(
    fc.property(someTries, moment, (events, until) => {
      const log = logOf(events);
      const weeks = createWeeks(log.db)(until);
      const end = Math.ceil(until / HOUR_MS) * HOUR_MS;
      expect([weeks.since, weeks.until]).toEqual([end - WEEK_MS, end]);
      const begun = Math.floor(Math.min(...events.map(({ at }) => at)) / HOUR_MS) * HOUR_MS;
      const isWhole = events.length === 0 || begun <= end - 2 * WEEK_MS;
      expect(weeks.begun).toBe(isWhole ? undefined : begun);
      const found = tries(events);
      const within = (from: number) => (each: Event) => each.at >= from && each.at < from + WEEK_MS;
      const compared = (word: (event: Event) => string | null) =>
        [...new Set(found.map(word))]
          .filter((name) => name !== null)
          .map((name) => {
            const its = found.filter((each) => word(each) === name);
            return {
              name,
              now: counted(its.filter(within(end - WEEK_MS))),
              before: counted(its.filter(within(end - 2 * WEEK_MS))),
            };
          })
          .filter(({ now, before }) => now.count + before.count > 0)
          .sort(byName);
      expect(weeks.trackers.toSorted(byName)).toEqual(compared(({ tracker }) => tracker));
      expect(weeks.sites.toSorted(byName)).toEqual(compared(({ page }) => page));
      expect(weeks.devices.toSorted(byName)).toEqual(
        compared(({ deviceName }) => deviceName).map((one) => ({
          ...one,
          device: one.name.slice('name of '.length),
        })),
      );
      const firsts = ['Meta Pixel', 'TikTok'].filter((name) => {
        const times = events.filter(({ tracker }) => tracker === name).map(({ at }) => at);
        const first = Math.min(...times);
        return first >= end - WEEK_MS && first < end;
      });
      expect(weeks.newTrackers).toEqual(firsts);
      log.db.close();
    }),
    { numRuns: 60 },
  );
});
