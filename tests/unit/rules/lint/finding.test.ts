import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FINDINGS, findingAt, placeOf, SEVERITIES } from '../../../../src/rules/lint/finding.ts';

const DOC = readFileSync(new URL('../../../../docs/checking.md', import.meta.url), 'utf8');

describe('docs/checking.md', () => {
  const rows = [...DOC.matchAll(/^\| `([a-z-]+)` \| (\w+) \| .+ \|$/gm)].map(
    ([, code, severity]) => [code, severity],
  );

  test('has a row for each finding, with its severity, the worst first', () => {
    expect(rows).toEqual(Object.entries(FINDINGS));
    const ranks = Object.values(FINDINGS).map((severity) => SEVERITIES.indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });
});

test('a finding says where it stands and how much it matters', () => {
  const rule = { list: 'a.txt', line: 3, text: '||a.example^', more: 1 };
  expect(findingAt(rule, { code: 'covered', reason: 'why' })).toEqual({
    list: 'a.txt',
    line: 3,
    text: '||a.example^',
    code: 'covered',
    severity: 'remark',
    reason: 'why',
    other: null,
  });
  expect(placeOf(rule)).toBe('a.txt:3');
});
