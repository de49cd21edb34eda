import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleHits } from '../../../../src/record/insight/rule-hits.ts';
import { DAY_MS, event, HOUR, logOf } from '../samples.ts';
import { dayStart, inDays, someRange, someTries } from './naive-tries.ts';

test('hits of rules are those of a naive count, whatever their lines were', () => {
  fc.assert(
    fc.property(someTries, someRange, (events, range) => {
      const log = logOf(events, { scope: 'acted' });
      const found = inDays(events, range).filter(({ rule }) => rule !== null);
      const keys = new Set(found.map(({ rule }) => `${rule?.list} ${rule?.text}`));
      const naive = [...keys].map((key) => {
        const its = found.filter(({ rule }) => `${rule?.list} ${rule?.text}` === key);
        const last = Math.max(...its.map(({ at }) => dayStart(at)));
        return { key, count: its.length, last };
      });
      const hits = createRuleHits(log.db)(range).map(({ list, text, count, last }) => ({
        ...{ key: `${list} ${text}`, count, last },
      }));
      expect(new Set(hits)).toEqual(new Set(naive));
      log.db.close();
    }),
    { numRuns: 50 },
  );
});

test('a rule stands where it was last applied', () => {
  const at = (line: number, day: number) =>
    event({ at: HOUR + day * DAY_MS, rule: { list: 'a.txt', line, text: '||x^' } });
  const log = logOf([at(9, 1), at(4, 0), at(4, 0)]);
  expect(createRuleHits(log.db)({ since: 0 })).toEqual([
    { list: 'a.txt', line: 9, text: '||x^', count: 3, last: dayStart(HOUR + DAY_MS) },
  ]);
});
