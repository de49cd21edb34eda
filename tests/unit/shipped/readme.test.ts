import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseFilterList } from '../../../src/rules/filter/list.ts';

const readme = readFileSync(new URL('../../../rules/README.md', import.meta.url), 'utf8');

it('every option that rules/README.md names is understood', () => {
  const paragraph = readme.split('\n').find((line) => line.startsWith('After a `$`')) ?? '';
  const options = [...paragraph.matchAll(/`([^`]*)`/g)]
    .map(([, word]) => word ?? '')
    .filter((word) => word.length > 2);
  expect(options.length).toBeGreaterThan(15);
  const lines = options
    .filter((option) => !option.endsWith('.txt'))
    .map((option) => `||tracker.example^$${option}`);
  expect(parseFilterList(lines.join('\n'), 'readme.txt').problems).toEqual([]);
});

it('every line of its table is a rule or a comment', () => {
  const rows = readme.split('\n').filter((line) => /^\| `[^`]+` \| (?!what)/.test(line));
  const lines = rows
    .map((row) => (/^\| `([^`]+)`/.exec(row)?.[1] ?? '').replaceAll('\\|', '|'))
    .filter((line) => !/\.(?:txt|yaml)/.test(line));
  expect(lines.length).toBeGreaterThan(5);
  expect(parseFilterList(lines.join('\n'), 'readme.txt').problems).toEqual([]);
});
