import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLines, readRuleLines } from '../../../../src/rules/subscribe/count.ts';

function read(text: string, meant: 'yes' | 'maybe' = 'yes') {
  const reading = readRuleLines([{ path: '', bytes: Buffer.from(text), meant }]);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

const compare = (before: string, after: string) => compareLines(read(before), read(after));

test('lines that are rules in force are counted, each once', () => {
  const list = [
    '! comment',
    '||a.example^',
    '',
    'a.example##.ad',
    '||b.example^$nosuchoption',
    '@@||c.example^',
    '||a.example^$badfilter',
    '0.0.0.0 d.example e.example',
    '!#if adguard',
    '||f.example^',
    '!#endif',
  ];
  expect(read(list.join('\r\n')).count).toBe(4);
  expect(read(list.join('\n'), 'maybe').count).toBe(1);
  expect(read('').count).toBe(0);
});

test.each([
  ['||a.b^', '||a.b^', 0, 0],
  ['||a.b^\n||c.d^', '||c.d^\n||a.b^\n! more', 0, 0],
  ['||a.b^', '||c.d^\n||e.f^', 2, 1],
  ['', '||a.b^', 1, 0],
  ['||a.b^\n||a.b^', '||a.b^', 0, 1],
  ['||a.b^', '||A.b^', 1, 1],
])('from %j to %j', (before, after, added, removed) => {
  expect(compare(before, after)).toEqual({ added, removed });
});

test('the difference is that of the sets of lines', () => {
  const lines = fc.uniqueArray(fc.nat(60), { maxLength: 40 });
  const text = (numbers: readonly number[]) => numbers.map((n) => `||host${n}.example^`).join('\n');
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      expect(compare(text(before), text(after))).toEqual({
        added: after.filter((n) => !before.includes(n)).length,
        removed: before.filter((n) => !after.includes(n)).length,
      });
    }),
  );
});

test('different lines are different numbers', () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `||h${i}.example^`).join('\n');
  const { buckets } = read(text);
  expect(new Set(buckets.flatMap((bucket) => [...bucket])).size).toBe(20_000);
  // None so long that sorting it would be felt.
  expect(Math.max(...buckets.map((bucket) => bucket.length))).toBeLessThan(500);
});
