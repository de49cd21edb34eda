import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Hints, hintsOfNames, hintsOfValues } from '../../../../src/rules/signature/hints.ts';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';
import { type TextTest, testText } from '../../../../src/rules/signature/text-test.ts';

/** As a name is written in a file. */
function test(text: string): TextTest {
  const item = JSON.stringify({ id: 'x', action: 'log', when: { anyField: text } });
  const { signatures, problems } = parseSignatures(`signatures:\n  - ${item}`, 'a.yaml');
  expect(problems).toEqual([]);
  return signatures[0]!.when[0]!.anyField![0]!;
}

const shown = (hints: Hints) => hints?.map((hint) => Object.values(hint).join(' ')) ?? null;

it.each<[string, readonly string[] | null]>([
  ['event_name', ['name event_name']],
  ['data.0.event_name', ['name event_name']],
  ['ud[em]', ['name ud']],
  ['e.3', ['name e']],
  ['Event', ['name event']],
  ['x-fb-ck', ['name fb']],
  ['12345', null],
  ['[1]', null],
  ['é', null],
  ['a\nbc', null],
  ['~^ud\\[', ['part ud']],
  ['~^(ud|udff|aud)\\[', ['part ud', 'part udff', 'part aud']],
  ['~^(ud|x)\\[', null],
  ['~^user_(em|ph)$', ['part user_']],
  ['~(?:email|phone)?$', null],
  ['~^\\d+$', null],
  ['~tw(o|enty)', ['part tw']],
  ['~(ab|cd)+', ['part ab', 'part cd']],
  ['~[Ee]mail', ['part email']],
  ['~^(?!ab)\\w', null],
])('the name %j', (text, expected) => {
  expect(shown(hintsOfNames([test(text)]))).toEqual(expected);
});

it.each<[string, readonly string[] | null]>([
  ['pys_api_event', ['part pys_api_event']],
  ['v', null],
  ['~^[0-9a-fA-F]{64}$', ['hex 64']],
  ['~^([0-9a-f]{64}|[0-9a-f]{32})$', ['hex 64', 'hex 32']],
  ['~^([0-9a-f]{64}|[\\w+/-]{43}=?)$', ['hex 64', 'token 43']],
  ['~^[0-9a-f]{8}-', null],
  ['~^\\w{20}$', null],
  ['~^[^,]{64}$', null],
  ['~^[^@\\s]{1,64}@[\\w-]+(\\.[\\w-]+)+$', ['at']],
])('the value %s', (text, expected) => {
  expect(shown(hintsOfValues([test(text)]))).toEqual(expected);
});

it('of several tests there is a hint of each, or none can be told', () => {
  expect(shown(hintsOfNames([test('dl'), test('~^noscript')]))).toEqual([
    'name dl',
    'part noscript',
  ]);
  expect(hintsOfNames([test('dl'), test('~v')])).toBeNull();
  expect(hintsOfNames([])).toEqual([]);
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
      const hints = hintsOfValues([one]);
      if (hints === null) return;
      taken += 1;
      expect(hints.some((hint) => 'text' in hint && value.includes(hint.text))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(100);
});
