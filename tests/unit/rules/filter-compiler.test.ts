import { expect, test } from 'vitest';
import { areShort, compileInSlices } from '../../../src/rules/filter-compiler.ts';
import { readFilterFile } from '../../../src/rules/rule-file.ts';
import { unpack } from '../../../src/rules/snapshot/pack.ts';
import { longList } from './long-list.ts';

test('many short lists are long together', () => {
  const one = readFilterFile('a.txt', Buffer.alloc(1_000, '\n'));
  expect(areShort([one])).toBe(true);
  expect(areShort(new Array(100).fill(one))).toBe(false);
  expect(areShort([longList('a.txt')])).toBe(false);
});

test('what is compiled can be packed', async () => {
  const { data, packed } = await compileInSlices([longList('a.txt')], {
    badfilters: new Set(),
    personal: false,
  });
  expect(data.lists[0]?.problems.reasons.filter(({ severity }) => severity === 'error')).toEqual(
    [],
  );
  expect(unpack(packed())).toEqual(data);
});
