import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';
import { type TextTest, testText } from '../../../../src/rules/signature/text-test.ts';
import { wordsOf, wordsOfAny } from '../../../../src/rules/signature/words.ts';

/** As a name is written in a file. */
function test(text: string): TextTest {
  const item = JSON.stringify({ id: 'x', action: 'log', when: { anyField: text } });
  const { signatures, problems } = parseSignatures(`signatures:\n  - ${item}`, 'a.yaml');
  expect(problems).toEqual([]);
  return signatures[0]!.when[0]!.anyField![0]!;
}

it.each<[string, readonly string[] | null]>([
  ['event_name', ['event_name']],
  ['data.0.event_name', ['event_name']],
  ['ud[em]', ['ud']],
  ['Event', ['event']],
  ['x-fb-ck', ['fb']],
  ['v', null],
  ['12345', null],
  ['[1]', null],
  ['é', null],
  ['~^ud\\[', ['ud']],
  ['~^(ud|udff|aud)\\[', ['ud', 'udff', 'aud']],
  ['~^(ud|x)\\[', null],
  ['~^user_(em|ph)$', ['user_']],
  ['~(?:email|phone)?$', null],
  ['~^\\d+$', null],
  ['~tw(o|enty)', ['tw']],
  ['~(ab|cd)+', ['ab', 'cd']],
  ['~[Ee]mail', ['email']],
])('%s', (text, expected) => {
  expect(wordsOf(test(text))).toEqual(expected);
});

it('of several tests there is a word of each, or none can be told', () => {
  expect(wordsOfAny([test('dl'), test('~^noscript')])).toEqual(['dl', 'noscript']);
  expect(wordsOfAny([test('dl'), test('v')])).toBeNull();
  expect(wordsOfAny([])).toEqual([]);
});

it('one of them is in every text that the test takes', () => {
  const piece = fc.constantFrom(
    ...['user', 'em', '_', '(em|ph)', '(a|user)', '[a-c]', 'x?', '(user)+', '\\.', '.', '^', '$'],
  );
  const source = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  const text = fc
    .array(fc.constantFrom('user', 'em', 'ph', 'a', 'c', 'x', '.', '_'), { maxLength: 6 })
    .map((parts) => parts.join(''));
  let taken = 0;
  fc.assert(
    fc.property(source, text, (pattern, value) => {
      const one: TextTest = { kind: 'regex', regex: new RegExp(pattern), limit: 100 };
      if (!testText(one, value)) return;
      const words = wordsOf(one);
      if (words === null) return;
      taken += 1;
      expect(words.some((word) => value.includes(word))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(100);
});
