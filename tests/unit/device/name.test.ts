import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseName } from '../../../src/device/name.ts';

describe('parseName', () => {
  it.each([
    ['Living room TV', 'Living room TV'],
    ['  Anna’s \t phone ', 'Anna’s phone'],
    ['two\nlines', 'two lines'],
    ['a\u202eb', 'a b'],
    ['a\u0000b', 'a b'],
    ['   ', null],
    ['', null],
    ['x'.repeat(80), 'x'.repeat(80)],
  ])('reads %j as %j', (text, name) => {
    expect(parseName(text)).toBe(name);
  });

  it.each([81, 500])('refuses %i characters', (length) => {
    expect(() => parseName('x'.repeat(length))).toThrowError(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('longer than 80 characters'),
      }),
    );
  });

  it('never lets an unprintable character through, and reads its own result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const name = parseName(text);
        expect(/\p{Cc}/u.test(name ?? '')).toBe(false);
        if (name !== null) expect(parseName(name)).toBe(name);
      }),
    );
  });
});
