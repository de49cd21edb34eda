import { expect, test } from 'vitest';
import { grouped } from '../../../src/record/grouped.ts';

test('items are grouped in the order of their keys', () => {
  expect([...grouped([3, 1, 2, 5, 4], (item) => item % 2)]).toEqual([
    [1, [3, 1, 5]],
    [0, [2, 4]],
  ]);
});
