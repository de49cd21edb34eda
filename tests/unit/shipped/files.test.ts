import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSignatures } from '../../../src/rules/signature/parse.ts';

const folder = new URL('../../../rules/', import.meta.url).pathname;
const files = readdirSync(folder);

describe.each(files.filter((file) => file.endsWith('.yaml')))('rules/%s', (file) => {
  const parsed = parseSignatures(readFileSync(folder + file, 'utf8'), file);

  it('is read without a complaint', () => {
    expect(parsed.problems).toEqual([]);
    expect(parsed.broken).toBe(false);
    expect(parsed.signatures.length).toBeGreaterThan(3);
  });

  it('tells of every signature what it catches and whose it is', () => {
    for (const { rule } of parsed.signatures) {
      expect(rule.title?.length, rule.text).toBeGreaterThan(10);
      expect(rule.tracker, rule.text).not.toBeNull();
    }
  });
});
