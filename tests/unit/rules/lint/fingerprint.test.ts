import { expect, test } from 'vitest';
import { fingerprint } from '../../../../src/rules/lint/fingerprint.ts';

test('texts that differ in little have different numbers, which are exact', () => {
  const seen = new Set<number>();
  const inexact: number[] = [];
  let count = 0;
  for (const tail of ['', '^', '/', '$script']) {
    for (let i = 0; i < 50_000; i++) {
      const mark = fingerprint(`||a${i}.example${tail}`);
      if (!Number.isSafeInteger(mark) || mark < 0) inexact.push(mark);
      seen.add(mark);
      count++;
    }
  }
  expect(inexact).toEqual([]);
  expect(seen.size).toBe(count);
});

test('the same text has the same number, beyond ASCII too', () => {
  expect(fingerprint('||ä.example^ 🦊')).toBe(fingerprint('||ä.example^ 🦊'));
  expect(fingerprint('')).not.toBe(fingerprint('\0'));
});
