import { describe, expect, test } from 'vitest';
import { readIdentifier } from '../../../src/household/read-identifier.ts';

describe('what is entered', () => {
  test('is an e-mail address, called by its masked form', () => {
    const { kind, label, forms } = readIdentifier(' Ana@Example.com ', null);
    expect({ kind, label }).toEqual({
      kind: 'email',
      label: 'A…@E…',
    });
    expect(forms).toContain('ana@example.com');
  });

  test('or a phone number', () => {
    const { kind, label, forms } = readIdentifier('+49 151 12345678', '  ');
    expect({ kind, label }).toEqual({ kind: 'phone', label: '+49…78' });
    expect(forms).toContain('+4915112345678');
  });

  test('is called as a person wishes', () => {
    expect(readIdentifier('ana@example.com', ' Ana,\n private ').label).toBe('Ana, private');
  });

  test.each(['', 'ana', '0151 12345678', 'x'.repeat(300)])('is refused: %j', (text) => {
    expect(() => readIdentifier(text, null)).toThrow(/^adding an identifier: it is neither /);
  });
});

describe('a label', () => {
  test.each([
    ['the address', 'ana@example.com', 'mine: ANA@example.com'],
    ['another address', 'ana@example.com', 'ben@example.com'],
    ['the number', '+49 151 12345678', 'mobile 0151 12345678'],
    ['the number without its country', '+49 151 12345678', '151/12345678'],
  ])('must not show %s', (_what, value, label) => {
    expect(() => readIdentifier(value, label)).toThrow(/its label would show/);
  });

  test('is short', () => {
    expect(() => readIdentifier('ana@example.com', 'x'.repeat(61))).toThrow(/61 characters/);
  });
});

test('no refusal repeats what was entered', () => {
  const wishes = [
    ['ana@example', null],
    ['ana@example.com', 'ana@example.com'],
    ['+49 151', null],
  ] as const;
  for (const [text, label] of wishes) {
    expect(() => readIdentifier(text, label)).toThrow(expect.not.stringContaining(text));
  }
});
