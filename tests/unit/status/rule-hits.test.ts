import { expect, test } from 'vitest';
import { hitsByList, neverHit, placeNow } from '../../../src/status/rule-hits.ts';

const hit = (list: string, line: number, text: string, count: number) => ({
  ...{ list, line, text, count },
  last: 0,
});
const ALL = [
  hit('meta.txt', 9, '||a.test^', 2),
  hit('easyprivacy', 700, '||a.test^', 40),
  hit('meta.txt', 4, '||b.test^', 5),
  hit('meta.txt', 2, '||c.test^', 5),
];

test('hits are told by list, the most frequent first', () => {
  const lists = hitsByList(ALL);
  expect(lists.map(({ list, count }) => [list, count])).toEqual([
    ['easyprivacy', 40],
    ['meta.txt', 12],
  ]);
  expect(lists[1]?.hits.map(({ line }) => line)).toEqual([2, 4, 9]);
  expect(hitsByList([])).toEqual([]);
});

test('a rule that moved has its hits still; the same in another list is another rule', () => {
  const rules = [
    { list: 'meta.txt', line: 1, text: '||a.test^' },
    { list: 'meta.txt', line: 2, text: '||never.test^' },
    { list: 'my-rules.txt', line: 3, text: '||a.test^' },
  ];
  expect(neverHit(rules, ALL).map(({ list, line }) => `${list}:${line}`)).toEqual([
    'meta.txt:2',
    'my-rules.txt:3',
  ]);
});

test('a hit is told at the line where its rule stands now, of files that are known', () => {
  const rules = [{ list: 'meta.txt', line: 3, text: '||a.test^' }];
  const placed = placeNow(ALL, (list) => (list === 'meta.txt' ? rules : null));
  expect(placed.map(({ list, line }) => [list, line])).toEqual([
    ['meta.txt', 3],
    ['easyprivacy', 700],
    ['meta.txt', null],
    ['meta.txt', null],
  ]);
});
