import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSignatures } from '../../../src/rules/signature/parse.ts';
import { shippedRules } from './rules.ts';

const folder = new URL('../../../rules/', import.meta.url).pathname;
const files = readdirSync(folder);

describe.each(files.filter((file) => file.endsWith('.yaml')))('rules/%s', (file) => {
  const parsed = parseSignatures(readFileSync(folder + file, 'utf8'), file);

  it('is read without a complaint', () => {
    expect(parsed.problems).toEqual([]);
    expect(parsed.broken).toBe(false);
    // Some files are switched off until a person wants them.
    expect(parsed.signatures.length + parsed.off.length).toBeGreaterThan(3);
  });

  it('tells of every signature what it catches and whose it is', () => {
    for (const { rule } of [...parsed.signatures, ...parsed.off]) {
      expect(rule.title?.length, rule.text).toBeGreaterThan(10);
      expect(rule.tracker, rule.text).not.toBeNull();
    }
  });
});

const rules = await shippedRules();

describe.each(files.filter((file) => file.endsWith('.txt')))('rules/%s', (file) => {
  const text = readFileSync(folder + file, 'utf8');
  const written = text.split('\n').filter((line) => line !== '' && !line.startsWith('!'));

  it('is read without a complaint, every line of it', () => {
    const info = rules.lists.find(({ list }) => list === file);
    expect(info?.problems).toEqual([]);
    expect(info?.rules).toBe(written.length);
  });

  it('tells in words what each group of lines catches, and holds no line twice', () => {
    const groups = text.trim().split(/\n\n+/);
    expect(groups.filter((group) => !group.startsWith('! '))).toEqual([]);
    expect(written.filter((line, index) => written.indexOf(line) !== index)).toEqual([]);
  });
});

it('holds every file that ships, and nothing stands in my-rules.txt', () => {
  const lists = rules.lists.map(({ list }) => list);
  expect(lists).toEqual(files.filter((file) => /\.(?:txt|yaml)$/.test(file)).sort());
  expect(rules.lists.find(({ list }) => list === 'my-rules.txt')?.rules).toBe(0);
});
