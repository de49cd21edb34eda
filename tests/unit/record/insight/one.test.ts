import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../../src/model/event.ts';
import { createOnes } from '../../../../src/record/insight/one.ts';
import { ACTED, logOf } from '../samples.ts';
import {
  counted,
  dayStart,
  inDays,
  named,
  seenAround,
  someRange,
  someTries,
  tries,
} from './naive-tries.ts';

const asked = ({ report }: Event) => report?.asked ?? [];
const wasTaken = ({ report }: Event, word: string) => report?.taken?.includes(word) === true;
const what = ({ report }: Event) => [report?.what];
const told = ({ report }: Event) => report && [report.what, report.asked, report.taken];
const devices = (events: readonly Event[]) =>
  named(events, (each) => [each.device]).map(({ name, ...tried }) => ({
    device: name,
    name: `name of ${name}`,
    ...tried,
  }));
const days = (events: readonly Event[]) =>
  [...new Set(events.map(({ at }) => dayStart(at)))]
    .sort((a, b) => a - b)
    .map((at) => ({ at, ...counted(events.filter((each) => dayStart(each.at) === at)) }));

test('of one tracker, site or device everything is that of a naive count', () => {
  fc.assert(
    fc.property(someTries, someRange, (events, range) => {
      const log = logOf(events, { scope: 'acted' });
      const ones = createOnes(log.db);
      const found = tries(inDays(events, range));

      const ofTracker = found.filter(({ tracker }) => tracker === 'Meta Pixel');
      const isKnown = events.some(({ tracker }) => tracker === 'Meta Pixel');
      expect(ones.tracker('Meta Pixel', range)).toEqual(
        !isKnown
          ? null
          : {
              tracker: 'Meta Pixel',
              ...counted(ofTracker),
              asked: named(ofTracker, asked, wasTaken),
              reports: named(ofTracker, what),
              sites: named(ofTracker, ({ page }) => [page]).map((site) => {
                const there = tries(events).filter(
                  ({ tracker, page }) => tracker === 'Meta Pixel' && page === site.name,
                );
                return { ...site, asked: seenAround(there, range, asked, told) };
              }),
              devices: devices(ofTracker),
              days: days(ofTracker),
            },
      );

      const ofSite = found.filter(({ page }) => page === 'shop.example');
      const site = ones.site('shop.example', range);
      if (tries(events).some(({ page }) => page === 'shop.example')) {
        expect(site).toEqual({
          site: 'shop.example',
          ...counted(ofSite),
          trackers: named(ofSite, ({ tracker }) => [tracker]).map((tracker) => {
            const its = tries(events).filter(
              (each) => each.page === 'shop.example' && each.tracker === tracker.name,
            );
            return {
              ...tracker,
              asked: seenAround(its, range, asked, told),
              reports: seenAround(its, range, what, told),
            };
          }),
          devices: devices(ofSite),
          days: days(ofSite),
        });
      } else expect(site?.count ?? 0).toBe(0);

      const all = inDays(events, range).filter((each) => each.device === 'ip:1');
      const ofDevice = tries(all);
      if (events.some((each) => each.device === 'ip:1')) {
        expect(ones.device('ip:1', range)).toEqual({
          device: 'ip:1',
          name: 'name of ip:1',
          ...counted(ofDevice),
          trackers: named(ofDevice, ({ tracker }) => [tracker]),
          sites: named(ofDevice, ({ page }) => [page]),
          days: days(all).map(({ at, count }) => ({
            at,
            total: count,
            actedOn: all.filter((each) => dayStart(each.at) === at && ACTED.includes(each.action))
              .length,
            tunnelled: 0,
          })),
        });
      } else expect(ones.device('ip:1', range)).toBeNull();
      log.db.close();
    }),
    { numRuns: 50 },
  );
});

test('what the log does not know is null', () => {
  const log = logOf([]);
  const ones = createOnes(log.db);
  const range = { since: 0 };
  expect(ones.tracker('Nobody', range)).toBeNull();
  expect(ones.site('nowhere.example', range)).toBeNull();
  expect(ones.device('ip:9', range)).toBeNull();
});
