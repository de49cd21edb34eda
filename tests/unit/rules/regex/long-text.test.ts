import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardLongText } from '../../../../src/rules/regex/long-text.ts';

const MEGABYTE = 1 << 20;
const filler = (length: number) => 'var x = "some text of a page"; '.repeat(length / 31);

/** Whether the expression may search the text; null where it is refused altogether. */
function maySearch(source: string, flags: string, text: string): boolean | null {
  const guard = guardLongText(source, flags);
  return typeof guard === 'string' ? null : guard(text) !== null;
}

describe('an expression on a long text', () => {
  const page = filler(MEGABYTE);
  test.each([
    ['"adPlacements"', '', page, true],
    ['"adPlacements"', 'gi', page, true],
    ['^[^x]', '', page, true],
    ['/\\* Copyright .*\\*/', 's', page, true],
    ['\\{"ad":.+?"end":1\\}', 'g', `${page}{"ad":1,"end":1}`, true],
    ['\\{"ad":.+?"end":1\\}', 'g', '{"ad":'.repeat(100_000), false],
    ['\\{"ad":.+?"x":.+?"end":1\\}', 'g', '{"ad":"x":'.repeat(50_000), false],
    ['\\{"ad":.+?"x":.+?"end":1\\}', 'g', `${page}{"ad":1,"x":2,"end":1}`, true],
    ['\\{"ad":(?:(?!"no").)+?"end":1\\}', 'g', `${page}{"ad":1,"end":1}`, true],
    ['[a-z]{3}\\d', '', page, true],
  ])('%s (%s)', (source, flags, text, expected) => {
    expect(maySearch(source, flags, text)).toBe(expected);
  });
});

describe('an expression is refused', () => {
  test.each([
    ['(a+)+b', '', 'could take too long'],
    ['(?:.*x)*y', 's', 'could take too long'],
    ['[a-z]+.*x', '', 'could take too long'],
    ['.*a.*b', 'm', 'could take too long'],
    ['(a)\\1', '', 'cannot be checked'],
    ['a(', '', 'is no regular expression'],
    ['a', 'u', 'unknown flags "u"'],
    ['a', 'y', 'unknown flags "y"'],
    ['a', 'gg', 'unknown flags "gg"'],
    ['a'.repeat(2001), '', 'an expression of 2001 characters'],
  ])('%s (%s): %s', (source, flags, reason) => {
    expect(guardLongText(source, flags)).toContain(reason);
  });
});

describe('what may search does not hold up the process', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '.',
    'ab',
    '"x":',
    '.*?',
    '[^\\n]+?',
    'a{2,30}',
    '\\d+',
  );
  const source = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
  const text = fc
    .tuple(
      fc.array(fc.constantFrom('a', 'b', '"x":', 'ab', '1', '\n'), { minLength: 1, maxLength: 4 }),
    )
    .map(([unit]) => unit.join('').repeat(30_000 / unit.join('').length));

  // Ten times what is aimed at: machines are slow, and busy.
  test('any expression, on texts made of its words', () => {
    fc.assert(
      fc.property(source, text, fc.constantFrom('', 'g', 's', 'gm'), (one, long, flags) => {
        if (maySearch(one, flags, long) !== true) return;
        const started = performance.now();
        long.replace(new RegExp(one, flags), '');
        expect(performance.now() - started).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});
