import { describe, expect, it } from 'vitest';
import { judge } from '../../support/judge.ts';
import { answerTo, expectShape } from './answers.ts';
import { GOOGLE } from './rows/google.ts';
import { IDENTIFIERS } from './rows/identifiers.ts';
import { META_APP } from './rows/meta-app.ts';
import { META_GATEWAY } from './rows/meta-gateway.ts';
import { META_PIXEL } from './rows/meta-pixel.ts';
import { META_PLUGINS } from './rows/meta-plugins.ts';
import { PICTURES } from './rows/pictures.ts';
import { SHAPES } from './rows/shapes.ts';
import { VENDORS } from './rows/vendors.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();
const ROWS = [
  ...META_PIXEL,
  ...META_PLUGINS,
  ...META_GATEWAY,
  ...META_APP,
  ...IDENTIFIERS,
  ...GOOGLE,
  ...VENDORS,
  ...PICTURES,
  ...SHAPES,
];

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
