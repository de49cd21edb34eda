import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/model/nearest.ts';

const WORDS = ['proxy', 'status', 'third-party', 'image'];

describe('nearest', () => {
  it.each([
    ['proxi', 'proxy'],
    ['PROXY', 'proxy'],
    ['third-partty', 'third-party'],
    ['thirdparty', 'third-party'],
    ['imag', 'image'],
    ['porxy', 'proxy'],
    ['stat', 'status'],
    ['sta', null],
    ['zzzzz', null],
    ['', null],
    ['i'.repeat(1_000), null],
  ])('for %j is %j', (word, expected) => {
    expect(nearest(word, WORDS)).toBe(expected);
  });

  it('finds every word itself among any others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), {
          minLength: 1,
          selector: (word) => word.toLowerCase(),
        }),
        (words) => {
          for (const word of words) expect(nearest(word, words)).toBe(word);
        },
      ),
    );
  });
});
