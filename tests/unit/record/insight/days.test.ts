import { expect, test } from 'vitest';
import { DAYS } from '../../../../src/record/insight/days.ts';
import { DAY_MS, event, HOUR, logOf } from '../samples.ts';

const TODAY = Math.floor(HOUR / DAY_MS);

test.each([
  ['all', -99, 99, [-9, -3, -2, 0]],
  ['without an end', -3, 2 ** 40, [-3, -2, 0]],
  ['one', -2, -2, [-2]],
  ['one on which there was nothing', -5, -5, []],
  ['between two', -8, -4, []],
  ['before all', -99, -10, []],
  ['after all', 1, 99, []],
])('days: %s', (_, first, last, expected) => {
  const log = logOf([-9, -3, -2, 0].map((days) => event({ at: HOUR + days * DAY_MS })));
  const select = log.db.prepare(`SELECT DISTINCT day FROM day_tried WHERE ${DAYS} ORDER BY day`);
  const found = select.pluck().all({ first: TODAY + first, last: TODAY + last });
  expect(found).toEqual(expected.map((days) => TODAY + days));
});

test('each day is found by the key', () => {
  const { db } = logOf([]);
  const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT * FROM day_tried WHERE ${DAYS}`).all({
    first: 0,
    last: 9,
  });
  expect(JSON.stringify(plan)).not.toContain('SCAN hour_devices');
  expect(JSON.stringify(plan)).toContain('SEARCH day_tried USING PRIMARY KEY (day=?)');
});
