import fc from 'fast-check';

/** All code points but the halves of pairs, the common ones far more often than the others. */
const character = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x1f }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x7f, max: 0x7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x800, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xe000, max: 0xffff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x10000, max: 0x10ffff }) },
  )
  .map((code) => String.fromCodePoint(code));

/**
 * Any text at all. fast-check's own `unit: 'binary'` draws from a table that it
 * takes a second to make, which is most of the time that a test is given.
 */
export const anyText: fc.Arbitrary<string> = fc.array(character).map((all) => all.join(''));
