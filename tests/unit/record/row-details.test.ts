import { expect, test } from 'vitest';
import { createDetailLoader } from '../../../src/record/row-details.ts';
import { createRowLoader } from '../../../src/record/rows.ts';
import { event, logOf } from './samples.ts';

const DETAILED = event({
  report: { what: 'x', asked: [], marks: [{ kind: 'email', mark: 'AAAAAAAAAAA' }] },
  details: {
    headers: ['host'],
    values: [{ name: 'em', value: 'me@mail.example' }],
    decided: 0.5,
    firstByte: null,
  },
});

function detailed(damage: string | null, detail: 'names' | 'values') {
  const log = logOf([DETAILED], { detail });
  if (damage !== null) log.db.exec(damage);
  const [row] = createRowLoader(log.db)([1]);
  return row === undefined ? undefined : createDetailLoader(log.db)(row);
}

test('values are kept only where somebody wants them', () => {
  expect(detailed(null, 'names')?.details?.values).toEqual([]);
  expect(detailed(null, 'values')).toMatchObject({
    report: DETAILED.report,
    details: DETAILED.details,
  });
});

test.each([
  ["UPDATE events SET marks = 'no json'", { report: { what: 'x', marks: [] } }],
  ['UPDATE events SET marks = \'["a", 99]\'', { report: { what: 'x', marks: [] } }],
  ['UPDATE events SET field_values = \'[["em"], 7, null]\'', { details: { values: [] } }],
  ["UPDATE header_lists SET text = '{}'", { details: { headers: [] } }],
  ['UPDATE marks SET kind = 99', { report: { marks: [{ mark: 'AAAAAAAAAAA' }] } }],
])('what a damaged file holds still reads: %s', (damage, expected) => {
  expect(detailed(damage, 'values')).toMatchObject(expected);
});

test('of a row of before nothing is made up', () => {
  const row = detailed('UPDATE events SET headers = NULL, report = NULL', 'names');
  expect(row).not.toHaveProperty('details');
  expect(row).not.toHaveProperty('report');
});
