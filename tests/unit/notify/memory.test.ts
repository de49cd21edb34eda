import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMemory, withKnown } from '../../../src/notify/memory.ts';

const MEMORY = { since: 1, companies: ['Meta'], devices: ['ip:1'], failing: [], week: 2 };

test('reads what it wrote', () => {
  expect(parseMemory(JSON.stringify(MEMORY))).toEqual(MEMORY);
});

test.each([
  ['', 'nothing'],
  ['null', 'null'],
  [JSON.stringify({ ...MEMORY, since: '1' }), 'a moment that is none'],
  [JSON.stringify({ ...MEMORY, devices: [1] }), 'a list of numbers'],
  [JSON.stringify({ ...MEMORY, companies: undefined }), 'a part missing'],
  [JSON.stringify({ ...MEMORY, companies: Array(5_001).fill('x') }), 'far too much'],
])('takes %.40s for none: %s', (text) => {
  expect(parseMemory(text)).toBeNull();
});

test('any text is a memory or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const memory = parseMemory(text);
      expect(memory === null || typeof memory.since === 'number').toBe(true);
    }),
  );
});

test('the oldest are forgotten', () => {
  const known = Array.from({ length: 5_000 }, (_, i) => String(i));
  const next = withKnown(known, ['new']);
  expect(next.length).toBe(5_000);
  expect(next[0]).toBe('1');
  expect(next.at(-1)).toBe('new');
});
