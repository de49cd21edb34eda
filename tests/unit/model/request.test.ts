import { describe, expect, it } from 'vitest';
import { ANY_TYPE, header, RESOURCE_TYPES, typeBit } from '../../../src/model/request.ts';

it('every resource type has a bit of its own, and ANY_TYPE has them all', () => {
  const bits = RESOURCE_TYPES.map(typeBit);
  expect(new Set(bits).size).toBe(RESOURCE_TYPES.length);
  expect(bits.reduce((all, bit) => all | bit, 0)).toBe(ANY_TYPE);
  expect(bits.every((bit) => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
});

describe('header', () => {
  const headers = ['X-A', 'first', 'x-a', 'second', 'Empty', '', 'x-value', 'x-b'];

  it.each([
    ['x-a', 'first'],
    ['empty', ''],
    ['x-b', null],
    ['x', null],
  ])('%s is %j', (name, value) => {
    expect(header(headers, name)).toBe(value);
  });

  it('finds nothing in nothing', () => {
    expect(header([], 'x-a')).toBeNull();
  });
});
