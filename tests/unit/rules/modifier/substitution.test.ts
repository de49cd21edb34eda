import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSubstitution } from '../../../../src/rules/modifier/substitution.ts';

describe('a substitution is read', () => {
  test.each([
    ['/a/b/', { source: 'a', flags: '', text: 'b' }],
    ['/a//', { source: 'a', flags: '', text: '' }],
    ['/a/b/gi', { source: 'a', flags: 'gi', text: 'b' }],
    ['/a\\/b/c\\/d/', { source: 'a\\/b', flags: '', text: 'c/d' }],
    ['/a\\,b/c\\,d/', { source: 'a,b', flags: '', text: 'c,d' }],
    ['/a,b/c, d/', { source: 'a,b', flags: '', text: 'c, d' }],
    // AdGuard's dollar in the text, and uBlock's; in an expression it is a dollar sign.
    ['/(a)/\\$1/', { source: '(a)', flags: '', text: '$1' }],
    ['/(a)/$1$&/', { source: '(a)', flags: '', text: '$1$&' }],
    ['/\\$1/b/', { source: '\\$1', flags: '', text: 'b' }],
    ['/a/\\n\\\\/', { source: 'a', flags: '', text: '\\n\\\\' }],
  ])('%s', (value, expected) => {
    expect(parseSubstitution(value)).toEqual(expected);
  });
});

describe('a substitution is refused', () => {
  test.each([
    ['a', '"a" is not written as /what/with/'],
    ['/a/', '"/a/" is not written as /what/with/'],
    ['/a/b', '"/a/b" is not written as /what/with/'],
    ['/a/b/c/', '"/a/b/c/" is not written as /what/with/'],
    ["/a/$'/", `"$'" could make a text far too long`],
    ['/a/$`/', '"$`" could make a text far too long'],
    ['/a/\\$`/', '"$`" could make a text far too long'],
    [`/a/${'$1'.repeat(10)}/`, 'more than 9 references'],
  ])('%s: %s', (value, reason) => {
    expect(parseSubstitution(value)).toEqual({ reason });
  });
});

test('whatever is written, it is read or refused', () => {
  const part = fc.constantFrom('/', '\\', 'a', '$', '1', ',', '&', "'", 'g', '(', ')');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const read = parseSubstitution(parts.join(''));
      if ('reason' in read) expect(read.reason).not.toBe('');
      else expect(read.text).not.toMatch(/\$['`]/);
    }),
    { numRuns: 1000 },
  );
});
