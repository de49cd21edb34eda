import { expect, test } from 'vitest';
import { createTexts } from '../../../src/record/texts.ts';
import { openLog } from './samples.ts';

test('a text has one number, remembers its last day, and is found again after it was forgotten', () => {
  const { db } = openLog();
  const texts = createTexts(db, 'reports');
  const id = texts.id('["a visit"]', 100);
  expect(texts.id('["a visit"]', 90)).toBe(id);
  expect(texts.id('["Purchase"]', 90)).not.toBe(id);
  texts.forget();
  expect(texts.id('["a visit"]', 101)).toBe(id);
  expect(db.prepare('SELECT text, used FROM reports ORDER BY id').raw().all()).toEqual([
    ['["a visit"]', 101],
    ['["Purchase"]', 90],
  ]);
});

test('it forgets rather than grow for ever', () => {
  const { db } = openLog();
  const texts = createTexts(db, 'header_lists');
  db.exec('BEGIN');
  const first = texts.id('first', 1);
  for (let i = 0; i < 6000; i++) texts.id(`t${i}`, 1);
  expect(texts.id('first', 1)).toBe(first);
  db.exec('COMMIT');
});

test('of new ones in a day there are only so many; what was there before is found', () => {
  const { db } = openLog();
  const texts = createTexts(db, 'header_lists', { newADay: 3, instead: '[]' });
  const ids = ['a', 'b', 'c', 'd', 'e', 'a'].map((text) => texts.id(text, 7));
  expect(ids).toEqual([1, 2, 3, 4, 4, 1]);
  texts.forget();
  expect([texts.id('b', 7), texts.id('f', 7)]).toEqual([2, 4]);
  expect(texts.id('g', 8)).toBe(5);
  const stored = db.prepare('SELECT text FROM header_lists ORDER BY id').pluck().all();
  expect(stored).toEqual(['a', 'b', 'c', '[]', 'g']);
});
