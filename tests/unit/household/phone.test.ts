import { describe, expect, test } from 'vitest';
import { maskPhone, phoneDigits, phoneForms, readPhone } from '../../../src/household/phone.ts';

describe('a number is read', () => {
  test.each([
    ['+49 151 12345678', '4915112345678'],
    ['+1 (415) 555-2671', '14155552671'],
    ['0044 20.7946/0958', '442079460958'],
    [' +354 5551234 ', '3545551234'],
  ])('%j', (text, digits) => {
    expect(readPhone(text)).toBe(digits);
  });

  test.each([
    ['without its country', '0151 12345678'],
    ['too short', '+49 1511'],
    ['too long', `+${'1'.repeat(16)}`],
    ['of a country that begins with zero', '+0151123456'],
    ['with letters', '+1 415 FLOWERS'],
    ['empty', ''],
  ])('but not one %s: %j', (_why, text) => {
    expect(readPhone(text)).toBeNull();
  });
});

describe('the forms of a number', () => {
  // Google and TikTok: E.164. Meta: digits with the country. Sites that ask for none: the rest.
  test.each([
    [
      '4915112345678',
      ['+4915112345678', '4915112345678', '004915112345678', '015112345678', '15112345678'],
    ],
    ['14155552671', ['+14155552671', '14155552671', '0014155552671', '04155552671', '4155552671']],
    ['3545551234', ['+3545551234', '3545551234', '003545551234', '05551234', '5551234']],
    [
      '442079460958',
      ['+442079460958', '442079460958', '00442079460958', '02079460958', '2079460958'],
    ],
    ['79161234567', ['+79161234567', '79161234567', '0079161234567', '09161234567', '9161234567']],
    [
      '390612345678',
      ['+390612345678', '390612345678', '00390612345678', '0612345678', '612345678'],
    ],
  ])('of %s', (digits, forms) => {
    expect(phoneForms(digits)).toEqual(forms);
  });
});

test('masked, a number shows its country and two digits', () => {
  expect(maskPhone('4915112345678')).toBe('+49…78');
  expect(maskPhone('3545551234')).toBe('+354…34');
});

describe('digits of a text are those of a number', () => {
  test.each([
    ['+49 (151) 123-45678', '4915112345678'],
    ['5551234', '5551234'],
  ])('%j', (written, digits) => {
    expect(phoneDigits(written)).toBe(digits);
  });

  test.each([
    ['a moment in milliseconds', '1745853805579'],
    ['too few', '123456'],
    ['too many', '1'.repeat(18)],
  ])('but not %s', (_what, written) => {
    expect(phoneDigits(written)).toBeNull();
  });
});
