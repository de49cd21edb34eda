import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDictionary, noteDeletedWords, reversed } from '../../../src/record/dictionary.ts';
import { type OpenLog, openLog } from './samples.ts';

const names = ({ db }: OpenLog) =>
  db.prepare('SELECT text, used, kept FROM names ORDER BY id').all();

test('a word has one number, and remembers its last day of either kind', () => {
  const log = openLog();
  const words = createDictionary(log.db);
  words.begin();
  const id = words.nameUsed('shop.example', 100);
  expect(words.nameKept('shop.example', 90)).toBe(id);
  expect(words.nameUsed('shop.example', 99)).toBe(id);
  expect(words.nameUsed('shop.example', 101)).toBe(id);
  expect(words.nameUsed('other', 1)).not.toBe(id);
  expect(names(log)).toMatchObject([
    { text: 'shop.example', used: 101, kept: 90 },
    { text: 'other', used: 1 },
  ]);
  expect(createDictionary(log.db).nameUsed('shop.example', 50)).toBe(id);
  expect(names(log)).toMatchObject([{ used: 101 }, { used: 1 }]);
});

test('hosts and rules likewise', () => {
  const log = openLog();
  const words = createDictionary(log.db);
  const rule = { list: 'a.txt', line: 3, text: '||x^' };
  const ids = [words.host('w.x.example', 7, 1), words.rule(rule, 1)];
  expect([words.host('w.x.example', 7, 2), words.rule({ ...rule }, 2)]).toEqual(ids);
  expect(words.rule({ ...rule, line: 4 }, 2)).not.toBe(ids[1]);
  expect(log.db.prepare('SELECT text, reversed, domain, used FROM hosts').all()).toEqual([
    { text: 'w.x.example', reversed: 'elpmaxe.x.w', domain: 7, used: 2 },
  ]);
  expect(log.db.prepare('SELECT line, used FROM rules').all()).toEqual([
    { line: 3, used: 2 },
    { line: 4, used: 2 },
  ]);
});

test('words that were deleted, or never committed, get new rows', () => {
  const log = openLog();
  const words = createDictionary(log.db);
  words.nameUsed('a', 1);
  log.db.exec('DELETE FROM names');
  noteDeletedWords(log.db);
  words.begin();
  words.nameUsed('a', 1);
  expect(names(log)).toHaveLength(1);

  log.db.exec('BEGIN');
  words.nameUsed('b', 1);
  log.db.exec('ROLLBACK');
  words.forget();
  words.nameUsed('b', 1);
  expect(names(log)).toMatchObject([{ text: 'a' }, { text: 'b' }]);
});

test('it forgets rather than grow for ever', () => {
  const log = openLog();
  const words = createDictionary(log.db);
  log.db.exec('BEGIN');
  const first = words.nameUsed('first', 1);
  for (let i = 0; i < 25_000; i++) words.nameUsed(`n${i}`, 1 + Math.floor(i / 12_500));
  expect(words.nameUsed('first', 1)).toBe(first);
  log.db.exec('COMMIT');
  expect(names(log)).toHaveLength(25_001);
});

test('a host and what lies below it share a beginning, and nothing else does', () => {
  const label = fc.stringMatching(/^[a-z0-9_-]{1,6}$/);
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  fc.assert(
    fc.property(host, host, (a, b) => {
      const stem = reversed(a);
      const below = reversed(b) >= `${stem}.` && reversed(b) < `${stem}/`;
      expect(below).toBe(b.endsWith(`.${a}`));
      expect(reversed(`${b}.${a}`).startsWith(`${stem}.`)).toBe(true);
    }),
  );
});

test('who makes each host and name unlike all others does not fill the disk', () => {
  const { db } = openLog();
  const words = createDictionary(db);
  db.exec('BEGIN');
  const known = words.host('shop.example', words.nameUsed('shop.example', 5), 5);
  for (let i = 0; i < 20_100; i++) {
    words.host(`h${i}.example`, words.nameUsed(`d${i}.example`, 5), 5);
  }
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  // And one that stands for the rest.
  expect([count('hosts'), count('names')]).toEqual([20_001, 20_001]);
  expect(words.host('shop.example', 0, 5)).toBe(known);
  const beyond = words.host('more.example', 0, 5);
  expect(db.prepare('SELECT text FROM hosts WHERE id = ?').pluck().get(beyond)).toBe('…');
  // A new day begins anew.
  expect(words.host('more.example', 0, 6)).not.toBe(beyond);
  db.exec('COMMIT');
});
