import { expect, test } from 'vitest';
import { programKey } from '../../../../src/rules/snapshot/snapshot-key.ts';

test('the key of the program is the same as long as the program is', () => {
  expect(programKey()).toMatch(/^[0-9a-f]{64}$/);
  expect(programKey()).toBe(programKey());
});
