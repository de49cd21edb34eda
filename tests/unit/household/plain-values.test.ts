import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainValuesIn } from '../../../src/household/plain-values.ts';

const found = (text: string) =>
  [...plainValuesIn(text)].map(({ from, to }) => text.slice(from, to));

describe('in clear', () => {
  test.each([
    ['an address in a form', 'email=ana@example.com&x=1', ['ana@example.com']],
    ['an address in JSON', '{"e":"Ana.L+x@mail.example.com"}', ['Ana.L+x@mail.example.com']],
    ['an address before a full stop', 'to ana@example.com.', ['ana@example.com']],
    ['a number', 'ph=+49 151 12345678&', ['+49 151 12345678']],
    ['a number in a form', 'ph=+49+151+12345678&', ['+49+151+12345678']],
    ['a number of JSON', '{"p":4915112345678}', ['4915112345678']],
    ['both', 'a@b.cd 5551234567', ['a@b.cd', '5551234567']],
  ])('%s is found', (_what, text, values) => {
    expect(found(text)).toEqual(values);
  });

  test.each([
    ['a handle', 'hello @ana'],
    ['a package', 'lodash@4.17.21'],
    ['a moment', 'ts=1745853805579'],
    ['a digit too many', '1'.repeat(30)],
    ['a part of a word', 'id5551234567x'],
  ])('%s is none', (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('the forms of an address are those of its mailbox', () => {
  const [value] = plainValuesIn('J.Doe+x@GMail.com');
  expect(value?.forms).toContain('jdoe@gmail.com');
});

test('a text of nothing else is looked through in part', () => {
  const none = 'a@b.';
  expect(found(`${none.repeat(3_000)} ana@example.com`)).toEqual(['ana@example.com']);
  expect(found(`${none.repeat(4_000)} ana@example.com`)).toEqual([]);
});

test('whatever the text, values stand in it in their order', () => {
  const piece = fc.constantFrom(
    '@',
    '.',
    'a',
    '1',
    '23456',
    '+',
    ' ',
    '-',
    'com',
    '(',
    '&',
    'a@b.cd',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      for (const { from, to, forms } of plainValuesIn(text)) {
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        expect(forms.length).toBeGreaterThan(0);
      }
    }),
  );
});
