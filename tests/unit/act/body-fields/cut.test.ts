import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutSpans } from '../../../../src/act/body-fields/cut.ts';

test.each([
  ['nothing', [], 'abcdef'],
  ['one', [[1, 3]], 'adef'],
  [
    'neighbours',
    [
      [1, 2],
      [2, 3],
    ],
    'adef',
  ],
  [
    'in any order',
    [
      [4, 5],
      [0, 1],
    ],
    'bcdf',
  ],
  [
    'one within another',
    [
      [1, 5],
      [2, 3],
    ],
    'af',
  ],
  [
    'overlapping',
    [
      [1, 3],
      [2, 5],
    ],
    'af',
  ],
  ['empty ones', [[2, 2]], 'abcdef'],
  ['all', [[0, 6]], ''],
] as const)('%s', (_title, spans, left) => {
  expect(
    withoutSpans(
      'abcdef',
      spans.map(([from, to]) => ({ from, to })),
    ),
  ).toBe(left);
});

test('what is left is what no span covers', () => {
  const span = fc
    .tuple(fc.nat(20), fc.nat(6))
    .map(([from, length]) => ({ from, to: from + length }));
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(span), (text, spans) => {
      const covered = (at: number) => spans.some(({ from, to }) => at >= from && at < to);
      const left = text
        .split('')
        .filter((_, at) => !covered(at))
        .join('');
      expect(withoutSpans(text, spans)).toBe(left);
    }),
  );
});
