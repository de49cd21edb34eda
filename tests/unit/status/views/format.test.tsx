import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  Counted,
  counted,
  moment,
  Num,
  share,
  size,
  span,
  Time,
} from '../../../../src/status/views/format.tsx';

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

test('a number carries its value for the browser', () => {
  expect((<Num value={53_612} />).toString()).toBe('<data value="53612">53,612</data>');
  expect((<Counted value={1} one="rule" />).toString()).toBe('<data value="1">1</data> rule');
  expect((<Counted value={0} one="entry" many="entries" />).toString()).toBe(
    '<data value="0">0</data> entries',
  );
});

test('every form of a moment that the server writes is known to the script too', () => {
  const script = readFileSync(new URL('../../../../src/status/public/page.js', import.meta.url));
  for (const show of ['time', 'hour', 'weekday', 'date', 'day', 'when', 'moment'] as const) {
    expect(moment(Date.UTC(2026, 2, 3, 14, 30), show)).not.toBe('');
    expect(String(script)).toContain(`    ${show}: {`);
  }
});
