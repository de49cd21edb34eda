import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listText } from '../../../../src/rules/filter/list-text.ts';

const of = (text: string) => listText('a.txt', Buffer.from(text));

test('lines are those of the text', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '|', ' ', 'badfilter') });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const list = of(lines.join('\n'));
      expect(Array.from({ length: list.lines }, (_, i) => list.text(i + 1))).toEqual(lines);
      expect(list.linesWith('badfilter')).toEqual(
        lines.flatMap((one, i) => (one.includes('badfilter') ? [i + 1] : [])),
      );
      expect([...of(lines.join('\n')).textsWith('badfilter')]).toEqual(
        lines.filter((one) => one.includes('badfilter')),
      );
    }),
  );
});

test('a byte order mark is no part of the first line, and no line stands outside', () => {
  const list = of('\ufeffa\nb');
  expect([0, 1, 2, 3].map((line) => list.text(line))).toEqual(['', 'a', 'b', '']);
  expect(of('').lines).toBe(1);
  expect([...of('\ufeffa b\na').textsWith('a')]).toEqual(['a b', 'a']);
});

test.each([0, 62, 63, 64, 5_000])('%i short lines are all there', (count) => {
  const list = of('a\n'.repeat(count));
  expect([list.lines, list.text(count + 1), list.text(count + 2)]).toEqual([count + 1, '', '']);
  for (const line of [1, 62, 63, 64, 65, count]) {
    expect(list.text(line)).toBe(line >= 1 && line <= count ? 'a' : '');
  }
});
