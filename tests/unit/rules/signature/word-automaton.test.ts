import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWordAutomaton } from '../../../../src/rules/signature/word-automaton.ts';

/** Each place as `word@end`. */
function found(words: readonly string[], text: string): readonly string[] {
  const places: string[] = [];
  createWordAutomaton(words).scan(Buffer.from(text, 'latin1'), (word, end) => {
    places.push(`${words[word]}@${end}`);
  });
  return places.toSorted();
}

it.each<[readonly string[], string, readonly string[]]>([
  [[], 'abc', []],
  [['em'], '"em":"Them"', ['em@10', 'em@3']],
  [['he', 'she', 'hers', 'his'], 'ushers', ['he@4', 'hers@6', 'she@4']],
  [['a', 'aa'], 'aaa', ['a@1', 'a@2', 'a@3', 'aa@2', 'aa@3']],
  // What stands between two words is part of none.
  [['ab'], 'a-b ab', ['ab@6']],
  [['x_1'], 'X_1', ['x_1@3']],
])('%j in %s', (words, text, expected) => {
  expect(found(words, text)).toEqual(expected);
});

it('finds what a search for each word finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', '_'), minLength: 1, maxLength: 4 });
  const text = fc.string({
    unit: fc.constantFrom('a', 'B', 'b', '1', '_', '-', 'é'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 6 }), text, (words, value) => {
      const expected = words.flatMap((one) =>
        Array.from(value, (_, i) => i)
          .filter((i) => value.toLowerCase().startsWith(one, i))
          .map((i) => `${one}@${i + one.length}`),
      );
      expect(found(words, value)).toEqual(expected.toSorted());
    }),
    { numRuns: 2_000 },
  );
});
