import { expect, test } from 'vitest';
import { LEARNER_NAMES, REWRITER_NAMES } from '../../../src/model/rewriter-names.ts';

test.each([
  ['rewriters', REWRITER_NAMES],
  ['learners', LEARNER_NAMES],
])('%s have names that a signature can hold, each once', (_, names) => {
  expect(names.filter((name) => !/^[a-z]+(?:-[a-z]+)*$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
