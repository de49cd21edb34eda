import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TextTest, testAny, testText } from '../../../../src/rules/signature/text-test.ts';

const glob = (path: string): TextTest => ({ kind: 'glob', pieces: path.split(/\*+/) });

describe('testText', () => {
  it.each<[TextTest, string, boolean]>([
    [{ kind: 'exact', text: 'a' }, 'a', true],
    [{ kind: 'exact', text: 'a' }, 'A', false],
    [{ kind: 'suffix', text: '.a.example' }, 'a.example', true],
    [{ kind: 'suffix', text: '.a.example' }, 'b.a.example', true],
    [{ kind: 'suffix', text: '.a.example' }, 'ba.example', false],
    [{ kind: 'suffix', text: '.a.example' }, '.example', false],
    [glob('/a*'), '/a', true],
    [glob('/a*'), '/abc', true],
    [glob('/a*/c'), '/a/c', true],
    [glob('/a*/c'), '/a/b/c', true],
    [glob('/a*/c'), '/a/c/d', false],
    [glob('*/c'), '/c', true],
    [glob('*'), '', true],
    [glob('/ab*ba'), '/aba', false],
    [glob('*a*b*'), 'xxaxxb', true],
    [glob('*a*b*'), 'ba', false],
    [glob('/x*ab*b'), '/xab', false],
    [glob('/x*ab*b'), '/xabb', true],
    [{ kind: 'regex', regex: /^a+$/, limit: 2048 }, 'aaa', true],
    [{ kind: 'regex', regex: /b/, limit: 2 }, 'aab', false],
    [{ kind: 'regex', regex: /b/, limit: 3 }, 'aab', true],
  ])('%j on %j: %s', (test, text, expected) => {
    expect(testText(test, text)).toBe(expected);
  });

  it('reads a star as an expression would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(
        text,
        pattern.filter((path) => path.includes('*')),
        (given, path) => {
          const expected = new RegExp(`^${path.replaceAll('*', '.*')}$`).test(given);
          expect(testText(glob(path), given)).toBe(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it('testAny wants one of several', () => {
  const tests: TextTest[] = [
    { kind: 'exact', text: 'a' },
    { kind: 'exact', text: 'b' },
  ];
  expect(['a', 'b', 'c'].map((text) => testAny(tests, text))).toEqual([true, true, false]);
  expect(testAny([], 'a')).toBe(false);
});
