import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLists } from '../../../../src/record/insight/lists.ts';
import { event, HOUR, logOf, openLog } from '../samples.ts';
import { inDays, named, someRange, someTries, tries } from './naive-tries.ts';

test('trackers and sites are those of a naive count', () => {
  fc.assert(
    fc.property(
      someTries,
      someRange,
      fc.constantFrom('all' as const, 'acted' as const),
      (events, range, scope) => {
        const log = logOf(events, { scope });
        const lists = createLists(log.db);
        const found = tries(inDays(events, range));
        const other = (mine: 'tracker' | 'page', name: string, theirs: 'tracker' | 'page') =>
          new Set(
            found
              .filter((each) => each[mine] === name && each[theirs] !== null)
              .map((each) => each[theirs]),
          ).size;
        expect(lists.trackers(range)).toEqual(
          named(found, ({ tracker }) => [tracker]).map((one) => ({
            ...one,
            sites: other('tracker', one.name, 'page'),
          })),
        );
        expect(lists.sites(range)).toEqual(
          named(found, ({ page }) => [page]).map((one) => ({
            ...one,
            trackers: other('page', one.name, 'tracker'),
          })),
        );
        log.db.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('an empty log has none, and lists end at five hundred', () => {
  expect(createLists(openLog().db).trackers({ since: 0 })).toEqual([]);
  const many = Array.from({ length: 600 }, (_, i) => event({ page: `p${i}.example` }));
  const log = logOf([...many, event({ page: 'p7.example' })]);
  const sites = createLists(log.db).sites({ since: HOUR });
  expect(sites).toHaveLength(500);
  expect(sites[0]).toEqual({ name: 'p7.example', count: 2, stopped: 2, trackers: 1 });
});
