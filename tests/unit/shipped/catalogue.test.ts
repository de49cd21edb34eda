import { describe, expect, it } from 'vitest';
import { judge } from '../../support/judge.ts';
import { answerTo, expectShape } from './answers.ts';
import { ROWS } from './rows/all.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();

describe.each(ROWS)('$what', ({ hits, passes }) => {
  if (hits.length > 0) {
    it.each(hits)('$action: $type $url', ({ action, shape, removed, ...sample }) => {
      const judged = judge(rules, sample);
      const actions = action === 'held' ? ['block', 'stub'] : [action];
      expect(actions).toContain(judged.action);
      expect(judged.rule?.list).toMatch(/\.(?:yaml|txt)$/);
      if (removed !== undefined) expect([...judged.removed].sort()).toEqual([...removed].sort());
      const answer = answerTo(rules, sample);
      if (shape === undefined) expect(answer).toBeNull();
      else expectShape(answer, shape);
    });
  }
  it.each(passes)('passes: $type $url', (sample) => {
    const { action, removed, url } = judge(rules, sample);
    // An exception of a list may be what lets it through.
    expect(['pass', 'allow']).toContain(action);
    expect(removed).toEqual([]);
    expect(url).toBe(sample.url);
  });
});

it('every row has a neighbour that passes', () => {
  expect(ROWS.filter(({ passes }) => passes.length === 0).map(({ what }) => what)).toEqual([]);
  const names = ROWS.map(({ what }) => what);
  expect(new Set(names).size).toBe(names.length);
});
