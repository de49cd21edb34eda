import { expect, test } from 'vitest';
import { combinationsOf } from '../../../src/record/combinations.ts';
import type { Condition } from '../../../src/record/filter.ts';
import type { Fact } from '../../../src/record/sketch.ts';

function condition(fact: Fact, ...values: readonly number[]): Condition {
  const unused = { test: '', parameters: {}, check: '', index: 'none' } as const;
  return { column: fact, ...unused, sketched: { fact, values } };
}

test('each combination of what conditions allow is one', () => {
  const unknown: Condition = {
    ...{ column: 'host', test: '', parameters: {}, check: '', index: 'unordered' },
  };
  expect(combinationsOf([])).toEqual([{}]);
  expect(combinationsOf([unknown])).toEqual([{}]);
  expect(
    combinationsOf([
      condition('device', 1, 2),
      unknown,
      condition('type', 3),
      condition('rule', 4, 5),
    ]),
  ).toEqual([
    { device: 1, type: 3, rule: 4 },
    { device: 1, type: 3, rule: 5 },
    { device: 2, type: 3, rule: 4 },
    { device: 2, type: 3, rule: 5 },
  ]);
});

test('where there would be too many, a condition is left out', () => {
  const many = Array.from({ length: 17 }, (_, i) => i);
  expect(combinationsOf([condition('rule', ...many), condition('type', 1)])).toEqual([{ type: 1 }]);
});
