import { describe, expect, test } from 'vitest';
import {
  availableTable,
  listTable,
  outcomeLine,
  progressText,
} from '../../../src/cli/list-table.ts';
import { CATALOGUE } from '../../../src/model/catalogue.ts';
import type { ListStatus } from '../../../src/model/subscription.ts';
import { NOW, subscribed } from '../../support/status-ports.ts';

const NEVER = { rules: null, fetched: null, checked: null, next: null, sha256: null } as const;

describe('the table of lists', () => {
  test('has a line for each, in columns', () => {
    const lists = [
      subscribed(),
      subscribed({ ...NEVER, name: 'mine' }),
      subscribed({
        name: 'x',
        trusted: true,
        rules: 7,
        fetched: NOW - 9 * 86_400_000,
        next: NOW - 1,
      }),
    ];
    expect(listTable(lists, NOW)).toEqual([
      'list         rules   age  next  trusted  state               sha256',
      'easyprivacy  55,327  6 h  4 d            good                d0b04edb90a4',
      'mine         -       -    soon           not downloaded yet  -',
      'x            7       9 d  due   yes      good                d0b04edb90a4',
    ]);
  });

  test('names the way to the first one where there is none', () => {
    expect(listTable([], NOW)).toEqual([expect.stringContaining('eyelid lists add easyprivacy')]);
  });

  test.each<readonly [Partial<ListStatus>, string]>([
    [{ error: 'e', failing: true }, 'last good copy'],
    [{ error: 'e' }, 'incomplete'],
    [{ ...NEVER, error: 'e', failing: true }, 'failed'],
    [{ activity: { phase: 'reading' } }, 'reading'],
  ])('%j is "%s"', (changes, state) => {
    const lines = listTable([subscribed(changes)], NOW);
    expect(lines[1]).toContain(`  ${state}  `);
    expect(lines.slice(2)).toEqual(changes.error === undefined ? [] : ['easyprivacy: e']);
  });
});

test('the catalogue says what is subscribed to already', () => {
  const lines = availableTable(CATALOGUE, new Set(['easylist']));
  expect(lines).toHaveLength(CATALOGUE.length + 1);
  expect(lines.filter((line) => / yes /.test(line))).toEqual([
    expect.stringMatching(/^easylist\s+ads\s+yes\s+EasyList\. /),
  ]);
});

test.each([
  [
    { result: 'updated', change: { at: 0, added: 1_200, removed: 3 }, error: null },
    5_000,
    'a: 5,000 rules, +1,200 -3 rules',
  ],
  [{ result: 'unchanged', change: null, error: null }, 1, 'a: 1 rule, unchanged'],
  [
    { result: 'unchanged', change: null, error: 'without b' },
    2,
    'a: 2 rules, unchanged (without b)',
  ],
  [
    { result: 'failed', change: null, error: 'e' },
    7,
    'a: failed, the copy before with 7 rules stays',
  ],
  [{ result: 'failed', change: null, error: 'e' }, null, 'a: failed, there is no copy'],
] as const)('%j with %j rules', (outcome, rules, line) => {
  expect(outcomeLine({ name: 'a', ...outcome }, rules)).toBe(line);
});

test.each([
  [{ phase: 'waiting' }, 'waiting'],
  [{ phase: 'downloading', received: 1_500_000, total: null }, 'downloading, 1,500 kB'],
  [{ phase: 'downloading', received: 1_000, total: 2_000 }, 'downloading, 1 kB of 2 kB'],
] as const)('%j', (activity, text) => {
  expect(progressText(activity)).toBe(text);
});
