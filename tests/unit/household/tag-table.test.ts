import { expect, test } from 'vitest';
import { createTagTable } from '../../../src/household/tag-table.ts';

const table = createTagTable([
  ['00ffone', '0102two'],
  ['0102two', '0304three'],
]);

test.each([
  ['the first', 0x00ff, '00ffone', 0],
  ['the first of two', 0x0102, '0102two', 0],
  ['the second', 0x0304, '0304three', 1],
  ['nothing, where the hint alone fits', 0x0304, '0304four', null],
])('finds %s', (_what, hint, tag, index) => {
  expect(table.find(hint, () => tag)).toBe(index);
});

test('makes no tag where the hint does not fit', () => {
  const made = () => {
    throw new Error('not asked for');
  };
  expect(table.find(0x9999, made)).toBeNull();
});
