import { expect, test } from 'vitest';
import { createMarkWords } from '../../../src/record/mark-words.ts';
import { openLog } from './samples.ts';

const EMAIL = { kind: 'email', mark: 'AAAAAAAAAAA' } as const;
const PHONE = { kind: 'phone', mark: 'AAAAAAAAAAA' } as const;

test('the same mark of another kind is another identifier', () => {
  const { db } = openLog();
  const marks = createMarkWords(db);
  const id = marks.id(EMAIL, 5);
  expect(marks.id(PHONE, 5)).not.toBe(id);
  marks.forget();
  expect(marks.id(EMAIL, 7)).toBe(id);
  expect(db.prepare('SELECT used FROM marks WHERE id = ?').pluck().get(id)).toBe(7);
});

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
    1,
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
  let marks = createMarkWords(db);
  for (const [page, device] of places) {
    const id = marks.id(EMAIL, 5);
    marks.seen(id, page, device);
    // A program that was started again knows it from the file.
    marks = createMarkWords(db);
    marks.seen(id, page, device);
  }
  expect(db.prepare('SELECT several FROM marks').pluck().all()).toEqual([several]);
});
