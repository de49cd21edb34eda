import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../../src/model/event.ts';
import type { TimeRange } from '../../../../src/model/log.ts';
import { createLinks } from '../../../../src/record/insight/links.ts';
import { event, HOUR, logOf } from '../samples.ts';
import {
  counted,
  dayStart,
  inDays,
  seenAround,
  someRange,
  someTries,
  tries,
} from './naive-tries.ts';

function unique<Word>(words: readonly (Word | null)[]): readonly Word[] {
  return [...new Set(words)].filter((word) => word !== null);
}

/** Counts are of the days that are asked for, names of all that were seen before and after them too. */
function naive(all: readonly Event[], range: TimeRange) {
  const events = inDays(all, range);

  const keys = unique(
    events.flatMap(({ report }) => (report?.marks ?? []).map((m) => `${m.kind} ${m.mark}`)),
  );
  return keys.flatMap((key) => {
    const its = events.filter(({ report }) =>
      report?.marks.some(({ kind, mark }) => `${kind} ${mark}` === key),
    );
    const ever = all.filter(({ report }) =>
      report?.marks.some(({ kind, mark }) => `${kind} ${mark}` === key),
    );
    const sites = seenAround(ever, range, ({ page }) => [page]);
    const devices = seenAround(ever, range, ({ device }) => [device]);
    if (sites.length < 2 && devices.length < 2) return [];
    const days = its.map(({ at }) => dayStart(at));
    return [
      {
        key,
        ...counted(
          its,
          ({ report }) =>
            report?.marks.some((m) => `${m.kind} ${m.mark}` === key && m.taken === true) === true,
        ),
        ...{ sites: sites.toSorted(), devices: devices.toSorted() },
        trackers: seenAround(ever, range, ({ tracker }) => [tracker]).toSorted(),
        first: Math.min(...days),
        last: Math.max(...days),
      },
    ];
  });
}

test('identifiers on several sites or devices are those of a naive search', () => {
  fc.assert(
    fc.property(
      someTries,
      someRange,
      fc.constantFrom('all' as const, 'acted' as const),
      (events, range, scope) => {
        const log = logOf(events, { scope });
        const links = createLinks(log.db)(range);
        const found = links.map(({ kind, mark, sites, devices, trackers, ...rest }) => ({
          key: `${kind} ${mark}`,
          ...rest,
          sites: sites.toSorted(),
          devices: devices.map(({ device }) => device).toSorted(),
          trackers: trackers.toSorted(),
        }));
        const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
        expect(found.toSorted(byKey)).toEqual(naive(tries(events), range).toSorted(byKey));
        const reach = links.map(({ sites, devices }) => sites.length + devices.length);
        expect(reach).toEqual(reach.toSorted((a, b) => b - a));
        log.db.close();
      },
    ),
    { numRuns: 60 },
  );
});

test('at detail counts no identifier is kept', () => {
  const report = { what: 'x', asked: [], marks: [{ kind: 'email', mark: 'AAAAAAAAAAA' } as const] };
  const log = logOf([event({ report }), event({ report, page: 'b.example' })], {
    detail: 'counts',
  });
  expect(createLinks(log.db)({ since: HOUR })).toEqual([]);
  expect(log.db.prepare('SELECT count(*) FROM marks').pluck().get()).toBe(0);
});
