import { expect, test } from 'vitest';
import { counted, share, size, span, Time } from '../../../../src/status/views/format.tsx';

test.each([
  [0, '0 rules'],
  [1, '1 rule'],
  [53_612, '53,612 rules'],
])('%i rules', (value, text) => {
  expect(counted(value, 'rule')).toBe(text);
});

test.each([
  [0, 0, '0 %'],
  [0, 10, '0 %'],
  [1, 1000, 'under 1 %'],
  [1, 3, '33 %'],
  [3, 3, '100 %'],
])('%i of %i', (part, whole, text) => {
  expect(share(part, whole)).toBe(text);
});

test.each([
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [48_211, '48.2 kB'],
  [209_715_200, '209.7 MB'],
])('%i bytes', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

test.each([
  [3.4, '3 ms'],
  [999, '999 ms'],
  [1_500, '1.5 s'],
])('%d ms', (ms, text) => {
  expect(span(ms)).toBe(text);
});

test('a moment carries what the browser needs to write it its own way', () => {
  const html = (<Time at={Date.UTC(2026, 2, 3, 14, 30)} show="moment" />).toString();
  expect(html).toMatch(/^<time datetime="2026-03-03T14:30:00.000Z" data-show="moment">[^<]+2026/);
});
