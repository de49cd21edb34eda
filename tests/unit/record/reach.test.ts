import { expect, test } from 'vitest';
import { createMarkWords } from '../../../src/record/mark-words.ts';
import { createReach, REACH_CODES } from '../../../src/record/reach.ts';
import { openLog } from './samples.ts';

test.each([
  ['once', [[1, 1]], 0],
  [
    'again on the same site and device',
    [
      [1, 1],
      [1, 1],
    ],
    0,
  ],
  [
    'on another site',
    [
      [1, 1],
      [2, 1],
    ],
    1,
  ],
  [
    'by another device',
    [
      [1, 1],
      [1, 2],
    ],
    1,
  ],
  [
    'on no site, then on one',
    [
      [0, 1],
      [1, 1],
    ],
    0,
  ],
  [
    'on another and back',
    [
      [1, 1],
      [2, 2],
      [1, 1],
    ],
    1,
  ],
] as const)('seen %s', (_, places, several) => {
  const { db } = openLog();
  const mark = createMarkWords(db).id({ kind: 'email', mark: 'AAAAAAAAAAA' }, 5) ?? 0;
  for (const [site, device] of places) {
    // Each time a program that was started again: it knows it from the file.
    const reach = createReach(db);
    reach.mark(5, mark, { site, device, tracker: 9 });
    reach.mark(5, mark, { site, device, tracker: 9 });
  }
  expect(db.prepare('SELECT several FROM marks').pluck().all()).toEqual([several]);
});

test('of each place the first and the last day are kept, in whatever order they come', () => {
  const { db } = openLog();
  const reach = createReach(db);
  for (const day of [6, 9, 4, 9, 7]) {
    reach.mark(day, 1, { site: 2, device: 3, tracker: 0 });
    reach.report(day, 1, 2, 3);
  }
  const marks = db.prepare('SELECT what, word, first, last FROM mark_reach').raw().all();
  expect(marks).toEqual([
    [REACH_CODES.site, 2, 4, 9],
    [REACH_CODES.device, 3, 4, 9],
  ]);
  expect(db.prepare('SELECT * FROM report_reach').raw().all()).toEqual([[1, 2, 3, 4, 9]]);
});

test('what is seen again on the same day is not written, until it is forgotten', () => {
  const { db } = openLog();
  const reach = createReach(db);
  const again = () => {
    db.exec('DELETE FROM report_reach');
    reach.report(5, 1, 2, 3);
    return db.prepare('SELECT count(*) FROM report_reach').pluck().get();
  };
  expect([again(), again()]).toEqual([1, 0]);
  reach.forget();
  expect(again()).toBe(1);
});
