import { expect, test } from 'vitest';
import { createRowLoader } from '../../../src/record/rows.ts';
import { event, logOf } from './samples.ts';

test('rows come by id, missing ones are left out', () => {
  const log = logOf([event({ path: '/1' }), event({ path: '/2' }), event({ path: '/3' })]);
  const load = createRowLoader(log.db);
  expect(load([])).toEqual([]);
  expect(load([3, 99, 1]).map(({ id, path }) => [id, path])).toEqual([
    [1, '/1'],
    [3, '/3'],
  ]);
});

test.each([
  ["UPDATE events SET fields = 'no json'", { fields: [] }],
  ['UPDATE events SET fields = \'{"a":1}\'', { fields: [] }],
  ['UPDATE events SET removed = \'["a", 1, null]\'', { removed: ['a'] }],
  ['UPDATE events SET action = 99, type = 99', { action: 'pass', type: 'other' }],
  ['UPDATE events SET tunnel = 99', { tunnel: null }],
  ['DELETE FROM names', { device: '', page: null, tracker: null }],
  ['DELETE FROM rules', { rule: null }],
])('what a damaged file holds still reads: %s', (damage, expected) => {
  const log = logOf([event()]);
  log.db.exec(damage);
  expect(createRowLoader(log.db)([1])).toMatchObject([{ id: 1, method: 'GET', ...expected }]);
});
