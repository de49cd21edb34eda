import { expect, it } from 'vitest';
import { columns } from '../../../src/cli/columns.ts';

it('puts cells below each other, numbers to the right, and ends no line with blanks', () => {
  const rows = [
    ['a', '1', 'x'],
    ['é longer', '1,000', ''],
  ];
  expect(columns(rows, [1])).toEqual(['a             1  x', 'é longer  1,000']);
  expect(columns(rows)).toEqual(['a         1      x', 'é longer  1,000']);
  expect(columns([])).toEqual([]);
});
