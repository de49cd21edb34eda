import { describe, expect, test } from 'vitest';
import type { Hit } from '../../../src/household/finder.ts';
import { masked, overwritten, withoutHits } from '../../../src/household/redact.ts';

const text = 'em=abc&ph=12345&x=1';
const hits: readonly Hit[] = [
  { from: 3, to: 6, index: 0, form: 'hashed' },
  { from: 10, to: 15, index: 1, form: 'plain' },
];

describe('what was found is', () => {
  test.each([
    ['taken out; a number stays one', withoutHits, 'em=&ph=0&x=1'],
    ['overwritten; a number stays one', overwritten, 'em=000&ph=10000&x=1'],
    ['masked', masked, 'em=***&ph=***&x=1'],
  ])('%s', (_how, edit, expected) => {
    expect(edit(text, hits)).toBe(expected);
    expect(edit(text, [])).toBe(text);
  });

  test('never longer or shorter where it is overwritten', () => {
    expect(overwritten(text, hits)).toHaveLength(text.length);
  });
});
