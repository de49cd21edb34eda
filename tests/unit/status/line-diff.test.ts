import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineDiff, lineDiff } from '../../../src/status/line-diff.ts';

/** As `diff -u` writes it, with `~n` for what is left out. */
function written({ lines }: LineDiff): string {
  const marks = { same: ' ', old: '-', new: '+' } as const;
  return lines
    .map((line) => (line.kind === 'skip' ? `~${line.count}` : marks[line.kind] + line.text))
    .join('|');
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i}\n`).join('');

describe('two texts', () => {
  test.each([
    ['that are equal differ in nothing', 'a\nb\n', 'a\nb\n', '~2'],
    ['of which one is empty', '', 'a\nb\n', '+a|+b'],
    ['of which the other is', 'a\n', '', '-a'],
    ['of which one has a line more', 'a\nc\n', 'a\nb\nc\n', ' a|+b| c'],
    ['of which one has a line less', 'a\nb\nc\n', 'a\nc\n', ' a|-b| c'],
    ['with a line changed', 'a\nb\nc\n', 'a\nx\nc\n', ' a|-b|+x| c'],
    ['with lines moved', 'a\nb\nc\n', 'c\na\nb\n', '+c| a| b|-c'],
    ['without a line end at the end', 'a\nb', 'a\nb\n', '~2'],
    ['that agree in most', numbers(1, 12), numbers(1, 11), '~8| 9| 10| 11|-12'],
  ])('%s', (...[, before, after, expected]) => {
    expect(written(lineDiff(before, after))).toBe(expected);
  });

  test('with two places far from each other', () => {
    const before = numbers(1, 20);
    const after = before.replace('2\n', 'two\n').replace('19\n', '');
    const found = lineDiff(before, after);
    expect(written(found)).toBe(' 1|-2|+two| 3| 4| 5|~10| 16| 17| 18|-19| 20');
    expect([found.added, found.removed]).toEqual([1, 2]);
  });
});

/** Takes the second text out of the first and what differs. */
function patched(before: string, { lines }: LineDiff): string {
  const old = before.split('\n').slice(0, before.endsWith('\n') || before === '' ? -1 : undefined);
  const made: string[] = [];
  let at = 0;
  for (const line of lines) {
    if (line.kind === 'skip') {
      made.push(...old.slice(at, at + line.count));
      at += line.count;
    } else if (line.kind === 'new') {
      made.push(line.text);
    } else {
      expect(line.text).toBe(old[at]);
      if (line.kind === 'same') made.push(line.text);
      at++;
    }
  }
  return made.map((line) => `${line}\n`).join('');
}

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', '', 'd'), { maxLength: 40 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

test('whatever they are, what differs makes the second of the first', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      expect(patched(before, lineDiff(before, after))).toBe(after);
    }),
  );
});

test('so many differences that the shortest way is not looked for', () => {
  const before = numbers(1, 3_000);
  const after = numbers(10_000, 14_000);
  const found = lineDiff(before, after);
  expect([found.added, found.removed]).toEqual([4_001, 3_000]);
  expect(patched(before, found)).toBe(after);
});
