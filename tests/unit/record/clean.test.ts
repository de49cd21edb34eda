import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounded, clean, printable, whole } from '../../../src/record/clean.ts';

test('a clean text is bounded and has nothing that garbles a terminal or a page', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(50), (text, longest) => {
      const made = clean(text, longest);
      expect(made.length).toBeLessThanOrEqual(longest);
      expect(made).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(made).toBe(printable(bounded(text, longest)));
    }),
  );
  expect(clean('a\u001b[31mb\u202ec\nd', 99)).toBe('a[31mbcd');
});

test.each([
  [1.6, 2],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  [1e300, 8e12],
  [-1e300, -8e12],
])('%d is stored as %d', (number, stored) => {
  expect(whole(number)).toBe(stored);
});
