import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonPath } from '../../../../src/rules/json/json-path.ts';

describe('a path is read', () => {
  test.each([
    ['$.a', [{ descends: false, selectors: [{ kind: 'key', name: 'a' }] }]],
    ['$..ads', [{ descends: true, selectors: [{ kind: 'key', name: 'ads' }] }]],
    [
      '$ . a [ * ]',
      [
        { descends: false, selectors: [{ kind: 'key', name: 'a' }] },
        { descends: false, selectors: [{ kind: 'all' }] },
      ],
    ],
    [
      "$..[one, \"two three\", 'it\\'s']",
      [
        {
          descends: true,
          selectors: [
            { kind: 'key', name: 'one' },
            { kind: 'key', name: 'two three' },
            { kind: 'key', name: "it's" },
          ],
        },
      ],
    ],
    [
      '$[0, -1, 2:4, ::2, -3:]',
      [
        {
          descends: false,
          selectors: [
            { kind: 'slice', from: 0, to: 1, by: 1 },
            { kind: 'slice', from: -1, to: null, by: 1 },
            { kind: 'slice', from: 2, to: 4, by: 1 },
            { kind: 'slice', from: null, to: null, by: 2 },
            { kind: 'slice', from: -3, to: null, by: 1 },
          ],
        },
      ],
    ],
    ['$[?(has ad)]', [{ descends: false, selectors: [{ kind: 'has', key: 'ad' }] }]],
    [
      "$[?(key-eq 'a b' 'x'), ?(key-eq n 1), ?(key-substr k \"v\")]",
      [
        {
          descends: false,
          selectors: [
            { kind: 'equals', key: 'a b', value: 'x' },
            { kind: 'equals', key: 'n', value: 1 },
            { kind: 'contains', key: 'k', value: 'v' },
          ],
        },
      ],
    ],
    [
      '$[?(has "$.a.b")]',
      [
        {
          descends: false,
          selectors: [
            {
              kind: 'has',
              key: [
                { descends: false, selectors: [{ kind: 'key', name: 'a' }] },
                { descends: false, selectors: [{ kind: 'key', name: 'b' }] },
              ],
            },
          ],
        },
      ],
    ],
  ])('%s', (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps);
  });
});

describe('a path is refused', () => {
  test.each([
    ['', '"$" is missing'],
    ['a.b', '"$" is missing'],
    ['$', 'it would take everything away'],
    ['$..', 'it ends too early'],
    ['$.', 'it ends too early'],
    ['$.a[', 'it ends too early'],
    ['$.a[b', '"]" is missing'],
    ['$.a]', '"[" is missing'],
    ['$["a]', 'a quote is missing'],
    ['$[?(@.a == 1)]', 'the filter "@.a" is not supported'],
    ['$[(@.length-1)]', 'scripts are not supported'],
    ['$[1:2:0]', 'a slice that has no end'],
    ['$[?(has "$..a")]', '".." inside a filter'],
    ['$[?(has "$.a[?(has \\"$.b\\")]")]', 'a path inside a path inside a path'],
    ['$..a..b..c..d', '".." more than 3 times'],
    [`$${'.a'.repeat(33)}`, 'more than 32 steps'],
    [`$[${'a,'.repeat(32)}b]`, 'more than 32 names in brackets'],
  ])('%s: %s', (text, reason) => {
    const steps = parseJsonPath(text);
    expect('reason' in steps ? steps.reason : steps).toContain(reason);
  });
});

test('whatever is written, it is read or refused', () => {
  const part = fc.constantFrom(
    '$',
    '.',
    '..',
    '[',
    ']',
    '*',
    'a',
    '"',
    "'",
    '?(',
    ')',
    'has ',
    ',',
    ':',
    '1',
    ' ',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      const steps = parseJsonPath(`$${parts.join('')}`);
      if ('reason' in steps) expect(steps.reason).not.toBe('');
      else expect(steps.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
