import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { OPTION_NAMES } from '../../../../src/rules/filter/option-names.ts';
import { BROWSER_ONLY, UNSUPPORTED } from '../../../../src/rules/filter/unsupported.ts';

/** docs/rules-filters.md and the parser say the same. */

const text = readFileSync(new URL('../../../../docs/rules-filters.md', import.meta.url), 'utf8');

/** The rows of all tables, as cells; `\|` is a bar. */
const tables = [...text.matchAll(/^\|(.*)\|\n\|[-|]+\|\n((?:\|.*\|\n)+)/gm)].map((table) => ({
  head: cells(table[1] as string),
  rows: (table[2] as string)
    .trim()
    .split('\n')
    .map((row) => cells(row.slice(1, -1))),
}));

function cells(row: string): readonly string[] {
  return row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** The words in quotes of a cell, without their equals signs. */
const words = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word as string);

const options = tables.filter(({ head }) => head[0] === 'option');
const working = options.filter(({ head }) => head.includes('example')).flatMap(({ rows }) => rows);
const idle = options.filter(({ head }) => head[1] === 'why').flatMap(({ rows }) => rows);
const optionOf = (word: string) => word.replace(/=$/, '');

test('has a row for each option, and an option for each row', () => {
  const told = [
    ...working.flatMap(([option = '', also = '']) => [...words(option), ...words(also)]),
    ...idle.flatMap(([option = '']) => words(option)),
  ].map(optionOf);
  expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
  expect(told.toSorted()).toEqual([...OPTION_NAMES].toSorted());
});

describe('what works', () => {
  it.each(working)('%s', (option = '', also = '', _meaning, example = '') => {
    const [filter = ''] = words(example);
    const [word = ''] = words(option);
    const names = [...words(option), ...words(also)].map(optionOf);
    expect(filter).toMatch(new RegExp(`[$,~](?:${names.join('|')})(?:=|,|$)`));
    const line = parseLine(filter);
    expect(line).toMatchObject({ kind: word === 'badfilter' ? 'badfilter' : 'filters' });
  });
});

describe('what does not', () => {
  it.each(idle)('%s: %s', (option = '', why) => {
    const [word = ''] = words(option);
    expect(BROWSER_ONLY.get(word) ?? UNSUPPORTED.get(word)).toBe(why);
    expect(parseLine(`||a.example^$${word}${UNSUPPORTED.has(word) ? '=x' : ''}`)).toEqual({
      kind: 'problem',
      severity: 'ineffective',
      reason: `option "${word}" has no effect here: ${why}`,
    });
    const beside = parseLine(`||a.example^$script,${word}`);
    expect(beside.kind).toBe(BROWSER_ONLY.has(word) ? 'filters' : 'problem');
  });
});

test('the lines of its first example are in force', () => {
  const [, example = ''] = /```\n([^`]*)```/.exec(text) ?? [];
  const kinds = example
    .trim()
    .split('\n')
    .map((line) => parseLine(line).kind);
  expect(kinds).toEqual(['comment', 'filters', 'filters', 'filters', 'filters']);
});

test('and so are its patterns', () => {
  const { rows } = tables.find(({ head }) => head[0] === 'pattern') ?? { rows: [] };
  expect(rows.length).toBeGreaterThan(5);
  for (const [pattern = ''] of rows) {
    expect(parseLine(words(pattern)[0] as string).kind, pattern).toBe('filters');
  }
});
